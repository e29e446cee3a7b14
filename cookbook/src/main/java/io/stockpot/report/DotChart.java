package io.stockpot.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stockpot.outcome.Estimate;
import io.stockpot.report.AccuracyBars.Bar;
import io.stockpot.report.AccuracyBars.Group;

/** Describes {@link AccuracyBars} as a chart: a line of names for each model, with a dot and its 95 % interval. */
final class DotChart {
    private static final int ROW_HEIGHT = 28;
    private static final int MARGIN = 96;

    /** Pixels of an average character; longer names than fit are broken into two lines. */
    private static final double CHARACTER = 7;

    private static final int WIDEST_NAME = 170;
    private static final int GAP = 16;
    private static final String MODELS = "models";

    private final AccuracyBars figure;
    private final Chart chart = new Chart();
    private final ArrayNode names;
    private final ObjectNode soups;
    private final ArrayNode soupLines;
    private final ObjectNode models;
    private final ArrayNode modelLines;
    private final double[] range = {100, 0};

    private DotChart(AccuracyBars figure) {
        this.figure = figure;
        ObjectNode axis = (ObjectNode) chart.option().get("yAxis");
        this.names = axis.put("type", "category").put("inverse", true).putArray("data");
        chart.legend(AccuracyBars.SOUPS);
        chart.legend(MODELS);
        this.soups = chart.dots(AccuracyBars.SOUPS, 0);
        this.soupLines = chart.strokes(AccuracyBars.SOUPS, Theme.series(0), 0.8);
        this.models = chart.dots(MODELS, 1);
        this.modelLines = chart.strokes(MODELS, Theme.series(1), 0.8);
    }

    static Chart of(AccuracyBars figure) {
        return new DotChart(figure).describe();
    }

    private Chart describe() {
        for (Group group : figure.groups()) {
            if (figure.groups().size() > 1) {
                ObjectNode heading = names.addObject().put("value", group.name());
                heading.putObject("textStyle").put("fontWeight", 600).put("color", "@ink");
            }
            group.bars().forEach(bar -> add(group, bar));
        }
        setAxes();
        chart.setHeight(MARGIN + ROW_HEIGHT * names.size());
        return chart;
    }

    private void add(Group group, Bar bar) {
        int row = names.size();
        names.addObject().put("value", bar.name());
        Estimate score = bar.score();
        double low = Chart.percent(score.low());
        double high = Chart.percent(score.high());
        range[0] = Math.min(range[0], low);
        range[1] = Math.max(range[1], high);
        boolean soup = bar.kind().equals(AccuracyBars.SOUPS);
        Hover hover = Hover.of(bar.name()).with(group.name(), score);
        Chart.point(soup ? soups : models, Chart.percent(score.value()), row, hover);
        Chart.stroke(soup ? soupLines : modelLines, low, row, high, row);
    }

    private void setAxes() {
        chart.percentAxis("xAxis", "accuracy", Axis.percent(range[0], range[1]));
        ObjectNode option = chart.option();
        option.withObject("/xAxis/splitLine")
                .put("show", true)
                .putObject("lineStyle")
                .put("color", "@rule");
        ((ObjectNode) option.get("yAxis").get("splitLine")).put("show", false);
        double width = Math.min(WIDEST_NAME, CHARACTER * longestName());
        ((ObjectNode) option.get("yAxis").get("axisLabel"))
                .put("interval", 0)
                .put("width", width)
                .put("overflow", "break")
                .put("lineHeight", ROW_HEIGHT / 2)
                .put("color", "@ink");
        ((ObjectNode) option.get("grid")).put("left", GAP + width);
        ((ObjectNode) option.get("legend")).put("left", 0);
    }

    private int longestName() {
        return figure.groups().stream()
                .flatMap(group -> group.bars().stream())
                .mapToInt(bar -> bar.name().length())
                .max()
                .orElse(0);
    }
}
