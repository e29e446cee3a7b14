package io.stockpot.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stockpot.soup.choice.MixingWeights;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Writes an {@link Explorer} as HTML: a heading, what stands there without scripts, and the data of the script. */
final class ExplorerHtml {
    private final Explorer explorer;
    private final List<MixingWeights> mixtures;
    private final int denominator;

    private ExplorerHtml(Explorer explorer) {
        this.explorer = explorer;
        this.mixtures = List.copyOf(explorer.columns().get(0).mixtures().keySet());
        this.denominator = commonDenominator(mixtures);
    }

    static String of(Explorer explorer) {
        return new ExplorerHtml(explorer).html();
    }

    private String html() {
        return String.join(
                "\n",
                "<section class=\"explorer\">",
                "<h2>" + Escape.html(explorer.title()) + "</h2>",
                "<p>All " + mixtures.size() + " measured mixtures of "
                        + Escape.html(String.join(", ", explorer.ingredients()))
                        + ". Every number is counted from the images themselves; between the measured mixtures nothing"
                        + " is interpolated.</p>",
                "<noscript><p>To move the weights takes JavaScript; without it, the tables and figures of this page"
                        + " hold.</p></noscript>",
                "<script type=\"application/json\" class=\"explorer-data\">" + Escape.json(data().toString())
                        + "</script>",
                "</section>");
    }

    /** Returns the data in the form that explorer.js reads. */
    private ObjectNode data() {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        explorer.ingredients().forEach(data.putArray("ingredients")::add);
        data.put("denominator", denominator);
        ArrayNode weights = data.putArray("weights");
        TreeSet<Integer> used = new TreeSet<>();
        for (MixingWeights mixture : mixtures) {
            ArrayNode row = weights.addArray();
            for (int numerator : numerators(mixture)) {
                row.add(numerator);
                used.add(numerator);
            }
        }
        ObjectNode texts = data.putObject("texts");
        used.forEach(numerator -> texts.put(numerator.toString(), text(numerator)));
        data.put("chosen", explorer.chosen().map(mixtures::indexOf).orElse(-1));
        explorer.command()
                .ifPresent(line -> data.putArray("command").add(line.before()).add(line.after()));
        ArrayNode columns = data.putArray("columns");
        explorer.columns().forEach(column -> columns.add(column(column)));
        return data;
    }

    private ObjectNode column(ExplorerColumn column) {
        ObjectNode node =
                JsonNodeFactory.instance.objectNode().put("name", column.name()).put("images", column.images());
        if (column.mixtures().size() < mixtures.size()) {
            ArrayNode some = node.putArray("some");
            column.mixtures().keySet().forEach(weights -> some.add(mixtures.indexOf(weights)));
        }
        node.put("bits", pack(column.mixtures().values(), column.images()));
        ObjectNode alone = node.putObject("alone");
        column.alone()
                .forEach((model, right) -> alone.put(
                        Integer.toString(explorer.ingredients().indexOf(model)),
                        pack(List.of(right), column.images())));
        if (!column.photos().isEmpty()) {
            ArrayNode photos = node.putArray("photos");
            for (ExplorerPhoto photo : column.photos()) {
                ArrayNode one = photos.addArray().add(photo.name()).add(photo.label());
                photo.picture().ifPresent(one::add);
            }
        }
        return node;
    }

    /** Returns rows of bits one after another in base64, without padding between them, from the lowest of each byte. */
    static String pack(Collection<BitSet> rows, int images) {
        BitSet all = new BitSet();
        int row = 0;
        for (BitSet right : rows) {
            int start = row * images;
            right.stream().forEach(image -> all.set(start + image));
            row++;
        }
        byte[] bytes = new byte[(row * images + 7) / 8];
        byte[] set = all.toByteArray();
        System.arraycopy(set, 0, bytes, 0, set.length);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private List<Integer> numerators(MixingWeights mixture) {
        List<Integer> numerators = new ArrayList<>();
        int factor = denominator / mixture.denominator();
        mixture.numerators().forEach(numerator -> numerators.add(Math.multiplyExact(numerator, factor)));
        return numerators;
    }

    /** Returns the text of one weight, as mixing weights write it. */
    private String text(int numerator) {
        return new MixingWeights(List.of(numerator, denominator - numerator), denominator).text(0);
    }

    private static int commonDenominator(List<MixingWeights> mixtures) {
        BigInteger common = BigInteger.ONE;
        for (MixingWeights mixture : mixtures) {
            BigInteger next = BigInteger.valueOf(mixture.denominator());
            common = common.multiply(next).divide(common.gcd(next));
        }
        return common.intValueExact();
    }
}
