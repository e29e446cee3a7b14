package io.stockpot.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a report as one self-contained HTML file. */
final class HtmlPage {
    private static final String STYLE = "report.css";
    private static final List<String> SCRIPTS = List.of("report.js", "tables.js", "files.js");
    private static final String END = "about";

    /** How often a page is loaded again that is not finished, in seconds. */
    private static final int RELOAD = 10;

    private final StringBuilder html = new StringBuilder();
    private final Report report;
    private final List<String> names;
    private final Optional<String> unfinished;

    private HtmlPage(Report report, List<String> names, Optional<String> unfinished) {
        this.report = report;
        this.names = names;
        this.unfinished = unfinished;
    }

    /**
     * Returns a page that says it is not finished, and loads itself again. It is alone: links to files are hidden.
     *
     * @param state a sentence on how far the work is
     */
    static String unfinished(Report report, List<String> names, String state) {
        return new HtmlPage(report, names, Optional.of(state)).page(Map.of());
    }

    /** Returns a page that leads to another at once. */
    static String leadingTo(String title, String address) {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>" + Escape.html(title)
                + "</title>\n<meta http-equiv=\"refresh\" content=\"0; url=" + Escape.html(address)
                + "\">\n</head>\n<body>\n<p><a href=\"" + Escape.html(address) + "\">" + Escape.html(title)
                + "</a></p>\n</body>\n</html>\n";
    }

    /**
     * Returns the page.
     *
     * @param names of the files beside it, by position of the block
     * @param files the texts of these files, by path
     */
    static String of(Report report, List<String> names, Map<String, String> files) {
        return new HtmlPage(report, names, Optional.empty()).page(files);
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
        unfinished.ifPresent(state -> line("<meta http-equiv=\"refresh\" content=\"" + RELOAD + "\">"));
        line("<title>" + Escape.html(report.title()) + "</title>");
        String style = Resources.text(STYLE);
        line("<style>\n" + style + new Theme(style).printedLight() + "</style>");
        assets(".css").forEach(name -> line("<style>\n" + Resources.text(name) + "</style>"));
        unfinished.ifPresent(state -> line("<style>.files { display: none }"
                + " .unfinished { border-left: 4px solid #d55e00; padding-left: 12px; font-weight: 600 }</style>"));
        line("</head>");
        line("<body>");
        line("<main>");
        line("<h1>" + Escape.html(report.title()) + "</h1>");
        unfinished.ifPresent(state -> line("<p class=\"unfinished\" role=\"status\">" + Escape.html(state) + "</p>"));
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
