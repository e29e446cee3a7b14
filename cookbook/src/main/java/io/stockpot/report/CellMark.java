package io.stockpot.report;

/** The sign at a number that is warned of. */
final class CellMark {
    /** Seen, and not read aloud: words stand beside it. */
    static final String SIGN = "<span class=\"mark\" aria-hidden=\"true\">\u26a0</span>";

    private CellMark() {}

    /** Returns the sign with its words for screen readers and the pointer. */
    static String html(String words) {
        String text = Escape.html(words);
        return " <span class=\"mark\" role=\"img\" aria-label=\"warning: " + text + "\" title=\"" + text
                + "\">\u26a0</span>";
    }
}
