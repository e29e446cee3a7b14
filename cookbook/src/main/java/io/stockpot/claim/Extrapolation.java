package io.stockpot.claim;

import io.stockpot.base.Seed;
import io.stockpot.outcome.Estimate;
import io.stockpot.report.ExtrapolationCurve;
import io.stockpot.soup.choice.ChoiceStability;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import java.util.List;
import java.util.function.DoublePredicate;

/**
 * A soup near the robust model is more robust than it, and on CIFAR-10 extrapolating beyond it does not
 * help (Fig. 5).
 *
 * @param soup segment around w = 1, of the robust model and its fine-tune
 * @param condition the threat of the robust model
 */
public record Extrapolation(String soup, String condition) implements Claim {
    @Override
    public String id() {
        return "E6";
    }

    @Override
    public String place() {
        return "Fig. 5";
    }

    @Override
    public String title() {
        return "The most robust soup is near the robust model, and not beyond it";
    }

    @Override
    public String stated() {
        return "On CIFAR-10, w·θ∞ + (1−w)·θ∞→2 is most robust to Linf at w = 0.9: 54.5 % against 53.8 % at w = 1 and"
                + " 52.4 % at w = 1.05. (On ImageNet w > 1 helps a little: 57.7 % against 57.5 %.)";
    }

    @Override
    public Finding examine(Evidence evidence, Seed seed) {
        GridOutcomes grid = evidence.soup(soup);
        requireMixture(grid, "w < 1", share -> share < 1);
        requireMixture(grid, "w = 1", share -> share == 1);
        requireMixture(grid, "w > 1", share -> share > 1);
        MixingWeights alone = MixingWeights.vertex(0, 2);
        GridOutcomes within = Numbers.filter(grid, weights -> weights.value(0) <= 1);
        ChoiceStability best = Numbers.choice(within, condition, alone, seed);
        List<GridOutcomes.Point> beyond = grid.points().stream()
                .filter(point -> point.weights().value(0) > 1)
                .toList();
        double[] lost = Numbers.right(grid.at(alone), condition);
        beyond.forEach(point -> Numbers.add(lost, Numbers.right(point.outcomes(), condition), -1.0 / beyond.size()));
        return new Finding(
                this,
                List.of(
                        Check.gains(
                                        "A soup of w < 1 is more robust than w = 1",
                                        best,
                                        Numbers.formula(grid, best.chosen().weights()),
                                        Numbers.formula(grid, alone))
                                .plainly(
                                        true,
                                        "Adding a little of a second model makes a robust model more robust",
                                        "Adding a little of a second model makes a robust model less robust",
                                        "adding a little of a second model makes a robust model more robust"),
                        Check.positive("Soups of w > 1 are less robust than w = 1", Estimate.ofImages(lost))),
                List.of(),
                List.of(ExtrapolationCurve.of("Along " + soup, grid, List.of(condition))));
    }

    private void requireMixture(GridOutcomes grid, String missing, DoublePredicate kind) {
        if (grid.points().stream().noneMatch(point -> kind.test(point.weights().value(0)))) {
            throw new IllegalArgumentException("the soup '" + soup + "' has no mixture of " + missing
                    + ", where w is the share of " + grid.ingredients().get(0)
                    + ": measure a segment from below 1 to beyond it, such as 0.6 … 1.2");
        }
    }
}
