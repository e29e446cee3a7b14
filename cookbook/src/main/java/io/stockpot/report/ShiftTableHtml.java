package io.stockpot.report;

import io.stockpot.outcome.Estimate;
import java.util.Optional;

/** Writes a {@link ShiftTable} as part of a page. */
final class ShiftTableHtml {
    private ShiftTableHtml() {}

    static String of(ShiftTable table) {
        StringBuilder html = new StringBuilder("<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\"></th>");
        head(html, "# FP");
        table.dataSets().forEach(name -> head(html, name));
        head(html, "mean");
        html.append("</tr></thead>\n<tbody>\n");
        for (ShiftTable.Row row : table.rows()) {
            html.append("<tr><th scope=\"row\">" + Escape.html(row.name()) + "<small>" + Escape.html(row.detail())
                    + "</small></th><td>×" + row.passes() + "<small></small></td>");
            for (int column = 0; column < table.dataSets().size(); column++) {
                ShiftTable.Cell cell = row.cells().get(column);
                html.append(cell(
                        cell.score(),
                        table.best(column),
                        cell.mixture().map(Measurement.Mixture::formula).orElse("")));
            }
            html.append(cell(row.mean(), table.bestMean(), "plain mean of the data sets"));
            html.append("</tr>\n");
        }
        return html.append("</tbody></table></div>").toString();
    }

    private static void head(StringBuilder html, String name) {
        html.append("<th scope=\"col\">" + Escape.html(name) + "</th>");
    }

    private static String cell(Optional<Estimate> score, Optional<Estimate> best, String title) {
        if (score.isEmpty()) {
            return "<td>–<small></small></td>";
        }
        String number = score.get().percent().replace(" %", "");
        boolean winner = best.isPresent() && score.get().value() == best.get().value();
        return "<td title=\"" + Escape.html(title) + "\">"
                + (winner ? "<strong>" + number + "</strong>" : number) + "<small>"
                + score.get().intervalPercent().replace(" %", "").replace(" – ", "\u00a0–\u00a0") + "</small></td>";
    }
}
