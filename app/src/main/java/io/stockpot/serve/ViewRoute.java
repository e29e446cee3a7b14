package io.stockpot.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stockpot.data.ImageShape;
import io.stockpot.outcome.Accuracy;
import io.stockpot.run.Version;
import io.stockpot.soup.choice.MixingWeights;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Says what the page is about: all that does not change with the weights. */
final class ViewRoute {
    private final Served served;
    private final Jobs jobs;
    private final ObjectNode fixed;

    ViewRoute(Served served, Jobs jobs) {
        this.served = served;
        this.jobs = jobs;
        this.fixed = Json.object().put("title", served.title()).put("version", Version.text());
        addIngredients(fixed.putArray("ingredients"));
        fixed.set("classes", Json.texts(served.photos().classNames()));
        fixed.putObject("lattice")
                .put("least", "-0.4")
                .put("greatest", "1.4")
                .put("step", "0.2")
                .put("denominator", 5);
        addPhotos(fixed.putObject("photos"));
        addKnown();
        ArrayNode buttons = fixed.putArray("buttons");
        addButtons(buttons);
        addChosen(buttons);
        fixed.set("threats", Threats.offered());
        fixed.putObject("mixLine")
                .put("before", served.mixLine().before())
                .put("after", served.mixLine().after());
    }

    private void addIngredients(ArrayNode ingredients) {
        for (int i = 0; i < served.ingredients(); i++) {
            ingredients
                    .addObject()
                    .put("name", served.names().get(i))
                    .put("digest", served.soup().digests().get(i))
                    .put("description", served.descriptions().get(i));
        }
    }

    private void addPhotos(ObjectNode node) {
        ImageShape shape = served.photos().images().shape();
        node.put("count", served.photos().size())
                .put("width", shape.width())
                .put("height", shape.height())
                .put("channels", shape.channels())
                .put("labelled", served.photos().labelled())
                .put("source", served.photos().source());
    }

    private void addKnown() {
        ArrayNode columns = fixed.putArray("columns");
        List<KnownColumn> all = served.known().columns();
        for (KnownColumn column : all) {
            columns.addObject()
                    .put("name", column.name())
                    .put("words", column.words())
                    .put("n", column.images())
                    .put("threat", column.threat().orElse(null))
                    .put("measured", column.measured().size());
        }
        ArrayNode known = fixed.putArray("known");
        for (MixingWeights weights : served.known().mixtures()) {
            ObjectNode node = known.addObject();
            node.set("weights", Weights.write(weights));
            ArrayNode right = node.putArray("right");
            all.forEach(
                    column -> right.add(Optional.ofNullable(column.measured().get(weights))
                            .map(Accuracy::correct)
                            .orElse(null)));
        }
    }

    private void addButtons(ArrayNode buttons) {
        int models = served.ingredients();
        MixingWeights even = new MixingWeights(Collections.nCopies(models, 1), models);
        addButton(buttons, "even", even, "The same share of every model.");
        for (KnownColumn column : served.known().columns()) {
            if (column.measured().size() > models) {
                MixingWeights best = column.best();
                addButton(
                        buttons,
                        "best " + column.name(),
                        best,
                        "Of " + column.measured().size() + " measured mixtures the best, " + column.words() + ": "
                                + column.measured().get(best) + ".");
            }
        }
    }

    private void addChosen(ArrayNode buttons) {
        served.known().chosen().forEach(one -> addButton(buttons, one.label(), one.weights(), one.words()));
    }

    private static void addButton(ArrayNode buttons, String label, MixingWeights weights, String words) {
        ObjectNode node = buttons.addObject().put("label", label);
        node.set("weights", Weights.write(weights));
        node.put("words", words);
    }

    Reply answer(Call call) {
        ObjectNode view = fixed.deepCopy();
        view.putObject("can")
                .put("attack", true)
                .put("label", served.places().canLabel())
                .put("export", served.writer().isPresent())
                .put("runs", served.places().runs().isPresent());
        view.putObject("now").put("busy", jobs.busy().orElse(null));
        return Reply.json(view);
    }
}
