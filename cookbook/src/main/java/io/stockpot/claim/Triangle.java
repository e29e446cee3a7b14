package io.stockpot.claim;

import io.stockpot.base.Seed;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
import io.stockpot.report.Figure;
import io.stockpot.report.TernaryMap;
import io.stockpot.soup.choice.ChoiceStability;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Soups of three norms control robustness smoothly; the best union lies between Linf and L1 (Fig. 3).
 *
 * @param soup its name; ingredients for Linf, L2 and L1 in this order
 * @param conditions clean and the three threats; the third is that of L2
 * @param threats the three threats
 * @param rival name of a model that was trained on all three threats, if there is one
 */
public record Triangle(String soup, List<String> conditions, List<String> threats, Optional<String> rival)
        implements Claim {
    private static final int MIDDLE = 1;

    /** Copies the lists. */
    public Triangle {
        conditions = List.copyOf(conditions);
        threats = List.copyOf(threats);
        if (threats.size() != 3) {
            throw new IllegalArgumentException("the triangle is about three threats, not " + threats.size());
        }
    }

    @Override
    public String id() {
        return "E4";
    }

    @Override
    public String place() {
        return "Fig. 3";
    }

    @Override
    public String title() {
        return "Three norms: smooth control, and a union between Linf and L1";
    }

    @Override
    public String stated() {
        return "Within the triangle of θ∞, θ∞→2 and θ∞→1, accuracy changes smoothly. The best L2 robustness is that"
                + " of a soup, not of the L2 model; the best union lies on the edge of Linf and L1: 42.0 %, against"
                + " 47.2 % of one model trained on all three (MAX).";
    }

    @Override
    public Finding examine(Evidence evidence, Seed seed) {
        GridOutcomes grid = evidence.soup(soup).withUnion(Labels.UNION, threats);
        List<Check> checks = new ArrayList<>();
        for (String condition : conditions) {
            checks.add(Check.positive(
                    "Soups lie above the mean of their ingredients in " + condition,
                    Numbers.aboveIngredients(soup, grid, condition)));
        }
        String middle = threats.get(MIDDLE);
        ChoiceStability best = Numbers.choice(grid, middle, seed.child(middle));
        checks.add(Check.gains(
                "A soup beats all three models in " + middle,
                best,
                Numbers.formula(grid, best.chosen().weights())));
        ChoiceStability union = Numbers.choice(grid, Labels.UNION, seed.child(Labels.UNION));
        String formula = Numbers.formula(grid, union.chosen().weights());
        checks.add(Check.gains("A soup beats all three models in the union", union, formula)
                .plainly(
                        true,
                        "A mixture resists three kinds of attack together better than each of its models",
                        "A model alone resists three kinds of attack together better than mixtures",
                        "a mixture resists three kinds of attack together better than each of its models"));
        ChoiceStability edge = Numbers.contest(
                Numbers.select(grid, List.of(Labels.UNION)),
                Labels.UNION,
                Triangle::onEdge,
                weights -> !onEdge(weights),
                seed.child("edge"));
        checks.add(Check.gains(
                "In the union, the best soup on the edge of the first and the third beats the best elsewhere",
                edge,
                Numbers.formula(grid, edge.chosen().weights()),
                "the best elsewhere"));
        rival.ifPresent(name ->
                checks.add(beats(name, evidence.model(name).withUnion(Labels.UNION, threats), grid, union)));
        return new Finding(this, checks, List.of(), figures(grid));
    }

    private static Check beats(String name, Outcomes model, GridOutcomes grid, ChoiceStability union) {
        Outcomes soup = grid.at(union.chosen().weights());
        model.requireSameImages(soup);
        return Check.positive(
                        name + ", trained on all three, beats the best soup in the union",
                        Numbers.lead(Numbers.right(model, Labels.UNION), Numbers.right(soup, Labels.UNION), union),
                        Numbers.text(model.accuracy(Labels.UNION)) + " against " + Numbers.text(union.expected())
                                + " of the soup on unseen images")
                .plainly(
                        false,
                        "One model trained against three kinds of attack resists them together better than any mixture",
                        "A mixture resists three kinds of attack together better than one model trained against them",
                        "one model trained against three kinds of attack resists them together better than any mixture");
    }

    private static boolean onEdge(MixingWeights weights) {
        return weights.numerators().get(MIDDLE) == 0 && !Numbers.isVertex(weights);
    }

    private List<Figure> figures(GridOutcomes grid) {
        return List.of(TernaryMap.of(grid, threats.get(MIDDLE)), TernaryMap.of(grid, Labels.UNION));
    }
}
