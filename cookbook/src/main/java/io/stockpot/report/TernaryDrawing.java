package io.stockpot.report;

import io.stockpot.outcome.Accuracy;
import io.stockpot.report.TernaryMap.Cell;
import io.stockpot.report.TernaryMap.Vertex;
import io.stockpot.soup.choice.MixingWeights;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Draws a {@link TernaryMap} as SVG, for the page or as a file of its own. */
final class TernaryDrawing {
    private static final int WIDTH = 450;
    private static final int HEIGHT = 372;

    /** Height of the title, which only files have: a page writes it itself. */
    private static final int TITLE = 34;

    private static final double SIDE = 330;
    private static final double LEFT = 18;
    private static final double TOP = 44;
    private static final double TALL = SIDE * Math.sqrt(3) / 2;
    private static final double BAR_LEFT = 384;
    private static final double BAR_TOP = TOP + 40;
    private static final double BAR_HEIGHT = TALL - 80;
    private static final int BAR_STEPS = 64;
    private static final String FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif";

    private final TernaryMap map;
    private final UnaryOperator<String> colours;
    private final double lowest;
    private final double highest;
    private final StringBuilder svg = new StringBuilder();

    /**
     * Prepares a drawing.
     *
     * @param colours returns the colour for a name such as "@ink"
     */
    TernaryDrawing(TernaryMap map, UnaryOperator<String> colours) {
        this.map = map;
        this.colours = colours;
        this.lowest = map.vertices().stream()
                .mapToDouble(vertex -> vertex.accuracy().value())
                .min()
                .orElseThrow();
        this.highest = map.best().accuracy().value();
    }

    /** Returns an SVG element for an HTML page, whose vertices carry their tooltips. */
    String inline() {
        open(" class=\"ternary\"", 0);
        drawAll();
        return svg.append("</svg>").toString();
    }

    /** Returns an SVG file. */
    String file() {
        open("", TITLE);
        append("<rect y=\"%d\" width=\"%d\" height=\"%d\"%s/>\n", -TITLE, WIDTH, HEIGHT + TITLE, fill("@paper"));
        append(
                "<text x=\"%s\" y=\"-8\" font-size=\"15\" font-weight=\"600\"%s>%s</text>\n",
                number(LEFT), fill("@ink"), Escape.html(map.title()));
        drawAll();
        return svg.append("</svg>\n").toString();
    }

