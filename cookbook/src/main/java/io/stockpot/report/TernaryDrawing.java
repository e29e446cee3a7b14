package io.stockpot.report;

import io.stockpot.outcome.Accuracy;
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

    /** Height of the line that explains the marks, which a page's caption does. */
    private static final int KEY = 20;

    private static final double SIDE = 330;
    private static final double LEFT = 18;
    private static final double TOP = 44;
    private static final double TALL = SIDE * Math.sqrt(3) / 2;
    private static final double BAR_LEFT = 384;
    private static final double BAR_TOP = TOP + 40;
    private static final double BAR_HEIGHT = TALL - 80;
    /** From this number of bands on, not all their ends are labelled. */
    private static final int LABELLED_BANDS = 10;

    private static final String FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif";

    private final TernaryMap map;
    private final UnaryOperator<String> colours;
    private final Bands bands;
    private final StringBuilder svg = new StringBuilder();

    /**
     * Prepares a drawing.
     *
     * @param colours returns the colour for a name such as "@ink"
     */
    TernaryDrawing(TernaryMap map, UnaryOperator<String> colours) {
        this.map = map;
        this.colours = colours;
        this.bands = Bands.of(map.accuracies());
    }

    /**
     * Returns an SVG element for an HTML page, whose vertices carry their tooltips.
     *
     * @param description what it shows, for screen readers
     */
    String inline(String description) {
        // not an image: it holds points that can be reached one by one
        open(" class=\"ternary\" role=\"group\"", description, HEIGHT, 0);
        drawAll(true);
        return svg.append("</svg>").toString();
    }

    /** Returns an SVG file. */
    String file() {
        open(" role=\"img\"", map.title() + ": " + map.description(), HEIGHT + TITLE + KEY, TITLE);
        append("<rect y=\"%d\" width=\"%d\" height=\"%d\"%s/>\n", -TITLE, WIDTH, HEIGHT + TITLE + KEY, fill("@paper"));
        append(
                "<text x=\"%s\" y=\"-8\" font-size=\"15\" font-weight=\"600\"%s>%s</text>\n",
                number(LEFT), fill("@ink"), Escape.html(map.title()));
        append(
                "<text x=\"%s\" y=\"%d\" font-size=\"12\"%s>%s</text>\n",
                number(LEFT), HEIGHT + 6, fill("@muted"), Escape.html(key()));
        drawAll(false);
        return svg.append("</svg>\n").toString();
    }

    private String key() {
        return map.allEqual()
                ? "all " + map.best().accuracy().percent() + ": nothing to choose"
                : "ringed: the best; filled: cannot be told from it (paired test)";
    }

    private void open(String attributes, String description, int height, int above) {
        append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\"%s viewBox=\"0 %d %d %d\" width=\"%d\" height=\"%d\"",
                attributes, -above, WIDTH, height, WIDTH, height);
        append(" aria-label=\"%s\" font-family=\"%s\">\n", Escape.html(description), FONT);
    }

    private void drawAll(boolean inPage) {
        map.vertices().forEach(vertex -> drawCell(vertex, inPage));
        drawCorner(0, "middle", 0, -26);
        drawCorner(1, "start", -SIDE * 0.02, 24);
        drawCorner(2, "end", SIDE * 0.02, 24);
        if (!map.allEqual()) {
            drawBar(bands, " class=\"own\"");
        }
        if (inPage && map.common().isPresent()) {
            drawBar(map.common().orElseThrow(), " class=\"common\"");
        }
        map.vertices().forEach(vertex -> drawVertex(vertex, inPage));
    }

    private void drawCell(Vertex vertex, boolean inPage) {
        StringBuilder points = new StringBuilder();
        for (double[] corner : TernaryCell.corners(vertex.weights(), map.denominator())) {
            points.append(number(x(corner)))
                    .append(',')
                    .append(number(y(corner)))
                    .append(' ');
        }
        append("<polygon points=\"%s\" %s/>\n", points.toString().strip(), paint(vertex.accuracy(), inPage));
    }

    /** Returns the colours of a cell; a stroke of the same colour closes the seams that anti-aliasing leaves. */
    private String paint(Accuracy accuracy, boolean inPage) {
        String own = map.allEqual() ? colours.apply("@axis") : ColourMap.colour(bands.place(accuracy));
        if (inPage) {
            String common = map.common()
                    .map(shared -> ColourMap.colour(shared.place(accuracy)))
                    .orElse(own);
            return "class=\"cell\" style=\"--own:" + own + ";--common:" + common + "\"";
        }
        return "fill=\"" + own + "\" stroke=\"" + own + "\" stroke-width=\"1\"";
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

    private void drawBar(Bands shown, String attributes) {
        append("<g%s>\n", attributes);
        double tall = BAR_HEIGHT / shown.size();
        int every = (shown.size() + LABELLED_BANDS - 1) / LABELLED_BANDS;
        for (int i = 0; i <= shown.size(); i++) {
            double y = BAR_TOP + BAR_HEIGHT - i * tall;
            if (i < shown.size()) {
                append(
                        "<rect x=\"%s\" y=\"%s\" width=\"12\" height=\"%s\" fill=\"%s\"/>\n",
                        number(BAR_LEFT), number(y - tall), number(tall), ColourMap.colour((i + 0.5) / shown.size()));
            }
            if (i % every == 0) {
                drawTick((shown.first() + i) * shown.step(), y);
            }
        }
        svg.append("</g>\n");
    }

    private void drawTick(double percent, double y) {
        double clean = Math.round(percent * 1e6) / 1e6;
        String text = clean == Math.rint(clean)
                ? String.format(Locale.ROOT, "%.0f %%", clean)
                : String.format(Locale.ROOT, "%s %%", clean);
        append(
                "<text x=\"%s\" y=\"%s\" font-size=\"12\"%s>%s</text>\n",
                number(BAR_LEFT + 18), number(y + 4), fill("@muted"), text);
    }

    private void drawVertex(Vertex vertex, boolean inPage) {
        Hover hover = Hover.of(map.mixture(vertex).formula()).with(map.condition(), vertex.accuracy());
        String place = number(x(vertex.weights())) + " " + number(y(vertex.weights()));
        if (inPage) {
            append(
                    "<g class=\"vertex\" role=\"img\" tabindex=\"%d\" transform=\"translate(%s)\" aria-label=\"%s\""
                            + " data-hover=\"%s\">",
                    vertex.equals(map.best()) ? 0 : -1,
                    place,
                    Escape.html(hover.plainText()),
                    Escape.html(hover.json().toString()));
            double reach = SIDE / map.denominator() / 2;
            append("<circle r=\"%s\" fill=\"#fff\" fill-opacity=\"0\"/>", number(reach));
        } else {
            append("<g transform=\"translate(%s)\"><title>%s</title>", place, Escape.html(hover.plainText()));
        }
        drawDot(vertex);
        svg.append("</g>\n");
    }

    /** Draws a dot; its colours are the same on light and dark ground, because it lies on a cell. */
    private void drawDot(Vertex vertex) {
        if (vertex.equals(map.best()) && !map.allEqual()) {
            svg.append("<circle r=\"8\" fill=\"none\" stroke=\"#fff\" stroke-width=\"4\"/>");
            svg.append("<circle r=\"8\" fill=\"none\" stroke=\"#111\" stroke-width=\"2\"/>");
        }
        boolean filled = map.likeBest().contains(vertex.weights());
        append(
                "<circle r=\"%s\" fill=\"%s\" stroke=\"%s\" stroke-width=\"1\"/>",
                filled ? "4" : "2.6", filled ? "#111" : "#fff", filled ? "#fff" : "#111");
        svg.append("<circle class=\"ring\" r=\"5\" fill=\"#fff\" stroke=\"#111\" stroke-width=\"2\" opacity=\"0\"/>");
    }

    private String fill(String name) {
        // as an attribute, which style sheets of dark files overrule; variables are for styles only
        String colour = colours.apply(name);
        return colour.startsWith("var(") ? " style=\"fill:" + colour + "\"" : " fill=\"" + colour + "\"";
    }

    private static double x(MixingWeights weights) {
        return x(values(weights));
    }

    private static double y(MixingWeights weights) {
        return y(values(weights));
    }

    private static double[] values(MixingWeights weights) {
        return new double[] {weights.value(0), weights.value(1), weights.value(2)};
    }

    /** The corners are the top, the lower left and the lower right. */
    private static double x(double[] weights) {
        return LEFT + SIDE * (weights[0] / 2 + weights[2]);
    }

    private static double y(double[] weights) {
        return TOP + TALL * (1 - weights[0]);
    }

    private void append(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
