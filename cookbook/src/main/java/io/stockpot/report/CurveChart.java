package io.stockpot.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stockpot.report.ExtrapolationCurve.Curve;
import io.stockpot.report.ExtrapolationCurve.CurvePoint;

/** Describes an {@link ExtrapolationCurve} as a chart. */
final class CurveChart {
    private final ExtrapolationCurve figure;
    private final Chart chart = new Chart();

    private CurveChart(ExtrapolationCurve figure) {
        this.figure = figure;
    }

    static Chart of(ExtrapolationCurve figure) {
        return new CurveChart(figure).describe();
    }

    private Chart describe() {
        setAxes();
        for (int i = 0; i < figure.curves().size(); i++) {
            Curve curve = figure.curves().get(i);
            addBand(curve, Theme.series(i));
            addCurve(curve, Theme.series(i));
            chart.legend(curve.condition());
        }
        if (figure.curves().size() == 1) {
            chart.withoutLegend();
        }
        return chart;
    }

    private void setAxes() {
        double[] y = {100, 0};
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (Curve curve : figure.curves()) {
            for (CurvePoint point : curve.points()) {
                y = Chart.cover(y, point.accuracy());
                lowest = Math.min(lowest, point.weight());
                highest = Math.max(highest, point.weight());
            }
        }
        String name = figure.curves().size() == 1
                ? Wording.accuracy(figure.curves().get(0).condition())
                : "accuracy";
        String weight = "w, the weight of " + figure.first() + "  (1 − w: " + figure.second() + ")";
        Axis weights = Axis.covering(lowest, highest);
        chart.axis("xAxis", weight, weights);
        chart.percentAxis("yAxis", name, Axis.percent(y[0], y[1]));
        chart.addTimeAxis(weights);
    }

    /**
     * Adds the intervals as an area stacked upon their invisible lower ends. ECharts stacks vertically only
     * over an axis that is not numeric, hence a hidden axis of times beside the visible one.
     */
    private void addBand(Curve curve, String colour) {
        ArrayNode low = band(curve, colour, 0);
        ArrayNode height = band(curve, colour, 0.13);
        for (CurvePoint point : curve.points()) {
            double from = Chart.percent(point.accuracy().interval().low());
            double to = Chart.percent(point.accuracy().interval().high());
            low.addArray().add(Chart.time(point.weight())).add(from);
            height.addArray().add(Chart.time(point.weight())).add(to - from);
        }
    }

    private ArrayNode band(Curve curve, String colour, double opacity) {
        ObjectNode series = chart.series("line", curve.condition(), colour);
        series.put("xAxisIndex", 1).put("symbol", "none").put("silent", true).put("z", 1);
        series.put("stack", "band " + curve.condition());
        series.putObject("lineStyle").put("opacity", 0);
        series.putObject("areaStyle").put("color", colour).put("opacity", opacity);
        return series.putArray("data");
    }

    private void addCurve(Curve curve, String colour) {
        ObjectNode line = chart.series("line", curve.condition(), colour);
        line.put("symbol", "circle").put("symbolSize", 7).put("z", 3);
        line.putObject("lineStyle").put("color", colour).put("width", 2);
        for (CurvePoint point : curve.points()) {
            Hover hover = Hover.of(point.mixture().formula()).with(curve.condition(), point.accuracy());
            ObjectNode mark = Chart.point(
                    line, point.weight(), Chart.percent(point.accuracy().value()), hover);
            point.mixture().single().ifPresent(name -> Chart.name(mark, name, colour, "top"));
        }
    }
}
