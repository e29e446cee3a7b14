package io.stockpot.report;

import java.util.List;

/** Writes a table as HTML, from top to bottom. The page's scripts sort and copy what is written here. */
final class HtmlTable {
    private final StringBuilder html = new StringBuilder();

    /**
     * Begins a table.
     *
     * @param title for screen readers
     * @param columns headings; the first is that of the names of the rows
     */
    HtmlTable(String title, List<String> columns) {
        String name = Escape.html(title);
        html.append("<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"" + name + ", table\"><table>\n"
                + "<caption class=\"unseen\">" + name + "</caption>\n<thead><tr>");
        columns.forEach(column -> html.append("<th scope=\"col\">" + Escape.html(column) + "</th>"));
        html.append("</tr></thead>\n<tbody>\n");
    }

    /** Begins a row. */
    void row(String name, String detail) {
        html.append("<tr><th scope=\"row\">" + Escape.html(name) + small(detail, "") + "</th>");
    }

    /**
     * Adds a cell.
     *
     * @param number what it holds
     * @param bold whether it is among the best of its column
     * @param small a second line, plain text
     * @param more a further line of words, which may be empty
     */
    void cell(String number, boolean bold, String small, String more) {
        cell(number, bold, small, more, "");
    }

    /**
     * Adds a cell that may be warned of.
     *
     * @param number what it holds
     * @param bold whether it is among the best of its column
     * @param small a second line, plain text
     * @param more a further line of words, which may be empty
     * @param warned what is warned of; empty for nothing
     */
    void cell(String number, boolean bold, String small, String more, String warned) {
        html.append("<td>" + (bold ? "<strong>" + Escape.html(number) + "</strong>" : Escape.html(number))
                + (warned.isEmpty() ? "" : CellMark.html(warned))
                + small(Escape.unbroken(small), "") + small(more, " class=\"words\"") + "</td>");
    }

    /** Adds the cell of what was not measured. */
    void gap() {
        html.append("<td>–</td>");
    }

    /** Ends a row. */
    void end() {
        html.append("</tr>\n");
    }

    /** Ends the table. */
    String close() {
        return html.append("</tbody></table></div>").toString();
    }

    private static String small(String text, String attributes) {
        return text.isEmpty() ? "" : "<small" + attributes + ">" + Escape.html(text) + "</small>";
    }
}
