package io.stockpot.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stockpot.outcome.Accuracy;

/**
 * The description of a chart for ECharts, without functions, so that one text serves the page and the SVG
 * file. What does not depend on data is in chart.json.
 */
final class Chart extends Drawing {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEMPLATE = Resources.text("chart.json");

    private static final String[] SYMBOLS = {"circle", "diamond", "triangle", "rect", "roundRect", "arrow"};
    private static final int HEIGHT = 440;

    private final ObjectNode option;
    private int height = HEIGHT;

    Chart() {
        try {
            option = (ObjectNode) JSON.readTree(TEMPLATE);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("chart.json is not JSON", failure);
        }
    }

    /** Returns an accuracy, or a bound of it, as the percentage that charts show. */
    static double percent(double fraction) {
        return Math.round(fraction * 1e6) / 1e4;
    }

    /** Sets an axis of percentages, whose name says where it leads: "accuracy, % →". */
    void percentAxis(String key, String name, Axis range) {
        axis(key, name + ", % →", range);
    }

    /** Returns the mark of the i-th series, by which it is known without its colour. */
    static String symbol(int i) {
        return SYMBOLS[i % SYMBOLS.length];
    }

    /** Makes the chart as high as its content. */
    void setHeight(int pixels) {
        height = pixels;
    }

    /** Sets an axis. */
    void axis(String key, String name, Axis range) {
        ((ObjectNode) option.get(key))
                .put("name", name)
                .put("min", range.minimum())
                .put("max", range.maximum())
                .put("interval", range.interval());
    }

    /** Sets a logarithmic axis. */
    void logAxis(String key, String name, double minimum, double maximum) {
        ((ObjectNode) option.get(key))
                .put("type", "log")
                .put("name", name)
                .put("min", minimum)
                .put("max", maximum);
    }

    /** Adds a hidden axis of times with the same range as the horizontal one; call it after setting that. */
    void addTimeAxis(Axis range) {
        ObjectNode visible = (ObjectNode) option.get("xAxis");
        ObjectNode hidden = option.putArray("xAxis").add(visible).addObject();
        hidden.put("type", "time").put("show", false);
        hidden.put("min", time(range.minimum())).put("max", time(range.maximum()));
    }

    /** Returns the position of a number on the hidden axis of times. */
    static long time(double value) {
        return Math.round(value * 1e9);
    }

    /** Hides the legend and lets the chart use its space. */
    void withoutLegend() {
        option.putObject("legend").put("show", false);
        ((ObjectNode) option.get("grid")).put("top", 18);
    }

    /** Adds an entry of the legend. */
    void legend(String name) {
        ObjectNode legend = (ObjectNode) option.get("legend");
        legend.withArray("data").addObject().put("name", name);
    }

    /** Adds an empty series of the given type and colour. */
    ObjectNode series(String type, String name, String colour) {
        ObjectNode series = option.withArray("series").addObject();
        series.put("type", type).put("name", name);
        series.putObject("itemStyle").put("color", colour);
        return series;
    }

    /** Adds an empty series of dots in the colour and with the mark of the i-th series. */
    ObjectNode dots(String name, int i) {
        ObjectNode dots = series("scatter", name, Theme.series(i));
        ((ObjectNode) dots.get("itemStyle")).put("opacity", 1);
        return dots.put("symbol", symbol(i)).put("symbolSize", 10).put("z", 3);
    }

    /** Adds strokes between pairs of points, such as error bars, that ignore the pointer. */
    ArrayNode strokes(String name, String colour, double opacity) {
        ObjectNode series = series("line", name, colour);
        series.put("symbol", "none").put("silent", true).put("z", 1);
        series.putObject("lineStyle").put("color", colour).put("width", 1.2).put("opacity", opacity);
        series.putObject("tooltip").put("show", false);
        return series.putArray("data");
    }

    /** Adds one stroke to those of {@link #strokes}. */
    static void stroke(ArrayNode strokes, double fromX, double fromY, double toX, double toY) {
        strokes.addArray().add(fromX).add(fromY);
        strokes.addArray().add(toX).add(toY);
        strokes.addArray().add("-").add("-");
    }

    /** Adds a point with its tooltip. */
    static ObjectNode point(ObjectNode series, double x, double y, Hover hover) {
        ObjectNode point = series.withArray("data").addObject();
        point.putArray("value").add(x).add(y);
        point.set("hover", hover.json());
        return point;
    }

    /** Makes a point large and writes a name beside it. */
    static void name(ObjectNode point, String name, String colour, String position) {
        point.put("name", name).put("symbolSize", 13);
        label(point, colour, position);
    }

    /** Writes a few small characters beside a point. */
    static void remark(ObjectNode point, String text, String colour, String position) {
        point.put("name", text);
        label(point, colour, position);
        point.withObject("/label").put("fontSize", 11).put("fontWeight", 400).put("distance", 4);
    }

    /** Writes a point's name beside it. */
    static void label(ObjectNode point, String colour, String position) {
        point.putObject("label")
                .put("show", true)
                .put("formatter", "{b}")
                .put("position", position)
                .put("distance", 8)
                .put("color", colour)
                .put("fontSize", 13)
                .put("fontWeight", 600)
                .put("textBorderColor", "@paper")
                .put("textBorderWidth", 3);
    }

    /** Returns the wider of two ranges: one that also covers the interval of an accuracy. */
    static double[] cover(double[] range, Accuracy accuracy) {
        Accuracy.Interval interval = accuracy.interval();
        return new double[] {Math.min(range[0], percent(interval.low())), Math.max(range[1], percent(interval.high()))};
    }

    /** Returns the description, as JSON for ECharts. */
    ObjectNode option() {
        return option;
    }

    @Override
    String html(String description) {
        // an application, because arrow keys go from point to point
        return "<div class=\"chart\" role=\"application\" aria-roledescription=\"chart\" tabindex=\"0\" aria-label=\""
                + Escape.html(description) + "; arrow keys go from point to point\""
                + (height == HEIGHT ? "" : " style=\"height:" + height + "px\"") + "></div>\n"
                + "<script type=\"application/json\">" + Escape.json(option.toString()) + "</script>";
    }

    @Override
    String svg(SvgRenderer renderer) {
        return renderer.chart(option, height);
    }
}
