package io.stockpot.report;

import io.stockpot.outcome.Accuracy;
import java.util.List;
import java.util.Optional;

/** Writes a {@link Table} as part of a page. */
final class TableHtml {
    private TableHtml() {}

    static String of(Table table) {
        StringBuilder html = new StringBuilder("<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\"></th>");
        table.conditions().forEach(name -> html.append("<th scope=\"col\">" + Escape.html(name) + "</th>"));
        html.append("</tr></thead>\n<tbody>\n");
        for (Table.Row row : table.rows()) {
            html.append("<tr><th scope=\"row\">" + Escape.html(row.name()) + "<small>" + Escape.html(row.detail())
                    + "</small></th>");
            List<Optional<Accuracy>> accuracies = row.accuracies();
            for (int column = 0; column < accuracies.size(); column++) {
                String mark = row.marks().getOrDefault(table.conditions().get(column), "");
                html.append(
                        cell(accuracies.get(column), table.best(column), mark.isEmpty() ? "" : CellMark.html(mark)));
            }
            html.append("</tr>\n");
        }
        return html.append("</tbody></table></div>").toString();
    }

    private static String cell(Optional<Accuracy> accuracy, Optional<Accuracy> best, String mark) {
        if (accuracy.isEmpty()) {
            return "<td>–<small></small></td>";
        }
        Accuracy value = accuracy.orElseThrow();
        boolean winner = best.isPresent() && value.compareTo(best.orElseThrow()) == 0;
        String number = withoutUnit(value.percent());
        return "<td title=\"" + value.correct() + " of " + value.total() + " images\">"
                + (winner ? "<strong>" + number + "</strong>" : number)
                + mark
                + "<small>" + withoutUnit(value.intervalPercent()) + "</small></td>";
    }

    private static String withoutUnit(String percent) {
        return percent.replace(" %", "");
    }
}
