package io.stockpot.report;

/** The drawing of a {@link TernaryMap}, which ECharts has no chart for. */
final class TernaryChart extends Drawing {
    private final TernaryMap map;

    TernaryChart(TernaryMap map) {
        this.map = map;
    }

    @Override
    String html(String title) {
        return new TernaryDrawing(map, Theme::variable).inline();
    }

    @Override
    String svg(SvgRenderer renderer) {
        return new TernaryDrawing(map, renderer.theme()::colour).file();
    }
}
