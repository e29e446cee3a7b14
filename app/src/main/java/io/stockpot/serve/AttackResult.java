package io.stockpot.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What the attack on one picture found, as the page shows it.
 *
 * @param threat as it was asked, "Linf 8/255"
 * @param radius of the threat, "8/255"
 * @param norm how far the perturbed picture is from the original, in the norm of the threat
 * @param scale by what the perturbation is multiplied where it is shown
 * @param pictures the three pictures
 * @param logits of the soup, for the original and the perturbed picture
 * @param predicted what the soup answers
 * @param models the radius at which each falls, the soup first
 * @param words what it means, in sentences
 */
record AttackResult(
        String threat,
        String radius,
        double norm,
        int scale,
        Pictures pictures,
        Logits logits,
        Answers predicted,
        List<Model> models,
        List<String> words) {
    /** Copies the lists. */
    AttackResult {
        models = List.copyOf(models);
        words = List.copyOf(words);
    }

    /** Returns it as the page reads it. */
    JsonNode json() {
        ObjectNode root = Json.object()
                .put("threat", threat)
                .put("radius", radius)
                .put("norm", norm)
                .put("scale", scale);
        root.set("pictures", Json.tree(pictures));
        root.set("logits", Json.tree(logits));
        root.set("predicted", Json.tree(predicted));
        ArrayNode all = root.putArray("models");
        models.forEach(model -> all.add(model.json()));
        root.set("words", Json.texts(words));
        return root;
    }

    /**
     * Pictures as URLs that hold them.
     *
     * @param original as the networks see it
     * @param perturbation magnified, grey where nothing changed
     * @param perturbed rounded to 8 bits
     */
    record Pictures(String original, String perturbation, String perturbed) {}

    /** Logits of the original and of the perturbed picture, one per class; null where one is no number. */
    record Logits(List<Float> before, List<Float> after) {
        /** Copies the lists. */
        Logits {
            before = Collections.unmodifiableList(new ArrayList<>(before));
            after = Collections.unmodifiableList(new ArrayList<>(after));
        }
    }

    /**
     * Names of classes.
     *
     * @param label from which the attack leads away
     * @param before what the soup answers to the original
     * @param after what it answers to the perturbed picture
     * @param rounded what it answers to the perturbed picture in 8 bits
     */
    record Answers(String label, String before, String after, String rounded) {}

    /**
     * The radius at which a model falls.
     *
     * @param name "soup", or that of an ingredient
     * @param falls distance of the nearest misclassified point found; absent if none was
     * @param above the largest smaller radius within which none was found
     * @param curve least margins known, by radius
     * @param words what it means, in a sentence
     */
    record Model(String name, OptionalDouble falls, double above, List<RadiusSearch.Margin> curve, String words) {
        /** Copies the list. */
        Model {
            curve = List.copyOf(curve);
        }

        private JsonNode json() {
            ObjectNode node = Json.object()
                    .put("name", name)
                    .put("falls", falls.isPresent() ? falls.getAsDouble() : null)
                    .put("above", above)
                    .put("words", words);
            ArrayNode points = node.putArray("curve");
            // where a network answers nothing there is no margin to draw
            curve.stream()
                    .filter(point -> Double.isFinite(point.margin()))
                    .forEach(point ->
                            points.addObject().put("radius", point.radius()).put("margin", point.margin()));
            return node;
        }
    }
}
