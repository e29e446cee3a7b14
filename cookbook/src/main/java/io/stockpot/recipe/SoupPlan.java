package io.stockpot.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.choice.Anchors;
import io.stockpot.soup.choice.LayerRule;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.WeightGrid;
import io.stockpot.text.LocatedArgumentException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Mixtures of some models.
 *
 * @param ingredients names of models
 * @param weights which mixtures
 * @param batchNorm where running statistics come from
 * @param layers how the weights of layers follow from those of a mixture; absent means that they are the same
 * @param conditions labels of the conditions to look at; absent means all of the evaluation
 * @param anchors mixtures whose adversarial points are tried on every mixture before it is attacked; absent means that
 *     each is attacked by itself
 */
public record SoupPlan(
        List<String> ingredients,
        WeightGrid weights,
        @JsonProperty(defaultValue = "interpolate") BatchNormPolicy batchNorm,
        Optional<LayerRule> layers,
        Optional<List<String>> conditions,
        Optional<Anchors> anchors) {
    /** Copies the lists and checks that the grid suits the number of ingredients. */
    public SoupPlan {
        ingredients = List.copyOf(ingredients);
        conditions = conditions.map(List::copyOf);
        if (ingredients.size() < 2) {
            throw new IllegalArgumentException("a soup needs at least 2 ingredients, not " + ingredients.size());
        }
        if (batchNorm.images() == BatchNormPolicy.Images.TARGET) {
            throw new LocatedArgumentException(
                    "batch-norm",
                    "batch-norm target measures statistics on images of a shift, which seasonings have and soups do not;"
                            + " take augmented or geometric");
        }
        weights.points(ingredients.size());
        int number = ingredients.size();
        layers.ifPresent(rule -> requireSuits(rule, number));
    }

    private static void requireSuits(LayerRule rule, int ingredients) {
        try {
            rule.requireSuits(ingredients);
        } catch (IllegalArgumentException unfit) {
            throw new LocatedArgumentException("layers", unfit.getMessage());
        }
    }

    /**
     * Returns what an ingredient is called in what is measured. A model alone is another network where its layers are mixed
     * by other weights, so it has another name there.
     *
     * @param soup name of this soup
     */
    List<String> axes(String soup) {
        return layers.isEmpty()
                ? ingredients
                : ingredients.stream().map(name -> name + " (" + soup + ")").toList();
    }

    /** Returns the weights of all mixtures. */
    List<MixingWeights> mixtures() {
        return weights.points(ingredients.size());
    }

    /** Returns the weights of all mixtures that are measured: those of the grid, and anchors that are not among them. */
    List<MixingWeights> measured() {
        Set<MixingWeights> all = new LinkedHashSet<>(mixtures());
        anchors.ifPresent(which -> all.addAll(which.of(ingredients.size())));
        return List.copyOf(all);
    }
}
