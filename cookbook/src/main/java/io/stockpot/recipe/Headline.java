package io.stockpot.recipe;

import io.stockpot.evaluate.Condition;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The accuracy by which a recipe compares its models and soups first: under all its threats together where there are
 * several (paper §4.2), under the one threat where there is one, in the middle of a curve where there is nothing else,
 * and on clean images where nothing is attacked.
 *
 * @param conditions labels of those that an image must be right under, at least one
 * @param attacked whether any of them is a threat
 */
record Headline(List<String> conditions, boolean attacked) {
    Headline {
        conditions = List.copyOf(conditions);
    }

    /**
     * Returns the headline of what was measured, or none if nothing was. Where nobody was measured under all threats,
     * it is under the most that somebody was.
     *
     * @param all conditions of the recipe
     * @param measured labels of the conditions of each candidate for the best
     */
    static Optional<Headline> of(List<Condition> all, Collection<List<String>> measured) {
        List<String> together = measured.stream()
                .map(labels -> labels(all, labels, true))
                .max(Comparator.comparingInt(List::size))
                .orElse(List.of());
        if (!together.isEmpty()) {
            return Optional.of(new Headline(together, true));
        }
        Set<String> known = measured.stream().flatMap(List::stream).collect(Collectors.toSet());
        if (known.contains(Labels.UNION)) {
            return Optional.of(new Headline(List.of(Labels.UNION), true));
        }
        List<String> curve = labels(all, known, false);
        if (!curve.isEmpty()) {
            return Optional.of(new Headline(List.of(curve.get(curve.size() / 2)), true));
        }
        return known.contains(Labels.CLEAN)
                ? Optional.of(new Headline(List.of(Labels.CLEAN), false))
                : Optional.empty();
    }

    private static List<String> labels(List<Condition> all, Collection<String> measured, boolean inUnion) {
        return all.stream()
                .filter(condition ->
                        inUnion ? condition.isInUnion() : condition.curve().isPresent())
                .map(Condition::label)
                .filter(measured::contains)
                .toList();
    }

    /** Returns the label of {@link #in}. */
    String label() {
        return conditions.size() == 1 ? conditions.get(0) : Labels.UNION;
    }

    /** Returns outcomes under this headline alone, if they tell. */
    Optional<Outcomes> in(Outcomes outcomes) {
        if (!outcomes.conditions().containsAll(conditions)) {
            return Optional.empty();
        }
        Outcomes some = outcomes.select(conditions);
        return Optional.of(
                conditions.size() == 1
                        ? some
                        : some.withUnion(label(), conditions).select(List.of(label())));
    }

    /** Returns e.g. "under Linf 8/255 and L1 12 together (their union)". */
    String words() {
        if (!attacked) {
            return "on clean images";
        }
        if (conditions.equals(List.of(Labels.UNION))) {
            return "under all threats together (their union)";
        }
        if (conditions.size() == 1) {
            return "under " + label();
        }
        List<String> first = new ArrayList<>(conditions.subList(0, conditions.size() - 1));
        return "under " + String.join(", ", first) + " and " + conditions.get(conditions.size() - 1)
                + " together (their union)";
    }
}
