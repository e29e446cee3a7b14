package io.stockpot.report;

/** A figure as the page and an SVG file show it, from one description. */
public abstract class Drawing {
    Drawing() {}

    /**
     * Returns the drawing as HTML, for a page that resolves names of colours, light or dark.
     *
     * @param title what it shows, for those who cannot see it
     */
    abstract String html(String title);

    /** Returns the drawing as an SVG file, in light colours on a light ground. */
    abstract String svg(SvgRenderer renderer);
}