    private void open(String attributes, int above) {
        append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\"%s viewBox=\"0 %d %d %d\" width=\"%d\" height=\"%d\"",
                attributes, -above, WIDTH, HEIGHT + above, WIDTH, HEIGHT + above);
        append(" role=\"img\" aria-label=\"%s\" font-family=\"%s\">\n", Escape.html(map.title()), FONT);
    }

    private void drawAll() {
        map.cells().forEach(this::drawCell);
        drawCorner(0, "middle", 0, -26);
        drawCorner(1, "start", -SIDE * 0.02, 24);
        drawCorner(2, "end", SIDE * 0.02, 24);
        drawBar();
        map.vertices().forEach(this::drawVertex);
    }

    private void drawCell(Cell cell) {
        StringBuilder points = new StringBuilder();
        for (Vertex corner : cell.corners()) {
            points.append(number(x(corner.weights())))
                    .append(',')
                    .append(number(y(corner.weights())))
                    .append(' ');
        }
        String colour = colour(cell.mean());
        // a stroke of the same colour closes the seams that anti-aliasing leaves
        append(
                "<polygon points=\"%s\" fill=\"%s\" stroke=\"%s\" stroke-width=\"0.7\"/>\n",
                points.toString().strip(), colour, colour);
    }

    private void drawCorner(int i, String anchor, double right, double down) {
        MixingWeights corner = MixingWeights.vertex(i, 3);
        Accuracy accuracy = map.vertices().stream()
                .filter(vertex -> vertex.weights().equals(corner))
                .findFirst()
                .orElseThrow()
                .accuracy();
        append(
                "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" font-size=\"14\" font-weight=\"600\"%s>%s",
                number(x(corner) + right),
                number(y(corner) + down),
                anchor,
                fill("@ink"),
                Escape.html(map.ingredients().get(i)));
        append("<tspan font-weight=\"400\" dx=\"7\"%s>%s</tspan></text>\n", fill("@muted"), accuracy.percent());
    }

    private void drawBar() {
        double step = BAR_HEIGHT / BAR_STEPS;
        for (int i = 0; i < BAR_STEPS; i++) {
            append(
                    "<rect x=\"%s\" y=\"%s\" width=\"12\" height=\"%s\" fill=\"%s\"/>\n",
                    number(BAR_LEFT),
                    number(BAR_TOP + i * step),
                    number(step + 0.5),
                    ColourMap.colour(1 - (i + 0.5) / BAR_STEPS));
        }
        Axis axis = Axis.covering(100 * lowest, 100 * highest);
        double nearest = 100 * (highest - lowest) / BAR_HEIGHT * 20;
        drawTick(100 * lowest, true);
        drawTick(100 * highest, true);
        for (double tick = axis.minimum(); tick < 100 * highest - nearest; tick += axis.interval()) {
            if (tick > 100 * lowest + nearest) {
                drawTick(tick, false);
            }
        }
    }

    private void drawTick(double percent, boolean end) {
        double fraction = highest > lowest ? (percent / 100 - lowest) / (highest - lowest) : 0.5;
        String text = String.format(Locale.ROOT, end || percent != Math.rint(percent) ? "%.1f %%" : "%.0f %%", percent);
        append(
                "<text x=\"%s\" y=\"%s\" font-size=\"12\"%s>%s</text>\n",
                number(BAR_LEFT + 18),
                number(BAR_TOP + (1 - fraction) * BAR_HEIGHT + 4),
                fill(end ? "@ink" : "@muted"),
                text);
    }

    private void drawVertex(Vertex vertex) {
        Hover hover = Hover.of(map.mixture(vertex).formula())
                .with("weights", vertex.weights().toString())
                .with(map.condition(), vertex.accuracy());
        append(
                "<g class=\"vertex\" tabindex=\"0\" transform=\"translate(%s %s)\" data-hover=\"%s\"><title>%s</title>",
                number(x(vertex.weights())),
                number(y(vertex.weights())),
                Escape.html(hover.json().toString()),
                Escape.html(hover.plainText()));
        double reach = SIDE / map.denominator() / 2;
        append("<circle r=\"%s\" fill=\"#fff\" fill-opacity=\"0\"/>", number(reach));
        if (vertex.equals(map.best())) {
            svg.append("<circle r=\"8\" fill=\"none\" stroke=\"#fff\" stroke-width=\"4\"/>");
            svg.append("<circle r=\"8\" fill=\"none\" stroke=\"#1d232a\" stroke-width=\"2\"/>");
        }
        svg.append("<circle r=\"2.6\" fill=\"#fff\" stroke=\"#1d232a\" stroke-width=\"0.8\"/>");
        svg.append(
                "<circle class=\"ring\" r=\"5\" fill=\"#fff\" stroke=\"#1d232a\" stroke-width=\"2\" opacity=\"0\"/>");
        svg.append("</g>\n");
    }

    private String colour(double value) {
        return ColourMap.colour(highest > lowest ? (value - lowest) / (highest - lowest) : 0.5);
    }

    private String fill(String name) {
        return " style=\"fill:" + colours.apply(name) + "\"";
    }

    /** The corners are the top, the lower left and the lower right. */
    private static double x(MixingWeights weights) {
        return LEFT + SIDE * (weights.value(0) / 2 + weights.value(2));
    }

    private static double y(MixingWeights weights) {
        return TOP + TALL * (1 - weights.value(0));
    }

    private void append(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
