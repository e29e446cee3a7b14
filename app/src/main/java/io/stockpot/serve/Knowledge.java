package io.stockpot.serve;

import io.stockpot.outcome.Accuracy;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that is known of mixtures without computing: a column for each condition on each set of images.
 *
 * @param ingredients names of the mixed models, in order
 * @param columns what was measured
 */
public record Knowledge(List<String> ingredients, List<KnownColumn> columns) {
    /** More mixtures are too many to draw. */
    static final int MOST = 600;

    /** Copies the lists. */
    public Knowledge {
        ingredients = List.copyOf(ingredients);
        columns = List.copyOf(columns);
    }

    /** Knows nothing yet. */
    public Knowledge(List<String> ingredients) {
        this(ingredients, List.of());
    }

    /**
     * Returns this with one more column.
     *
     * @param name short, without a name that is taken
     * @param words what was measured, and on what
     * @param threat its text, if it is one
     */
    public Knowledge with(String name, String words, Optional<String> threat, Map<MixingWeights, Accuracy> measured) {
        String free = name;
        for (int number = 2; taken(free); number++) {
            free = name + " (" + number + ")";
        }
        List<KnownColumn> more = new ArrayList<>(columns);
        more.add(KnownColumn.of(free, words, threat, measured));
        return new Knowledge(ingredients, more);
    }

    private boolean taken(String name) {
        return columns.stream().anyMatch(column -> column.name().equals(name));
    }

    /**
     * Returns this with the accuracies of a grid of mixtures, a column for each condition.
     *
     * @param where the images they were measured on, in words
     * @throws IllegalArgumentException if the grid mixes a model that is none of these
     */
    public Knowledge with(GridOutcomes grid, String where) {
        Knowledge all = this;
        for (String condition : grid.conditions()) {
            Map<MixingWeights, Accuracy> measured = new LinkedHashMap<>();
            for (GridOutcomes.Point point : grid.points()) {
                point.weights()
                        .among(grid.ingredients(), ingredients)
                        .ifPresent(weights ->
                                measured.put(weights, point.outcomes().accuracy(condition)));
            }
            if (measured.isEmpty()) {
                throw new IllegalArgumentException("no mixture of " + String.join(", ", grid.ingredients())
                        + " is one of the models here, " + String.join(", ", ingredients));
            }
            all = all.with(condition, condition + " on " + where, Threats.of(condition), measured);
        }
        return all;
    }

    /** Returns the mixtures that were measured in any column: all, or each model, the best of columns, and some others. */
    List<MixingWeights> mixtures() {
        Set<MixingWeights> all = new LinkedHashSet<>();
        columns.forEach(column -> all.addAll(column.measured().keySet()));
        if (all.size() <= MOST) {
            return List.copyOf(all);
        }
        Set<MixingWeights> some = new LinkedHashSet<>();
        all.stream().filter(weights -> weights.single().isPresent()).forEach(some::add);
        columns.forEach(column -> some.add(column.best()));
        fill(some, all);
        return List.copyOf(some);
    }

    /** Adds mixtures at even distances. */
    private static void fill(Set<MixingWeights> some, Collection<MixingWeights> all) {
        List<MixingWeights> rest = new ArrayList<>(all);
        rest.removeAll(some);
        int room = Math.max(0, MOST - some.size());
        for (int i = 0; i < room; i++) {
            some.add(rest.get((int) ((long) i * rest.size() / room)));
        }
    }
}
