package io.stockpot.report;

import io.stockpot.outcome.Accuracy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes a {@link Table} as part of a page. */
final class TableHtml {
    private TableHtml() {}

    static String of(Table table) {
        List<String> columns = new ArrayList<>(List.of("model"));
        columns.addAll(table.conditions());
        HtmlTable html = new HtmlTable(table.title(), columns);
        List<Set<Integer>> bold = new ArrayList<>();
        for (int column = 0; column < table.conditions().size(); column++) {
            bold.add(table.likeBest(column));
        }
        for (int place = 0; place < table.rows().size(); place++) {
            Table.Row row = table.rows().get(place);
            html.row(row.name(), row.detail());
            for (int column = 0; column < bold.size(); column++) {
                String mark = row.marks().getOrDefault(table.conditions().get(column), "");
                write(html, row.accuracies().get(column), bold.get(column).contains(place), mark);
            }
            html.end();
        }
        return html.close();
    }

    private static void write(HtmlTable html, Optional<Accuracy> accuracy, boolean bold, String mark) {
        if (accuracy.isEmpty()) {
            html.gap();
            return;
        }
        Accuracy value = accuracy.orElseThrow();
        html.cell(withoutUnit(value.percent()), bold, withoutUnit(value.intervalPercent()), "", mark);
    }

    private static String withoutUnit(String percent) {
        return percent.replace(" %", "");
    }
}
