package io.stockpot.report;

import java.util.List;
import java.util.Map;

/** Writes a report as one self-contained HTML file. */
final class HtmlPage {
    private static final String STYLE = "report.css";
    private static final List<String> SCRIPTS = List.of("report.js", "tables.js", "files.js");
    private static final String END = "about";

    private final StringBuilder html = new StringBuilder();
    private final Report report;
    private final List<String> names;

    private HtmlPage(Report report, List<String> names) {
        this.report = report;
        this.names = names;
    }

    /**
     * Returns the page.
     *
     * @param names of the files beside it, by position of the block
     * @param files the texts of these files, by path
     */
    static String of(Report report, List<String> names, Map<String, String> files) {
        return new HtmlPage(report, names).page(files);
    }

    private String page(Map<String, String> files) {
        line("<!DOCTYPE html>");
        line("<html lang=\"en\">");
        line("<head>");
        line("<meta charset=\"utf-8\">");
        line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        // the browser itself forbids every request, should a script ever try one
        line("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                + "script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:\">");
        line("<title>" + Escape.html(report.title()) + "</title>");
        String style = Resources.text(STYLE);
        line("<style>\n" + style + new Theme(style).printedLight() + "</style>");
        assets(".css").forEach(name -> line("<style>\n" + Resources.text(name) + "</style>"));
        line("</head>");
        line("<body>");
        line("<main>");
        line("<h1>" + Escape.html(report.title()) + "</h1>");
        writeBlocks(report.blocks());
        line("</main>");
        writeFooter(report.provenance());
        line("<div id=\"card\" aria-hidden=\"true\"></div>");
        line("<div id=\"said\" class=\"unseen\" role=\"status\"></div>");
        line("<script type=\"application/json\" id=\"files\">" + EmbeddedFiles.json(files) + "</script>");
        line("<script>" + Resources.text(Resources.ECHARTS).replace("</script", "<\\/script") + "</script>");
        SCRIPTS.forEach(script -> line("<script>\n" + Resources.text(script) + "</script>"));
        assets(".js").forEach(name -> line("<script>\n" + Resources.text(name) + "</script>"));
        line("</body>");
        line("</html>");
        return html.toString();
    }

    /** Returns what the blocks need besides the style and script of every page, each once. */
    private List<String> assets(String ending) {
        return report.blocks().stream()
                .flatMap(block -> block.assets().stream())
                .filter(name -> name.endsWith(ending))
                .distinct()
                .toList();
    }

    /** Writes neighbours with the same explanation as one row, and their explanation once. */
    private void writeBlocks(List<Block> blocks) {
        int next = 0;
        if (!blocks.isEmpty() && !blocks.get(0).explanation().isEmpty()) {
            // tables and figures have headings of the third level, which need one of the second above them
            line("<h2 class=\"unseen\">Results</h2>");
        }
        while (next < blocks.size()) {
            String explanation = blocks.get(next).explanation();
            if (explanation.isEmpty()) {
                line(blocks.get(next).html(names.get(next)));
                next++;
                continue;
            }
            line("<div class=\"row\">");
            while (next < blocks.size() && blocks.get(next).explanation().equals(explanation)) {
                writeSkip(next);
                line(blocks.get(next).html(names.get(next)));
                next++;
            }
            line("</div>");
            line("<p class=\"explanation\">" + Escape.prose(explanation) + "</p>");
        }
    }

    /** Writes a link over a table or figure, for those who go through the page by keyboard. */
    private void writeSkip(int place) {
        for (int next = place + 1; next < names.size(); next++) {
            if (!report.blocks().get(next).explanation().isEmpty()) {
                line("<a class=\"skip\" href=\"#" + names.get(next) + "\">Skip to the next table or figure</a>");
                return;
            }
        }
        line("<a class=\"skip\" href=\"#" + END + "\">Skip to the end</a>");
    }

    private void writeFooter(List<String> provenance) {
        line("<footer id=\"" + END + "\" tabindex=\"-1\"><div>");
        provenance.forEach(text -> line("<p>" + Escape.html(text) + "</p>"));
        line("</div></footer>");
    }

    private void line(String text) {
        html.append(text).append('\n');
    }
}
