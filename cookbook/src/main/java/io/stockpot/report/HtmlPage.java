package io.stockpot.report;

import io.stockpot.outcome.Accuracy;
import java.util.List;
import java.util.Optional;

/** Writes a report as one HTML file that needs nothing from anywhere else. */
final class HtmlPage {
    private final StringBuilder html = new StringBuilder();

    private HtmlPage() {}

    /** Returns the page; the names are those of the files beside it, by position of the block. */
    static String of(Report report, List<String> names) {
        return new HtmlPage().page(report, names);
    }

    private String page(Report report, List<String> names) {
        line("<!DOCTYPE html>");
        line("<html lang=\"en\">");
        line("<head>");
        line("<meta charset=\"utf-8\">");
        line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        // the browser itself forbids every request, should a script ever try one
        line("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                + "script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:\">");
        line("<title>" + Escape.html(report.title()) + "</title>");
        line("<style>\n" + Resources.text("report.css") + "</style>");
        line("</head>");
        line("<body>");
        line("<main>");
        line("<h1>" + Escape.html(report.title()) + "</h1>");
        writeBlocks(report.blocks(), names);
        line("</main>");
        writeFooter(report.provenance());
        line("<div id=\"card\" role=\"status\"></div>");
        line("<script>" + Resources.text(Resources.ECHARTS).replace("</script", "<\\/script") + "</script>");
        line("<script>\n" + Resources.text("report.js") + "</script>");
        line("</body>");
        line("</html>");
        return html.toString();
    }

    /** Puts neighbours of a kind into one row and explains them once. */
    private void writeBlocks(List<Block> blocks, List<String> names) {
        int next = 0;
        while (next < blocks.size()) {
            Block block = blocks.get(next);
            if (block instanceof Text text) {
                writeText(text);
                next++;
                continue;
            }
            line("<div class=\"row\">");
            while (next < blocks.size() && blocks.get(next).explanation().equals(block.explanation())) {
                writeFigure(blocks.get(next), names.get(next));
                next++;
            }
            line("</div>");
            line("<p class=\"explanation\">" + prose(block.explanation()) + "</p>");
        }
    }

    private void writeText(Text text) {
        line("<h2>" + Escape.html(text.title()) + "</h2>");
        text.paragraphs().forEach(paragraph -> line("<p>" + prose(paragraph) + "</p>"));
    }

    private void writeFigure(Block block, String name) {
        line("<figure class=\"" + width(block) + "\">");
        line("<h3>" + Escape.html(block.title()) + "</h3>");
        writeContent(block);
        line("<figcaption>" + prose(block.caption()) + " <span class=\"files\">" + links(block, name)
                + "</span></figcaption>");
        line("</figure>");
    }

    private void writeContent(Block block) {
        if (block instanceof Table table) {
            writeTable(table);
        } else if (block instanceof ShiftTable table) {
            line(ShiftTableHtml.of(table));
        } else if (block instanceof TernaryMap map) {
            line(new TernaryDrawing(map, Theme::variable).inline());
        } else {
            line("<div class=\"chart\" role=\"img\" aria-label=\"" + Escape.html(block.title()) + "\"></div>");
            String option = Figures.option(block).orElseThrow().toString();
            line("<script type=\"application/json\">" + Escape.json(option) + "</script>");
        }
    }

    private static String width(Block block) {
        if (isTable(block) || (block instanceof AccuracyBars)) {
            return "full";
        }
        return block instanceof TernaryMap ? "third" : "half";
    }

    private static boolean isTable(Block block) {
        return block instanceof Table || block instanceof ShiftTable;
    }

    private static String links(Block block, String name) {
        String figure = isTable(block) ? "" : "<a href=\"figures/" + name + ".svg\">SVG</a>";
        return "<a href=\"data/" + name + ".csv\">CSV</a><a href=\"data/" + name + ".json\">JSON</a>" + figure;
    }

    private void writeTable(Table table) {
        line("<div class=\"scroll\"><table>");
        html.append("<thead><tr><th scope=\"col\"></th>");
        table.conditions().forEach(name -> html.append("<th scope=\"col\">" + Escape.html(name) + "</th>"));
        line("</tr></thead>");
        line("<tbody>");
        for (Table.Row row : table.rows()) {
            html.append("<tr><th scope=\"row\">" + Escape.html(row.name()) + "<small>" + Escape.html(row.detail())
                    + "</small></th>");
            for (int column = 0; column < table.conditions().size(); column++) {
                html.append(cell(row.accuracies().get(column), table.best(column)));
            }
            line("</tr>");
        }
        line("</tbody></table></div>");
    }

    private static String cell(Optional<Accuracy> accuracy, Optional<Accuracy> best) {
        if (accuracy.isEmpty()) {
            return "<td>–<small></small></td>";
        }
        Accuracy value = accuracy.orElseThrow();
        boolean winner = best.isPresent() && value.compareTo(best.orElseThrow()) == 0;
        String number = withoutUnit(value.percent());
        return "<td title=\"" + value.correct() + " of " + value.total() + " images\">"
                + (winner ? "<strong>" + number + "</strong>" : number)
                + "<small>" + withoutUnit(value.intervalPercent()) + "</small></td>";
    }

    /** Keeps numbers with their units and the two ends of an interval on one line. */
    private static String prose(String text) {
        return Escape.html(text).replace(" %", "\u00a0%").replace(" – ", "\u00a0–\u00a0");
    }

    private static String withoutUnit(String percent) {
        return percent.replace(" %", "");
    }

    private void writeFooter(List<String> provenance) {
        line("<footer><div>");
        provenance.forEach(text -> line("<p>" + Escape.html(text) + "</p>"));
        line("</div></footer>");
    }

    private void line(String text) {
        html.append(text).append('\n');
    }
}
