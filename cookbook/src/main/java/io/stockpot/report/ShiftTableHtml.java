package io.stockpot.report;

import io.stockpot.outcome.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes a {@link ShiftTable} as part of a page. */
final class ShiftTableHtml {
    private ShiftTableHtml() {}

    static String of(ShiftTable table) {
        List<String> columns = new ArrayList<>(List.of("model", "passes"));
        columns.addAll(table.dataSets());
        columns.add("mean");
        HtmlTable html = new HtmlTable(table.title(), columns);
        List<Set<Integer>> bold = new ArrayList<>();
        for (int column = 0; column <= table.dataSets().size(); column++) {
            bold.add(table.likeBest(column));
        }
        for (int place = 0; place < table.rows().size(); place++) {
            ShiftTable.Row row = table.rows().get(place);
            html.row(row.name(), row.detail());
            html.cell("×" + row.passes(), false, "", "");
            for (int column = 0; column <= table.dataSets().size(); column++) {
                write(html, row.score(column), bold.get(column).contains(place), row.formula(column));
            }
            html.end();
        }
        return html.close();
    }

    private static void write(HtmlTable html, Optional<Estimate> score, boolean bold, String formula) {
        if (score.isEmpty()) {
            html.gap();
            return;
        }
        html.cell(
                score.get().percent().replace(" %", ""),
                bold,
                score.get().intervalPercent().replace(" %", ""),
                formula);
    }
}
