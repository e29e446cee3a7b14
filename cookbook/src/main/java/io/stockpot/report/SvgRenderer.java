package io.stockpot.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Turns drawings into SVG files, light or dark as the reader prefers. Belongs to the thread that created it. */
public final class SvgRenderer implements AutoCloseable {
    private static final int WIDTH = 640;

    private final Theme theme = new Theme(Resources.text("report.css"));
    private Optional<ChartRenderer> charts = Optional.empty();

    /** Returns the colours of files and pages. */
    Theme theme() {
        return theme;
    }

    /** Returns the SVG file of a chart that is described with names of colours, in pixels high. */
    String chart(ObjectNode option, int height) {
        ObjectNode onPaper = option.deepCopy().put("backgroundColor", "@paper");
        return theme.readableOnDark(charts().svg(theme.resolve(onPaper), WIDTH, height));
    }

    /** Loads the chart library, which takes a second, when the first chart needs it. */
    private ChartRenderer charts() {
        if (charts.isEmpty()) {
            charts = Optional.of(new ChartRenderer());
        }
        return charts.orElseThrow();
    }

    @Override
    public void close() {
        charts.ifPresent(ChartRenderer::close);
    }
}
