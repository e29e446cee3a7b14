package io.stockpot.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Turns drawings into SVG files, in light colours on a light ground. Belongs to the thread that created it. */
public final class SvgRenderer implements AutoCloseable {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 440;

    private final Theme theme = new Theme(Resources.text("report.css"));
    private Optional<ChartRenderer> charts = Optional.empty();

    /** Returns the colours that files use. */
    Theme theme() {
        return theme;
    }

    /** Returns the SVG file of a chart that is described with names of colours. */
    String chart(ObjectNode option) {
        ObjectNode onPaper = option.deepCopy().put("backgroundColor", "@paper");
        return charts().svg(theme.resolve(onPaper), WIDTH, HEIGHT);
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
