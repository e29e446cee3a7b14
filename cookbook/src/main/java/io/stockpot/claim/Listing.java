package io.stockpot.claim;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * A table of texts.
 *
 * @param header names of the columns
 * @param rows one text per column
 */
record Listing(List<String> header, List<List<String>> rows) {
    Listing {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
    }

    /** Returns the table as Markdown. */
    String markdown() {
        StringJoiner lines = new StringJoiner("\n", "", "\n");
        lines.add(line(header));
        lines.add("|" + "---|".repeat(header.size()));
        rows.forEach(row -> lines.add(line(row)));
        return lines.toString();
    }

    private static String line(List<String> cells) {
        List<String> escaped = new ArrayList<>();
        cells.forEach(cell -> escaped.add(cell.replace("|", "\\|")));
        return "| " + String.join(" | ", escaped) + " |";
    }
}
