package io.stockpot.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stockpot.outcome.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Describes bars in groups as a chart. Every group has as many slots as the widest group, and an empty one; a hidden
 * axis counts slots, a visible one names groups. Bars of several series share a slot, so that they can overlap.
 */
final class SlotChart {
    private final Chart chart = new Chart();
    private final int slots;
    private final List<String> groups;
    private final Map<String, Integer> colours = new LinkedHashMap<>();

    private SlotChart(List<String> groups, int slots) {
        this.groups = groups;
        this.slots = slots + 1;
    }

    static Chart of(CompositionBars figure) {
        List<String> names =
                figure.groups().stream().map(CompositionBars.BestSoups::name).toList();
        SlotChart slots = new SlotChart(names, figure.ingredients().size());
        double[] range = {0, 1};
        for (int place = 0; place < figure.groups().size(); place++) {
            List<CompositionBars.ScoredSoup> best = figure.groups().get(place).best();
            for (int rank = 0; rank < best.size(); rank++) {
                CompositionBars.ScoredSoup soup = best.get(rank);
                Hover hover = Hover.of(names.get(place) + ", best " + (rank + 1))
                        .with("soup", figure.mixture(soup).formula())
                        .with("score", soup.score());
                for (int i = 0; i < figure.ingredients().size(); i++) {
                    double weight = soup.weights().value(i);
                    range[0] = Math.min(range[0], weight);
                    range[1] = Math.max(range[1], weight);
                    slots.bar(slots.at(place, i), figure.ingredients().get(i), weight, 0.3, hover);
                }
            }
        }
        slots.chart.axis("yAxis", "weight", Axis.covering(range[0], range[1]));
        return slots.finish();
    }

    static Chart of(AccuracyBars figure) {
        List<String> names =
                figure.groups().stream().map(AccuracyBars.Group::name).toList();
        int widest = figure.groups().stream()
                .mapToInt(group -> group.bars().size())
                .max()
                .orElse(1);
        SlotChart slots = new SlotChart(names, widest);
        double highest = 0;
        for (int place = 0; place < names.size(); place++) {
            List<AccuracyBars.Bar> bars = figure.groups().get(place).bars();
            for (int slot = 0; slot < bars.size(); slot++) {
                Estimate score = bars.get(slot).score();
                highest = Math.max(highest, Chart.percent(score.value()));
                Hover hover = Hover.of(bars.get(slot).name()).with(names.get(place), score);
                slots.bar(slots.at(place, slot), bars.get(slot).kind(), Chart.percent(score.value()), 1, hover);
            }
        }
        slots.chart.percentAxis("yAxis", "accuracy", Axis.percent(0, highest));
        return slots.finish();
    }

    /** Returns the place of a bar on the axis, counted over all groups. */
    private int at(int group, int slot) {
        return group * slots + slot;
    }

    private void bar(int at, String name, double height, double opacity, Hover hover) {
        if (!colours.containsKey(name)) {
            colours.put(name, colours.size());
            chart.legend(name);
        }
        ObjectNode series = chart.series("bar", name, Theme.series(colours.get(name)));
        series.put("barGap", "-100%").put("barCategoryGap", "12%");
        ((ObjectNode) series.get("itemStyle")).put("opacity", opacity);
        ObjectNode bar = series.putArray("data").addObject();
        bar.putArray("value").add(at).add(height);
        bar.set("hover", hover.json());
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
        texts.forEach(array::add);
        return array;
    }
}
