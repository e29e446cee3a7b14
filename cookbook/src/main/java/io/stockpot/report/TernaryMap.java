package io.stockpot.report;

import io.stockpot.outcome.Accuracy;
import io.stockpot.report.Measurement.Mixture;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.WeightGrid;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Accuracy under one condition over the convex mixtures of three models, as a flat-shaded triangle
 * (Croce et al. 2023, Fig. 3).
 *
 * @param title title
 * @param condition name of the condition
 * @param ingredients the models at the top, the lower left and the lower right corner
 * @param denominator steps along an edge
 * @param vertices all mixtures whose weights are multiples of 1 / denominator
 */
public record TernaryMap(
        String title, String condition, List<String> ingredients, int denominator, List<Vertex> vertices)
        implements Figure {
    /** One mixture and its accuracy. */
    public record Vertex(MixingWeights weights, Accuracy accuracy) {}

    /**
     * A small triangle of three neighbouring mixtures.
     *
     * @param corners its three vertices
     */
    public record Cell(List<Vertex> corners) {
        /** Copies the list. */
        public Cell {
            corners = List.copyOf(corners);
        }

        /** Returns the mean accuracy of the three corners, in [0, 1]. */
        public double mean() {
            return corners.stream()
                    .mapToDouble(corner -> corner.accuracy().value())
                    .average()
                    .orElseThrow();
        }
    }

    /** Copies the lists and checks that the mixtures are a whole simplex of three models. */
    public TernaryMap {
        ingredients = List.copyOf(ingredients);
        vertices = List.copyOf(vertices);
        if (ingredients.size() != 3) {
            throw new IllegalArgumentException("a triangle has 3 corners, but there are " + ingredients.size()
                    + " ingredients: " + String.join(", ", ingredients));
        }
        List<MixingWeights> expected = new WeightGrid.Simplex(denominator).points(3);
        List<MixingWeights> given = vertices.stream().map(Vertex::weights).toList();
        if (given.size() != expected.size() || !new HashSet<>(expected).equals(new HashSet<>(given))) {
            throw new IllegalArgumentException("the triangle '" + title + "' needs the " + expected.size()
                    + " mixtures of a simplex with denominator " + denominator + ", but has " + given.size()
                    + " others");
        }
    }

    /** Returns whether a triangle can show these mixtures: whether they are a whole simplex of three models. */
    public static boolean suits(List<MixingWeights> mixtures) {
        int denominator = denominator(mixtures);
        long expected = (denominator + 1L) * (denominator + 2L) / 2;
        return mixtures.size() == expected
                && Set.copyOf(mixtures).equals(Set.copyOf(new WeightGrid.Simplex(denominator).points(3)));
    }

    private static int denominator(List<MixingWeights> mixtures) {
        return mixtures.stream().mapToInt(MixingWeights::denominator).max().orElseThrow();
    }

    /** Maps a simplex of three ingredients under one condition, which is also the title. */
    public static TernaryMap of(GridOutcomes simplex, String condition) {
        List<Vertex> vertices = simplex.points().stream()
                .map(point -> new Vertex(point.weights(), point.outcomes().accuracy(condition)))
                .toList();
        List<MixingWeights> mixtures = vertices.stream().map(Vertex::weights).toList();
        return new TernaryMap(condition, condition, simplex.ingredients(), denominator(mixtures), vertices);
    }

    /** Returns the denominator² cells; those that point up come first. */
    public List<Cell> cells() {
        Map<MixingWeights, Vertex> byWeights =
                vertices.stream().collect(Collectors.toMap(Vertex::weights, Function.identity()));
        List<Cell> cells = new ArrayList<>();
        addCells(cells, byWeights, denominator - 1, 1);
        addCells(cells, byWeights, denominator - 2, -1);
        return List.copyOf(cells);
    }

    /** Returns the vertex with the highest accuracy; of equals, the first. */
    public Vertex best() {
        Vertex best = vertices.get(0);
        for (Vertex vertex : vertices) {
            best = vertex.accuracy().compareTo(best.accuracy()) > 0 ? vertex : best;
        }
        return best;
    }

    /** Returns the mixture at a vertex. */
    public Mixture mixture(Vertex vertex) {
        return new Mixture(ingredients, vertex.weights());
    }

    @Override
    public String caption() {
        Vertex best = best();
        return "Ringed: the best, " + mixture(best).formula() + ", "
                + best.accuracy().percent() + " (" + best.accuracy().intervalPercent() + ") of "
                + best.accuracy().total() + " images.";
    }

    @Override
    public String explanation() {
        return "Each dot is one mixture of the three models at the corners; a cell has the mean colour of its three "
                + "dots. Every map has its own colour scale.";
    }

    @Override
    public Drawing drawing() {
        return new TernaryChart(this);
    }

    @Override
    public Width width() {
        return Width.THIRD;
    }

    @Override
    public List<Measurement> measurements() {
        return vertices.stream()
                .map(vertex -> new Measurement(
                        String.join(" + ", ingredients), Optional.of(mixture(vertex)), condition, vertex.accuracy()))
                .toList();
    }

    /**
     * Adds the cells around the points whose three coordinates sum to the given total: each corner of a cell
     * is one step away from its point along one axis if it points up, along the two others if down.
     */
    private void addCells(List<Cell> cells, Map<MixingWeights, Vertex> byWeights, int total, int direction) {
        for (int first = 0; first <= total; first++) {
            for (int second = 0; second <= total - first; second++) {
                int[] point = {first, second, total - first - second};
                List<Vertex> corners = new ArrayList<>();
                for (int axis = 0; axis < 3; axis++) {
                    corners.add(byWeights.get(corner(point, axis, direction)));
                }
                cells.add(new Cell(corners));
            }
        }
    }

    private MixingWeights corner(int[] point, int axis, int direction) {
        List<Integer> numerators = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            boolean moved = (i == axis) == (direction > 0);
            numerators.add(point[i] + (moved ? 1 : 0));
        }
        return new MixingWeights(numerators, denominator);
    }
}
