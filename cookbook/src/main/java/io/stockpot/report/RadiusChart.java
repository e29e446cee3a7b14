package io.stockpot.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stockpot.outcome.Accuracy;
import io.stockpot.report.RadiusCurve.Line;
import io.stockpot.report.RadiusCurve.Spot;

/** Describes a {@link RadiusCurve} as a chart. */
final class RadiusChart {
    private static final String[] SYMBOLS = {"circle", "diamond", "triangle", "rect", "roundRect", "arrow"};
    /** With more, the legend is scrolled, so that it keeps to one line. */
    private static final int LEGEND = 5;

    private final RadiusCurve figure;
    private final Chart chart = new Chart();

    private RadiusChart(RadiusCurve figure) {
        this.figure = figure;
    }

    static Chart of(RadiusCurve figure) {
        return new RadiusChart(figure).describe();
    }

    private Chart describe() {
        setAxes();
        for (int i = 0; i < figure.lines().size(); i++) {
            add(figure.lines().get(i), Theme.series(i), SYMBOLS[i % SYMBOLS.length]);
        }
        if (figure.lines().size() == 1) {
            chart.withoutLegend();
        } else if (figure.lines().size() > LEGEND) {
            chart.option().withObject("/legend").put("type", "scroll");
        }
        return chart;
    }

    private void setAxes() {
        double[] y = {100, 0};
        double widest = 0;
        for (Line line : figure.lines()) {
            for (Spot spot : line.spots()) {
                y = Chart.cover(y, spot.accuracy());
                widest = Math.max(widest, figure.position(spot));
            }
        }
        String unit = figure.unit().equals("1") ? "" : ", in units of 1/" + figure.unit();
        chart.axis("xAxis", "radius ε of the " + figure.norm() + " ball" + unit, Axis.covering(0, widest));
        chart.percentAxis("yAxis", "accuracy under attack", Axis.percent(0, y[1]));
    }

    private void add(Line line, String colour, String symbol) {
        chart.legend(line.name());
        ObjectNode series = chart.series("line", line.name(), colour);
        series.put("symbol", symbol).put("symbolSize", 7).put("z", 3);
        series.putObject("lineStyle").put("color", colour).put("width", 2);
        ArrayNode bars = chart.strokes(line.name(), colour, 0.45);
        for (Spot spot : line.spots()) {
            double x = figure.position(spot);
            Hover hover = Hover.of(line.name());
            if (line.mixture().isPresent()) {
                hover = hover.with("weights", line.mixture().get().formula());
            }
            Chart.point(
                    series,
                    x,
                    Chart.percent(spot.accuracy().value()),
                    hover.with("ε", spot.epsilon()).with(spot.condition(), spot.accuracy()));
            Accuracy.Interval interval = spot.accuracy().interval();
            Chart.stroke(bars, x, Chart.percent(interval.low()), x, Chart.percent(interval.high()));
        }
    }
}
