package io.stockpot.report;

/** The drawing of a {@link TernaryMap}, which ECharts has no chart for. */
final class TernaryChart extends Drawing {
    private final TernaryMap map;

    TernaryChart(TernaryMap map) {
        this.map = map;
    }

    @Override
    String html(String description) {
        return new TernaryDrawing(map, Theme::variable).inline(description);
    }

    @Override
    String svg(SvgRenderer renderer) {
        return renderer.theme().readableOnDark(new TernaryDrawing(map, renderer.theme()::colour).file());
    }
}
