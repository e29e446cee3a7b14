package io.stockpot.soup.choice;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.stockpot.outcome.Accuracy;
import io.stockpot.outcome.JsonFile;
import io.stockpot.outcome.Outcomes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/**
 * What every mixture of a grid got right: one {@link Outcomes} per mixing weights, all on the same
 * images under the same conditions. A grid is evaluated once; selections, fronts and maps read this.
 *
 * @param ingredients names of the mixed models
 * @param points the mixtures in the order of the grid, at least one
 */
@JsonPropertyOrder({"ingredients", "points"})
public record GridOutcomes(List<String> ingredients, List<Point> points) {
    /** One mixture and what it got right. */
    @JsonPropertyOrder({"weights", "outcomes"})
    public record Point(MixingWeights weights, Outcomes outcomes) {}

    public GridOutcomes {
        ingredients = List.copyOf(ingredients);
        points = List.copyOf(points);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("the outcomes of a grid need at least one point");
        }
        if (new HashSet<>(ingredients).size() < ingredients.size()) {
            throw new IllegalArgumentException("ingredients need different names: " + String.join(", ", ingredients));
        }
        Set<MixingWeights> seen = new HashSet<>();
        Outcomes first = points.get(0).outcomes();
        for (Point point : points) {
            if (point.weights().size() != ingredients.size()) {
                throw new IllegalArgumentException("the weights " + point.weights() + " do not fit the "
                        + ingredients.size() + " ingredients " + String.join(", ", ingredients));
            }
            if (!seen.add(point.weights())) {
                throw new IllegalArgumentException("the weights " + point.weights() + " occur twice");
            }
            first.requireSameImages(point.outcomes());
            if (!point.outcomes().conditions().equals(first.conditions())) {
                throw new IllegalArgumentException("the conditions at " + point.weights() + " are "
                        + point.outcomes().conditions() + ", not " + first.conditions());
            }
        }
    }

    /** Pairs weights and outcomes in their order. */
    public static GridOutcomes of(List<String> ingredients, List<MixingWeights> weights, List<Outcomes> outcomes) {
        if (weights.size() != outcomes.size()) {
            throw new IllegalArgumentException(weights.size() + " weights have " + outcomes.size() + " outcomes");
        }
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            points.add(new Point(weights.get(i), outcomes.get(i)));
        }
        return new GridOutcomes(ingredients, points);
    }

    /** Returns the mixtures in the order of the grid. */
    public List<MixingWeights> weights() {
        return points.stream().map(Point::weights).toList();
    }

    /** Returns the names of the conditions, the same at every point. */
    public List<String> conditions() {
        return first().conditions();
    }

    /** Returns the number of images, the same at every point. */
    public int images() {
        return first().images();
    }

    /** Returns the digest of the data, the same at every point. */
    public String dataDigest() {
        return first().dataDigest();
    }

    /** Returns the outcomes at some weights, if they are on the grid. */
    public Optional<Outcomes> find(MixingWeights weights) {
        return points.stream()
                .filter(point -> point.weights().equals(weights))
                .map(Point::outcomes)
                .findFirst();
    }

    /**
     * Returns the outcomes at some weights.
     *
     * @throws IllegalArgumentException if they are not on the grid
     */
    public Outcomes at(MixingWeights weights) {
        return find(weights)
                .orElseThrow(() -> new IllegalArgumentException("the weights " + weights + " are not on this grid"));
    }

    /** Returns the accuracy at some weights under a condition. */
    public Accuracy accuracy(MixingWeights weights, String condition) {
        return at(weights).accuracy(condition);
    }

    /** Returns the point with the highest accuracy under a condition; of equals, the first of the grid. */
    public Point best(String condition) {
        return best(point -> point.outcomes().accuracy(condition).correct());
    }

    /** Returns the point with the highest mean accuracy over some conditions; of equals, the first of the grid. */
    public Point bestMean(List<String> conditions) {
        if (conditions.isEmpty()) {
            throw new IllegalArgumentException("a mean needs at least one condition");
        }
        return best(point -> conditions.stream()
                .mapToLong(condition -> point.outcomes().accuracy(condition).correct())
                .sum());
    }

    /** Returns this grid with one more condition, right only where all the given are right. */
    public GridOutcomes withUnion(String name, List<String> conditions) {
        return map(outcomes -> outcomes.withUnion(name, conditions));
    }

    /** Returns the outcomes of some images, as {@link Outcomes#restrict}. */
    public GridOutcomes restrict(int[] indices) {
        return map(outcomes -> outcomes.restrict(indices));
    }

    /** Writes the outcomes as JSON. */
    public void write(Path file) throws IOException {
        JsonFile.write(file, this);
    }

    /**
     * Reads a file written by {@link #write}.
     *
     * @throws IOException if it cannot be read or is not what was written
     */
    public static GridOutcomes read(Path file) throws IOException {
        return JsonFile.read(file, GridOutcomes.class, "the outcomes of a grid");
    }

    private Outcomes first() {
        return points.get(0).outcomes();
    }

    private Point best(ToLongFunction<Point> score) {
        Point best = points.get(0);
        for (Point point : points) {
            best = score.applyAsLong(point) > score.applyAsLong(best) ? point : best;
        }
        return best;
    }

    private GridOutcomes map(UnaryOperator<Outcomes> change) {
        return new GridOutcomes(
                ingredients,
                points.stream()
                        .map(point -> new Point(point.weights(), change.apply(point.outcomes())))
                        .toList());
    }
}
