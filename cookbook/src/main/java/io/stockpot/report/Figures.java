package io.stockpot.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Draws the figures of a report as SVG files, in light colours on a light ground. */
final class Figures implements AutoCloseable {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 440;

    private final Theme theme = new Theme(Resources.text("report.css"));
    private Optional<ChartRenderer> renderer = Optional.empty();

    /** Returns the description of the chart that shows a block, if one does. */
    static Optional<ObjectNode> option(Block block) {
        if (block instanceof TradeOffFront front) {
            return Optional.of(FrontChart.option(front));
        }
        if (block instanceof ExtrapolationCurve curve) {
            return Optional.of(CurveChart.option(curve));
        }
        if (block instanceof CompositionBars bars) {
            return Optional.of(SlotChart.option(bars));
        }
        if (block instanceof AccuracyBars bars) {
            return Optional.of(SlotChart.option(bars));
        }
        if (block instanceof FewShotCurve curve) {
            return Optional.of(FewShotChart.option(curve));
        }
        return Optional.empty();
    }

    /** Returns the SVG file of a block, if it is a figure. */
    Optional<String> svg(Block block) {
        if (block instanceof TernaryMap map) {
            return Optional.of(new TernaryDrawing(map, theme::colour).file());
        }
        return option(block).map(option -> {
            option.put("backgroundColor", "@paper");
            JsonNode resolved = theme.resolve(option);
            return renderer().svg(resolved, WIDTH, HEIGHT);
        });
    }

    /** The library takes a second to load: only when the first chart needs it. */
    private ChartRenderer renderer() {
        if (renderer.isEmpty()) {
            renderer = Optional.of(new ChartRenderer());
        }
        return renderer.orElseThrow();
    }

    @Override
    public void close() {
        renderer.ifPresent(ChartRenderer::close);
    }
}
