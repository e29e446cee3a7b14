package io.stockpot.recipe;

import io.stockpot.evaluate.Condition;
import io.stockpot.outcome.Outcomes;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known already about mixtures of one soup, from evaluations on the same images with the same seed.
 * Mixtures are compared exactly, and an ingredient whose weight is 0 is none: 0.8, 0.2, 0 of three models is
 * 0.8, 0.2 of two.
 */
final class KnownMixtures {
    private final List<Condition> wanted;
    private final Map<MixingWeights, Outcomes> outcomes = new HashMap<>();

    /**
     * Knows nothing yet.
     *
     * @param wanted the conditions that the soup looks at
     */
    KnownMixtures(List<Condition> wanted) {
        this.wanted = wanted;
    }

    /**
     * Adds what a sweep found out about mixtures of this soup's ingredients.
     *
     * @param ingredients those of this soup, named as in the sweep
     * @param conditions those of the sweep
     */
    void add(GridOutcomes sweep, List<String> ingredients, List<Condition> conditions) {
        for (GridOutcomes.Point point : sweep.points()) {
            Optional<MixingWeights> here = point.weights().among(sweep.ingredients(), ingredients);
            here.ifPresent(weights -> add(weights, point.outcomes(), conditions));
        }
    }

    /**
     * Adds what was found out about one mixture.
     *
     * @param conditions under which it was looked at
     */
    void add(MixingWeights weights, Outcomes found, List<Condition> conditions) {
        for (Condition condition : wanted) {
            Outcomes before = outcomes.get(weights);
            boolean isNew = before == null || !before.conditions().contains(condition.label());
            if (isNew && related(condition, wanted).equals(related(condition, conditions))) {
                Outcomes one = found.select(List.of(condition.label()));
                outcomes.put(weights, before == null ? one : before.with(one));
            }
        }
    }

    /** A point of a curve is broken where a smaller one is, so it is the same only beside the same others. */
    private static List<Condition> related(Condition condition, List<Condition> all) {
        return all.stream()
                .filter(other -> other.equals(condition)
                        || (condition.curve().isPresent() && condition.curve().equals(other.curve())))
                .toList();
    }

    /** Returns what is known: outcomes under some or all of the wanted conditions. */
    Map<MixingWeights, Outcomes> outcomes() {
        return Map.copyOf(outcomes);
    }
}
