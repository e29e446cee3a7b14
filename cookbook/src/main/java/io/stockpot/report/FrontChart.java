package io.stockpot.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stockpot.outcome.Accuracy;
import io.stockpot.report.TradeOffFront.FrontPoint;
import io.stockpot.report.TradeOffFront.Landmark;
import io.stockpot.report.TradeOffFront.Series;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Describes a {@link TradeOffFront} as a chart. */
final class FrontChart {
    /** Of so many points, one says its weight. */
    private static final int WEIGHED = 3;

    /** Weights of several segments are written no nearer to one another, as a part of the axes. */
    private static final double CROWDED = 0.06;

    /** Percentage below which names start at their points, so that they do not cover the numbers of the axis. */
    private static final double BESIDE_THE_AXIS = 2;

    private static final String LANDMARKS = "other models";
    private static final String STAR =
            "path://M0,-10L2.35,-3.24L9.51,-3.09L3.8,1.24L5.88,8.09L0,4L-5.88,8.09L-3.8,1.24L-9.51,-3.09L-2.35,-3.24Z";

    private final TradeOffFront front;
    private final Chart chart = new Chart();
    private final List<double[]> weighed = new ArrayList<>();
    private final Set<List<Object>> named = new HashSet<>();

    private FrontChart(TradeOffFront front) {
        this.front = front;
    }

    static Chart of(TradeOffFront front) {
        return new FrontChart(front).describe();
    }

    private Chart describe() {
        setAxes();
        for (int i = 0; i < front.series().size(); i++) {
            addSeries(i);
        }
        if (!front.landmarks().isEmpty()) {
            addLandmarks();
        }
        if (front.series().size() == 1 && front.landmarks().isEmpty()) {
            chart.withoutLegend();
        }
        return chart;
    }

    private void setAxes() {
        double[] x = {100, 0};
        double[] y = {100, 0};
        for (Series series : front.series()) {
            for (FrontPoint spot : series.spots()) {
                x = Chart.cover(x, spot.x());
                y = Chart.cover(y, spot.y());
            }
        }
        for (Landmark landmark : front.landmarks()) {
            x = Chart.cover(x, landmark.x());
            y = Chart.cover(y, landmark.y());
        }
        chart.percentAxis("xAxis", Wording.accuracy(front.xCondition()), Axis.percent(x[0], x[1]));
        chart.percentAxis("yAxis", Wording.accuracy(front.yCondition()), Axis.percent(y[0], y[1]));
    }

    private void addSeries(int place) {
        Series series = front.series().get(place);
        String colour = Theme.series(place);
        chart.legend(series.name());
        ObjectNode line = chart.series("line", series.name(), colour);
        line.put("symbol", Chart.symbol(place)).put("symbolSize", 7).put("z", 3);
        line.putObject("lineStyle").put("color", colour).put("width", 2);
        line.putObject("labelLayout").put("moveOverlap", "shiftY");
        ArrayNode bars = chart.strokes(series.name(), colour, 0.55);
        List<FrontPoint> spots = series.spots();
        for (int i = 0; i < spots.size(); i++) {
            FrontPoint spot = spots.get(i);
            ObjectNode point = Chart.point(line, x(spot), y(spot), hover(spot));
            if (i == 0 || i == spots.size() - 1) {
                addBars(bars, spot.x(), spot.y());
            }
            nameIngredient(point, spots, i, colour);
            boolean inner = i > 0 && i < spots.size() - 1;
            if (inner && i % WEIGHED == 0 && spot.mixture().single().isEmpty() && !crowded(spot)) {
                Chart.remark(point, spot.mixture().weights().text(0), colour, beside(spots, i, place));
            }
        }
    }

    private void nameIngredient(ObjectNode point, List<FrontPoint> spots, int i, String colour) {
        FrontPoint spot = spots.get(i);
        String name = spot.mixture().single().orElse("");
        if (name.isEmpty()) {
            return;
        }
        Chart.name(point, name, colour, away(spots, i));
        if (x(spot) < BESIDE_THE_AXIS) {
            point.withObject("/label").put("align", "left");
        }
        // two segments that share a model would write its name twice over
        if (!named.add(List.of(name, spot.x(), spot.y()))) {
            point.remove("label");
        }
    }

    /** Returns the side of a point where its name does not cover the curve. */
    private static String away(List<FrontPoint> spots, int i) {
        FrontPoint neighbour = spots.get(i > 0 ? i - 1 : Math.min(1, spots.size() - 1));
        double up = y(neighbour) - y(spots.get(i));
        return up >= 0 ? "bottom" : "top";
    }

    /** Returns whether another weight is written near a point, and remembers that one will be written here if not. */
    private boolean crowded(FrontPoint spot) {
        double right = x(spot) / span("xAxis");
        double up = y(spot) / span("yAxis");
        if (weighed.stream().anyMatch(other -> Math.hypot(other[0] - right, other[1] - up) < CROWDED)) {
            return true;
        }
        weighed.add(new double[] {right, up});
        return false;
    }

    /** Returns the side of an inner point where the curve is not; every other series takes the opposite one. */
    private String beside(List<FrontPoint> spots, int i, int place) {
        double right = Math.abs(x(spots.get(i + 1)) - x(spots.get(i - 1))) / span("xAxis");
        double up = Math.abs(y(spots.get(i + 1)) - y(spots.get(i - 1))) / span("yAxis");
        if (right > up) {
            return place % 2 == 0 ? "top" : "bottom";
        }
        return place % 2 == 0 ? "right" : "left";
    }

    private double span(String axis) {
        return chart.option().get(axis).get("max").doubleValue()
                - chart.option().get(axis).get("min").doubleValue();
    }

    private void addLandmarks() {
        chart.legend(LANDMARKS);
        ObjectNode series = chart.series("scatter", LANDMARKS, "@ink");
        series.put("symbol", STAR).put("z", 4);
        series.putObject("labelLayout").put("moveOverlap", "shiftY");
        ArrayNode bars = chart.strokes(LANDMARKS, "@ink", 0.4);
        for (Landmark landmark : front.landmarks()) {
            Hover hover = Hover.of(landmark.name())
                    .with(front.xCondition(), landmark.x())
                    .with(front.yCondition(), landmark.y());
            ObjectNode point = Chart.point(series, percent(landmark.x()), percent(landmark.y()), hover);
            Chart.name(point, landmark.name(), "@ink", "right");
            addBars(bars, landmark.x(), landmark.y());
        }
    }

    private Hover hover(FrontPoint spot) {
        return Hover.of(spot.mixture().formula())
                .with(front.xCondition(), spot.x())
                .with(front.yCondition(), spot.y());
    }

    private static void addBars(ArrayNode bars, Accuracy x, Accuracy y) {
        Accuracy.Interval wide = x.interval();
        Accuracy.Interval tall = y.interval();
        Chart.stroke(bars, Chart.percent(wide.low()), percent(y), Chart.percent(wide.high()), percent(y));
        Chart.stroke(bars, percent(x), Chart.percent(tall.low()), percent(x), Chart.percent(tall.high()));
    }

    private static double x(FrontPoint spot) {
        return percent(spot.x());
    }

    private static double y(FrontPoint spot) {
        return percent(spot.y());
    }

    private static double percent(Accuracy accuracy) {
        return Chart.percent(accuracy.value());
    }
}
