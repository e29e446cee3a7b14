package io.stockpot.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;

/**
 * Describes {@link CompositionBars} as a chart: in each group a slot for each model, and an empty one. A hidden axis
 * counts slots, a visible one names groups.
 */
final class SlotChart {
    private final Chart chart = new Chart();
    private final int slots;
    private final List<String> groups;

    private SlotChart(List<String> groups, int slots) {
        this.groups = groups;
        this.slots = slots + 1;
    }

    static Chart of(CompositionBars figure) {
        List<String> names =
                figure.groups().stream().map(CompositionBars.BestSoups::name).toList();
        SlotChart slots = new SlotChart(names, figure.ingredients().size());
        double[] range = {0, 1};
        for (int i = 0; i < figure.ingredients().size(); i++) {
            slots.add(figure, i, range);
        }
        slots.chart.axis("yAxis", "weight", Axis.covering(range[0], range[1]));
        return slots.finish();
    }

    /** Adds a model: its weight in the best soup of each group, and its range over the best ones. */
    private void add(CompositionBars figure, int i, double[] range) {
        String name = figure.ingredients().get(i);
        String colour = Theme.series(i);
        chart.legend(name);
        ObjectNode dots = chart.dots(name, i);
        ArrayNode lines = chart.strokes(name, colour, 0.8);
        for (int place = 0; place < groups.size(); place++) {
            List<CompositionBars.ScoredSoup> best = figure.groups().get(place).best();
            DoubleSummaryStatistics weights =
                    best.stream().mapToDouble(soup -> soup.weights().value(i)).summaryStatistics();
            range[0] = Math.min(range[0], weights.getMin());
            range[1] = Math.max(range[1], weights.getMax());
            CompositionBars.ScoredSoup first = best.get(0);
            Hover hover = Hover.of(
                            groups.get(place) + ": " + figure.mixture(first).formula())
                    .with("accuracy", first.score())
                    .with(name, first.weights().text(i))
                    .with(
                            "in the best " + best.size(),
                            String.format(Locale.ROOT, "%.4g to %.4g", weights.getMin(), weights.getMax()));
            Chart.point(dots, at(place, i), first.weights().value(i), hover);
            Chart.stroke(lines, at(place, i), weights.getMin(), at(place, i), weights.getMax());
        }
    }

    /** Returns the place of a bar on the axis, counted over all groups. */
    private int at(int group, int slot) {
        return group * slots + slot;
    }

    private Chart finish() {
        ObjectNode option = chart.option();
        ObjectNode visible = (ObjectNode) option.get("xAxis");
        visible.put("type", "category").put("nameGap", 34);
        visible.set("data", texts(groups));
        ((ObjectNode) visible.get("axisTick")).put("show", false);
        ((ObjectNode) visible.get("axisLabel")).put("interval", 0);
        ((ObjectNode) visible.get("axisLine")).put("show", false);
        if (groups.size() > 6) {
            ((ObjectNode) visible.get("axisLabel")).put("rotate", 30);
            ((ObjectNode) option.get("grid")).put("bottom", 84);
        }
        ArrayNode axes = option.putArray("xAxis");
        ObjectNode hidden = axes.addObject();
        hidden.put("type", "category").put("show", false).put("position", "bottom");
        List<String> places = new ArrayList<>();
        for (int slot = 0; slot < groups.size() * slots; slot++) {
            places.add(String.format(Locale.ROOT, "%d", slot));
        }
        hidden.set("data", texts(places));
        visible.put("position", "bottom");
        axes.add(visible);
        return chart;
    }

    private static ArrayNode texts(List<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        // as values, which are never taken for colours
        texts.forEach(text -> array.addObject().put("value", text));
        return array;
    }
}
