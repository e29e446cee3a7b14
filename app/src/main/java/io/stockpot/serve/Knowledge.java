package io.stockpot.serve;

import io.stockpot.outcome.Accuracy;
import io.stockpot.outcome.Outcomes;
import io.stockpot.serve.KnownColumn.Subject;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that is known of mixtures without computing: a column for each condition on each set of images.
 *
 * @param ingredients names of the mixed models, in order
 * @param columns what was measured
 * @param chosen mixtures that a search has found
 */
public record Knowledge(List<String> ingredients, List<KnownColumn> columns, List<Chosen> chosen) {
    /** More mixtures are too many to draw. */
    static final int MOST = 600;

    /** Copies the lists. */
    public Knowledge {
        ingredients = List.copyOf(ingredients);
        columns = List.copyOf(columns);
        chosen = List.copyOf(chosen);
    }

    /**
     * A mixture that a search has found.
     *
     * @param label what it is for, short
     * @param words how it was found
     */
    public record Chosen(String label, MixingWeights weights, String words) {}

    /** Knows nothing yet. */
    public Knowledge(List<String> ingredients) {
        this(ingredients, List.of(), List.of());
    }

    /**
     * Returns this with the accuracies of some mixtures: in the column of the same subject, if there is one, else in a
     * column of its own.
     *
     * @param name short; gets a number if it is taken
     * @param words what was measured, and on what
     */
    Knowledge with(String name, String words, Subject subject, Map<MixingWeights, Accuracy> measured) {
        List<KnownColumn> more = new ArrayList<>(columns);
        for (int i = 0; i < more.size(); i++) {
            if (more.get(i).subject().equals(subject)) {
                more.set(i, more.get(i).with(measured));
                return new Knowledge(ingredients, more, chosen);
            }
        }
        String free = name;
        for (int number = 2; taken(free); number++) {
            free = name + " (" + number + ")";
        }
        more.add(new KnownColumn(free, words, subject, measured));
        return new Knowledge(ingredients, more, chosen);
    }

    private boolean taken(String name) {
        return columns.stream().anyMatch(column -> column.name().equals(name));
    }

    /** Returns this with a mixture that a search has found. */
    public Knowledge choosing(String label, MixingWeights weights, String words) {
        List<Chosen> more = new ArrayList<>(chosen);
        more.add(new Chosen(label, weights, words));
        return new Knowledge(ingredients, columns, more);
    }

    /** Returns this with all that others know of mixtures of the same models. */
    Knowledge with(Knowledge others) {
        Knowledge all = this;
        for (Chosen one : others.chosen()) {
            all = all.choosing(one.label(), one.weights(), one.words());
        }
        for (KnownColumn column : others.columns()) {
            all = all.with(column.name(), column.words(), column.subject(), column.measured());
        }
        return all;
    }

    /**
     * Returns this with what a grid of mixtures got right, a column for each condition.
     *
     * @param images that were measured, in words
     * @throws IllegalArgumentException if no mixture of the grid is one of the models here
     */
    public Knowledge with(GridOutcomes grid, String images) {
        Knowledge all = this;
        for (String condition : grid.conditions()) {
            Map<MixingWeights, Accuracy> measured = new LinkedHashMap<>();
            moved(grid).forEach((weights, outcomes) -> measured.put(weights, outcomes.accuracy(condition)));
            all = all.with(condition, condition + " on " + images, new Subject(condition, grid.dataDigest()), measured);
        }
        return all;
    }

    /**
     * Returns this with what one model alone got right, a column for each condition.
     *
     * @param model its name
     * @param images that were measured, in words
     * @throws IllegalArgumentException if it is none of the models here
     */
    public Knowledge with(String model, Outcomes outcomes, String images) {
        int place = ingredients.indexOf(model);
        if (place < 0) {
            throw new IllegalArgumentException(
                    "'" + model + "' is none of the models here, " + String.join(", ", ingredients));
        }
        return with(
                GridOutcomes.of(
                        ingredients, List.of(MixingWeights.vertex(place, ingredients.size())), List.of(outcomes)),
                images);
    }

    /**
     * Returns this with what mixtures got right of several data sets, a column for each; versions of an image count
     * together as one, by their mean.
     *
     * @throws IllegalArgumentException if no mixture is one of the models here
     */
    public Knowledge with(ShiftOutcomes shifts, String origin) {
        Knowledge all = this;
        for (String name : shifts.names()) {
            GridOutcomes grid = shifts.grid(name);
            Map<MixingWeights, Accuracy> measured = new LinkedHashMap<>();
            moved(grid).forEach((weights, outcomes) -> measured.put(weights, mean(outcomes)));
            String subject = String.join(", ", grid.conditions());
            all = all.with(name, name + ", " + origin, new Subject(subject, grid.dataDigest()), measured);
        }
        return all;
    }

    private static Accuracy mean(Outcomes outcomes) {
        long right = outcomes.conditions().stream()
                .mapToLong(condition -> outcomes.accuracy(condition).correct())
                .sum();
        int versions = outcomes.conditions().size();
        return new Accuracy(Math.toIntExact(Math.round((double) right / versions)), outcomes.images());
    }

    /** Returns the mixtures of a grid that are mixtures of the models here. */
    private Map<MixingWeights, Outcomes> moved(GridOutcomes grid) {
        Map<MixingWeights, Outcomes> moved = new LinkedHashMap<>();
        for (GridOutcomes.Point point : grid.points()) {
            point.weights()
                    .among(grid.ingredients(), ingredients)
                    .ifPresent(weights -> moved.put(weights, point.outcomes()));
        }
        if (moved.isEmpty()) {
            throw new IllegalArgumentException("no mixture of " + String.join(", ", grid.ingredients())
                    + " is one of the models here, " + String.join(", ", ingredients));
        }
        return moved;
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
