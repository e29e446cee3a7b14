package io.stockpot.soup;

import io.stockpot.model.Classifier;
import java.util.List;
import java.util.Optional;

/** Tells whether models can be mixed at all. */
final class Compatibility {
    private Compatibility() {}

    /**
     * Checks that all ingredients have the same architecture, normalisation and shapes, and a common
     * ancestor. A model of others that does not tell where it comes from is taken at its user's word.
     *
     * @throws IllegalArgumentException naming the first difference and the way out
     */
    static void require(List<Ingredient> ingredients) {
        if (ingredients.isEmpty()) {
            throw new IllegalArgumentException("a soup needs at least one ingredient");
        }
        Ingredient first = ingredients.get(0);
        for (Ingredient other : ingredients.subList(1, ingredients.size())) {
            requireSameNetwork(first, other);
            requireCommonAncestor(first, other);
        }
    }

    private static void requireSameNetwork(Ingredient first, Ingredient other) {
        Classifier one = first.classifier();
        Classifier two = other.classifier();
        String pair = "'" + first.name() + "' and '" + other.name() + "'";
        if (!one.architecture().equals(two.architecture())) {
            throw new IllegalArgumentException("ingredients " + pair + " differ in architecture: " + one.architecture()
                    + " and " + two.architecture());
        }
        if (!one.normalisation().equals(two.normalisation())) {
            throw new IllegalArgumentException("ingredients " + pair + " differ in normalisation: "
                    + one.normalisation() + " and " + two.normalisation());
        }
        try {
            one.weights().requireSameShapes(two.weights());
        } catch (IllegalArgumentException difference) {
            throw new IllegalArgumentException("ingredients " + pair + ": " + difference.getMessage(), difference);
        }
    }

    private static void requireCommonAncestor(Ingredient first, Ingredient other) {
        if (first.provenance().sharesAncestor(other.provenance()).equals(Optional.of(false))) {
            throw new IllegalArgumentException("ingredients '" + first.name() + "' and '" + other.name()
                    + "' have no common ancestor, so their mixtures are most likely useless;"
                    + " fine-tune one from the other, or both from one base");
        }
    }
}
