package io.stockpot.report;

import java.util.List;
import java.util.Optional;

/** Writes a report as one self-contained HTML file. */
final class HtmlPage {
    /** How often a page is loaded again that is not finished, in seconds. */
    private static final int RELOAD = 10;

    private final StringBuilder html = new StringBuilder();
    private final Optional<String> unfinished;

    private HtmlPage(Optional<String> unfinished) {
        this.unfinished = unfinished;
    }

    /** Returns the page; the names are those of the files beside it, by position of the block. */
    static String of(Report report, List<String> names) {
        return new HtmlPage(Optional.empty()).page(report, names);
    }

    /**
     * Returns a page that says it is not finished, and loads itself again. It is alone: links to files are hidden.
     *
     * @param state a sentence on how far the work is
     */
    static String unfinished(Report report, List<String> names, String state) {
        return new HtmlPage(Optional.of(state)).page(report, names);
    }

    /** Returns a page that leads to another at once. */
    static String leadingTo(String title, String address) {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>" + Escape.html(title)
                + "</title>\n<meta http-equiv=\"refresh\" content=\"0; url=" + Escape.html(address)
                + "\">\n</head>\n<body>\n<p><a href=\"" + Escape.html(address) + "\">" + Escape.html(title)
                + "</a></p>\n</body>\n</html>\n";
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
        unfinished.ifPresent(state -> line("<meta http-equiv=\"refresh\" content=\"" + RELOAD + "\">"));
        line("<title>" + Escape.html(report.title()) + "</title>");
        line("<style>\n" + Resources.text("report.css") + "</style>");
        unfinished.ifPresent(state -> line("<style>.files { display: none }"
                + " .unfinished { border-left: 4px solid #d55e00; padding-left: 12px; font-weight: 600 }</style>"));
        line("</head>");
        line("<body>");
        line("<main>");
        line("<h1>" + Escape.html(report.title()) + "</h1>");
        unfinished.ifPresent(state -> line("<p class=\"unfinished\" role=\"status\">" + Escape.html(state) + "</p>"));
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
