package io.stockpot.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stockpot.soup.choice.FewShotStudy.Spot;
import java.util.List;
import java.util.Locale;

/** Describes a {@link FewShotCurve} as a chart. */
final class FewShotChart {
    private FewShotChart() {}

    static Chart of(FewShotCurve figure) {
        Chart chart = new Chart();
        double[] y = {100, 0};
        double[] x = {Double.POSITIVE_INFINITY, 0};
        for (List<Spot> spots : figure.curves().values()) {
            for (Spot spot : spots) {
                y[0] = Math.min(y[0], Chart.percent(spot.mean() - spot.deviation()));
                y[1] = Math.max(y[1], Chart.percent(spot.mean() + spot.deviation()));
                x[0] = Math.min(x[0], spot.size());
                x[1] = Math.max(x[1], spot.size());
            }
        }
        chart.logAxis("xAxis", "images that choose", x[0] / 1.25, x[1] * 1.25);
        chart.percentAxis("yAxis", "accuracy on held-out images", Axis.percent(y[0], y[1]));
        int place = 0;
        for (String name : figure.curves().keySet()) {
            add(chart, name, figure.curves().get(name), Theme.series(place));
            place++;
        }
        if (figure.curves().size() == 1) {
            chart.withoutLegend();
        }
        return chart;
    }

    private static void add(Chart chart, String name, List<Spot> spots, String colour) {
        chart.legend(name);
        ObjectNode line = chart.series("line", name, colour);
        line.put("symbol", "circle").put("symbolSize", 7).put("z", 3);
        line.putObject("lineStyle").put("color", colour).put("width", 2);
        ArrayNode bars = chart.strokes(name, colour, 0.5);
        for (Spot spot : spots) {
            double mean = Chart.percent(spot.mean());
            double deviation = Chart.percent(spot.deviation());
            Hover hover = Hover.of(name)
                    .with("images that choose", String.valueOf(spot.size()))
                    .with("held-out accuracy", String.format(Locale.ROOT, "%.1f ± %.1f %%", mean, deviation));
            Chart.point(line, spot.size(), mean, hover);
            Chart.stroke(bars, spot.size(), mean - deviation, spot.size(), mean + deviation);
        }
    }
}
