package io.stockpot.report;

import java.util.List;

/** Writes a report as one self-contained HTML file. */
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
        assets(report, ".css").forEach(name -> line("<style>\n" + Resources.text(name) + "</style>"));
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
        assets(report, ".js").forEach(name -> line("<script>\n" + Resources.text(name) + "</script>"));
        line("</body>");
        line("</html>");
        return html.toString();
    }

    /** Returns what the blocks need besides the style and script of every page, each once. */
    private static List<String> assets(Report report, String ending) {
        return report.blocks().stream()
                .flatMap(block -> block.assets().stream())
                .filter(name -> name.endsWith(ending))
                .distinct()
                .toList();
    }

    /** Writes neighbours with the same explanation as one row, and their explanation once. */
    private void writeBlocks(List<Block> blocks, List<String> names) {
        int next = 0;
        while (next < blocks.size()) {
            String explanation = blocks.get(next).explanation();
            if (explanation.isEmpty()) {
                line(blocks.get(next).html(names.get(next)));
                next++;
                continue;
            }
            line("<div class=\"row\">");
            while (next < blocks.size() && blocks.get(next).explanation().equals(explanation)) {
                line(blocks.get(next).html(names.get(next)));
                next++;
            }
            line("</div>");
            line("<p class=\"explanation\">" + Escape.prose(explanation) + "</p>");
        }
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
