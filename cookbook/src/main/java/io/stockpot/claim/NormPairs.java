package io.stockpot.claim;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Seed;
import io.stockpot.outcome.Estimate;
import io.stockpot.report.Figure;
import io.stockpot.report.TradeOffFront;
import io.stockpot.soup.choice.GridOutcomes;
import java.util.ArrayList;
import java.util.List;

/**
 * Soups of two norms trade robustness smoothly (Fig. 1).
 *
 * @param pairs the segments
 */
public record NormPairs(List<Pair> pairs) implements Claim {
    /**
     * One segment.
     *
     * @param soup its name
     * @param x condition on the horizontal axis
     * @param y condition on the vertical axis
     * @param close whether the norms are close, so that soups should beat both ends; otherwise models trained on both
     *     norms should beat the soups
     * @param rivals names of models that were trained on both norms
     */
    public record Pair(
            String soup,
            String x,
            String y,
            boolean close,
            @JsonProperty(defaultValue = "[]") List<String> rivals) {
        /** Copies the list. */
        public Pair {
            rivals = List.copyOf(rivals);
        }
    }

    /** Copies the list. */
    public NormPairs {
        pairs = List.copyOf(pairs);
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("pairs must name at least one segment");
        }
    }

    @Override
    public String id() {
        return "E1";
    }

    @Override
    public String place() {
        return "Fig. 1";
    }

    @Override
    public String title() {
        return "Soups trade robustness in one norm for another";
    }

    @Override
    public String stated() {
        return "Along w·θ∞ + (1−w)·θ∞→q robustness changes smoothly, without training again. For close norms (Linf and"
                + " L2) some soups beat both ends in a norm: L2 71.7 % at w = 0.3 against 69.9 % of θ∞→2, Linf 54.5 % at"
                + " w = 0.9 against 53.8 % of θ∞. For Linf and L1, models trained on both norms lie above the soups:"
                + " MAX (50.0, 50.0) and SAT (49.0, 55.0) against (49.7, 40.5) at w = 0.6.";
    }

    @Override
    public Finding examine(Evidence evidence, Seed seed) {
        List<Check> checks = new ArrayList<>();
        List<Figure> figures = new ArrayList<>();
        checks.add(onAverage(evidence));
        for (Pair pair : pairs) {
            GridOutcomes grid = evidence.soup(pair.soup());
            String name = String.join(" + ", grid.ingredients());
            for (String condition : List.of(pair.x(), pair.y())) {
                checks.add(Check.positive(
                        name + ": soups lie above the line between the ends in " + condition,
                        Numbers.aboveIngredients(pair.soup(), grid, condition)));
            }
            checks.addAll(pair.close() ? beatsEnds(grid, name, pair, seed) : rivals(evidence, grid, name, pair));
            figures.add(figure(evidence, grid, name, pair));
        }
        return new Finding(this, checks, List.of(), figures);
    }

    private Check onAverage(Evidence evidence) {
        double[] excess = new double[evidence.soup(pairs.get(0).soup()).images()];
        for (Pair pair : pairs) {
            GridOutcomes grid = evidence.soup(pair.soup());
            grid.points()
                    .get(0)
                    .outcomes()
                    .requireSameImages(
                            evidence.soup(pairs.get(0).soup()).points().get(0).outcomes());
            for (String condition : List.of(pair.x(), pair.y())) {
                Numbers.add(excess, Numbers.excess(pair.soup(), grid, condition), 0.5 / pairs.size());
            }
        }
        return Check.positive(
                        "Soups lie above the line between the ends, on average over pairs and norms",
                        Estimate.ofImages(excess))
                .plainly(
                        true,
                        "Mixing two robust models trades one kind of robustness for another without training again, and"
                                + " the mixtures are better than the two ends suggest",
                        "Mixtures of two robust models are worse than the two ends suggest",
                        "mixtures of two robust models are better than the two ends suggest");
    }

    private static List<Check> beatsEnds(GridOutcomes grid, String name, Pair pair, Seed seed) {
        List<Check> checks = new ArrayList<>();
        for (String condition : List.of(pair.x(), pair.y())) {
            var choice = Numbers.choice(grid, condition, seed.child(name).child(condition));
            checks.add(Check.gains(
                    name + ": a soup beats both ends in " + condition,
                    choice,
                    Numbers.formula(grid, choice.chosen().weights())));
        }
        return checks;
    }

    private static List<Check> rivals(Evidence evidence, GridOutcomes grid, String name, Pair pair) {
        FrontHeight front = new FrontHeight(grid, pair.x(), pair.y());
        List<Check> checks = new ArrayList<>();
        for (String rival : pair.rivals()) {
            var alone = evidence.model(rival);
            double level = alone.accuracy(pair.x()).value();
            checks.add(Check.positive(
                    name + ": " + rival + " lies above the soups in " + pair.y() + " at its own " + pair.x(),
                    Numbers.difference(Numbers.right(alone, pair.y()), front.at(level))));
        }
        return checks;
    }

    private static Figure figure(Evidence evidence, GridOutcomes grid, String name, Pair pair) {
        TradeOffFront front = TradeOffFront.of(name, List.of(grid), pair.x(), pair.y());
        for (String rival : pair.rivals()) {
            front = front.withLandmark(rival, evidence.model(rival));
        }
        return front;
    }
}
