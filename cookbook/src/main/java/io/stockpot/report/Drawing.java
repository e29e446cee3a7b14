package io.stockpot.report;

/** A drawn figure: one description that the page and an SVG file both show. */
public abstract class Drawing {
    Drawing() {}

    /**
     * Returns the drawing as HTML, for a page that defines the colours, light or dark.
     *
     * @param description what it shows, for screen readers
     */
    abstract String html(String description);

    /** Returns the drawing as an SVG file, light or dark as the reader's system is. */
    abstract String svg(SvgRenderer renderer);
}
