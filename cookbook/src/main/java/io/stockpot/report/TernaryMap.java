package io.stockpot.report;

import io.stockpot.outcome.Accuracy;
import io.stockpot.report.Measurement.Mixture;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.WeightGrid;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Accuracy under one condition over the convex mixtures of three models, as a triangle of cells
 * (Croce et al. 2023, Fig. 3).
 *
 * @param title title
 * @param condition name of the condition
 * @param ingredients the models at the top, the lower left and the lower right corner
 * @param denominator steps along an edge
 * @param vertices all mixtures whose weights are multiples of 1 / denominator
 * @param likeBest the mixtures that are best or cannot be told from the best; empty if all are equal
 * @param common bands that several maps share, if there are others beside this one
 */
public record TernaryMap(
        String title,
        String condition,
        List<String> ingredients,
        int denominator,
        List<Vertex> vertices,
        Set<MixingWeights> likeBest,
        Optional<Bands> common)
        implements Figure {
    /** One mixture and its accuracy. */
    public record Vertex(MixingWeights weights, Accuracy accuracy) {}

    /** Copies the lists and checks that the mixtures are a whole simplex of three models. */
    public TernaryMap {
        ingredients = List.copyOf(ingredients);
        vertices = List.copyOf(vertices);
        likeBest = Set.copyOf(likeBest);
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
        return new TernaryMap(
                condition,
                condition,
                simplex.ingredients(),
                denominator(mixtures),
                vertices,
                likeBest(simplex, condition),
                Optional.empty());
    }

    /** Maps a simplex under several conditions: a map for each, which can also be shown in the same colours. */
    public static List<TernaryMap> row(GridOutcomes simplex, List<String> conditions) {
        List<TernaryMap> maps = conditions.stream()
                .map(condition -> TernaryMap.of(simplex, condition))
                .toList();
        if (maps.size() < 2) {
            return maps;
        }
        Bands common =
                Bands.of(maps.stream().flatMap(map -> map.accuracies().stream()).toList());
        return maps.stream().map(map -> map.withCommon(common)).toList();
    }

    private TernaryMap withCommon(Bands bands) {
        return new TernaryMap(title, condition, ingredients, denominator, vertices, likeBest, Optional.of(bands));
    }

    /** Tests as for any choice of a soup: exactly, in pairs, with a correction for their number. */
    private static Set<MixingWeights> likeBest(GridOutcomes simplex, String condition) {
        List<Optional<Ties.Entry>> entries = simplex.points().stream()
                .map(GridOutcomes.Point::outcomes)
                .map(outcomes -> Optional.of(new Ties.Entry(outcomes.accuracy(condition), Optional.of(outcomes))))
                .toList();
        return Ties.ofColumn(entries, condition).stream()
                .map(place -> simplex.points().get(place).weights())
                .collect(Collectors.toSet());
    }

    /** Returns the accuracy of every mixture. */
    List<Accuracy> accuracies() {
        return vertices.stream().map(Vertex::accuracy).toList();
    }

    /** Returns whether no two mixtures differ, so that there is nothing to choose. */
    boolean allEqual() {
        return accuracies().stream().map(Accuracy::value).distinct().count() == 1;
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
        if (allEqual()) {
            return "All " + best.accuracy().percent() + ": nothing to choose. "
                    + Wording.images(List.of(best.accuracy().total()));
        }
        return "Ringed: the best, " + mixture(best).formula() + ", "
                + best.accuracy().percent() + " (" + best.accuracy().intervalPercent() + ") of "
                + best.accuracy().total() + " images.";
    }

    @Override
    public String legend() {
        if (likeBest.isEmpty()) {
            return caption();
        }
        if (likeBest.size() == vertices.size()) {
            return caption() + " None can be told from it.";
        }
        return caption()
                + (likeBest.size() == 1
                        ? " All others are worse."
                        : " Filled: the " + likeBest.size() + " of " + vertices.size() + " mixtures that may be best.");
    }

    @Override
    public String description() {
        Accuracy lowest = accuracies().stream().min(Accuracy::compareTo).orElseThrow();
        return Wording.accuracy(condition) + " of " + vertices.size() + " mixtures, "
                + (allEqual()
                        ? "all " + lowest.percent()
                        : lowest.percent().replace(" %", "") + " to "
                                + best().accuracy().percent() + ", best "
                                + mixture(best()).formula());
    }

    @Override
    public String explanation() {
        return "Each dot is one mixture of the three models at the corners, and the cell around it has the colour of its"
                + " accuracy, in steps of about half a 95 % interval. Filled dots cannot be told from the best (paired"
                + " test, 5 % over all mixtures).";
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
}
