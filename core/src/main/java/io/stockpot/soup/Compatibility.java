package io.stockpot.soup;

import io.stockpot.model.Architecture;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.checkpoint.CheckpointFile;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.checkpoint.Renaming;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The check that models can be mixed, whether they are in memory or in files: one network, one normalisation, tensors
 * of equal names and shapes, and a common ancestor. What a model does not say is not checked.
 */
final class Compatibility {
    private static final Pattern DOT = Pattern.compile("\\.");

    private Compatibility() {}

    /**
     * What a model says about itself.
     *
     * @param name in messages
     * @param architecture its network, if known
     * @param normalisation what is done to images first, if known
     * @param shapes of its tensors that must agree, by name: all but {@link BatchCounts}
     * @param provenance where it comes from, if known
     */
    record Facts(
            String name,
            Optional<Architecture> architecture,
            Optional<Normalisation> normalisation,
            Map<String, List<Long>> shapes,
            Optional<Provenance> provenance) {
        /** Returns what is known of an ingredient in memory. */
        static Facts of(Ingredient ingredient) {
            Classifier classifier = ingredient.classifier();
            return new Facts(
                    ingredient.name(),
                    Optional.of(classifier.architecture()),
                    Optional.of(classifier.normalisation()),
                    shapes(classifier.weights().names(), classifier.weights()::shape),
                    Optional.of(ingredient.provenance()));
        }

        /** Returns what is known of an ingredient in a file. */
        static Facts of(CheckpointFile file) {
            return new Facts(
                    file.path().toString(),
                    file.architecture(),
                    file.normalisation(),
                    shapes(file.names(), file::shape),
                    file.provenance());
        }

        private static Map<String, List<Long>> shapes(Collection<String> names, Function<String, long[]> shape) {
            Map<String, List<Long>> shapes = new LinkedHashMap<>();
            for (String name : names) {
                List<Long> extents = Arrays.stream(shape.apply(name)).boxed().toList();
                if (!BatchCounts.isOne(name, extents)) {
                    shapes.put(name, extents);
                }
            }
            return shapes;
        }

        private String and(Facts other) {
            return "ingredients '" + name + "' and '" + other.name + "'";
        }

        private void requireSameNetwork(Facts other) {
            requireSameClasses(other);
            requireEqual(other, "architecture", architecture, other.architecture);
            requireEqual(other, "normalisation", normalisation, other.normalisation);
            shapes.forEach((tensor, shape) -> {
                List<Long> there = other.shapes.get(tensor);
                if (there == null) {
                    throw lacking(other, tensor, this, other);
                }
                if (!there.equals(shape)) {
                    throw new IllegalArgumentException(
                            and(other) + " differ at '" + tensor + "': " + shape + " and " + there);
                }
            });
            for (String tensor : other.shapes.keySet()) {
                if (!shapes.containsKey(tensor)) {
                    throw lacking(other, tensor, other, this);
                }
            }
        }

        private void requireSameClasses(Facts other) {
            if (architecture.isPresent()
                    && other.architecture.isPresent()
                    && architecture.get().differsOnlyInClasses(other.architecture.get())) {
                throw new IllegalArgumentException(and(other) + " differ in their last layer, for "
                        + architecture.get().classes() + " and for "
                        + other.architecture.get().classes()
                        + " classes; a model whose last layer was replaced does not"
                        + " mix with its parent, but with models that were fine-tuned from it or beside it");
            }
        }

        private <T> void requireEqual(Facts other, String what, Optional<T> one, Optional<T> two) {
            if (one.isPresent() && two.isPresent() && !one.equals(two)) {
                throw new IllegalArgumentException(
                        and(other) + " differ in " + what + ": " + one.get() + " and " + two.get());
            }
        }

        private IllegalArgumentException lacking(Facts other, String tensor, Facts holder, Facts lacker) {
            return new IllegalArgumentException(and(other) + " differ: '" + tensor + "' is in '" + holder.name
                    + "' and not in '" + lacker.name + "'; " + remedy(tensor, holder, lacker));
        }

        /** Returns by which options the models may come to agree; they can be typed as they are. */
        private static String remedy(String tensor, Facts holder, Facts lacker) {
            return prefix(tensor, holder, lacker)
                    .map(prefix -> "only the prefix '" + prefix + "' differs: take it off by --map '^"
                            + Renaming.quoted(prefix) + "='")
                    .orElseGet(() -> "if it only has another name there, rename it, or if it is of no use, leave it out"
                            + " by --map '^" + Renaming.quoted(tensor) + "$='");
        }

        /** Returns what comes before the name of a tensor in one model, and not in the other. */
        private static Optional<String> prefix(String tensor, Facts holder, Facts lacker) {
            Optional<String> before = DOT.matcher(tensor)
                    .results()
                    .filter(dot -> lacker.hasWhatLacks(holder, tensor.substring(dot.end())))
                    .map(dot -> tensor.substring(0, dot.end()))
                    .findFirst();
            return before.or(() -> lacker.shapes.keySet().stream()
                    .filter(name -> name.endsWith("." + tensor) && lacker.hasWhatLacks(holder, name))
                    .map(name -> name.substring(0, name.length() - tensor.length()))
                    .findFirst());
        }

        private boolean hasWhatLacks(Facts other, String tensor) {
            return shapes.containsKey(tensor) && !other.shapes.containsKey(tensor);
        }

        private void requireCommonAncestor(Facts other, String orElse) {
            Optional<Boolean> shared = provenance.flatMap(line -> other.provenance.flatMap(line::sharesAncestor));
            if (shared.equals(Optional.of(false))) {
                throw new IllegalArgumentException(and(other) + " have no common ancestor, so their mixtures are most"
                        + " likely useless; fine-tune one from the other, or both from one base" + orElse);
            }
        }
    }

    /**
     * Checks that models have one network, one normalisation, and tensors of equal names and shapes.
     *
     * @throws IllegalArgumentException naming the first difference, or if there is no model
     */
    static void requireSameNetwork(List<Facts> models) {
        if (models.isEmpty()) {
            throw new IllegalArgumentException("a soup needs at least one ingredient");
        }
        models.forEach(models.get(0)::requireSameNetwork);
    }

    /**
     * Checks that no model is known to have no ancestor in common with the first.
     *
     * @param orElse added to the ways out that are named; may be empty
     * @throws IllegalArgumentException naming the first two unrelated models and the ways out
     */
    static void requireCommonAncestor(List<Facts> models, String orElse) {
        models.forEach(model -> models.get(0).requireCommonAncestor(model, orElse));
    }
}
