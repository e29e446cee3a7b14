package io.stockpot.claim;

import io.stockpot.base.Seed;
import io.stockpot.outcome.Estimate;
import io.stockpot.outcome.Outcomes;
import io.stockpot.soup.choice.ChoiceStability;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.Selection;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * On every shifted data set some soup beats every single model; on familiar images the nominal one stays
 * best (Fig. 6).
 *
 * @param shifts outcomes of the grid on the images soups are chosen with
 * @param familiar the data set without a shift
 * @param nominal outcomes of an independent nominal model on the same images, as shifts of one ingredient
 */
public record ShiftGains(String shifts, String familiar, String nominal) implements Claim {
    /** The probability beyond one end of a 95 % interval. */
    private static final double TAIL = 0.025;

    @Override
    public String id() {
        return "E7";
    }

    @Override
    public String place() {
        return "Fig. 6";
    }

    @Override
    public String title() {
        return "On shifted images the best soups beat every single model";
    }

    @Override
    public String stated() {
        return "On seven of eight data sets the five best soups beat all ingredients and the independent nominal model,"
                + " e.g. ImageNet-A 41.6 % against 35.3 %, Conflict Stimuli 67.0 % against 59.5 %, ImageNet-C 68.2 %"
                + " against 66.2 %; on ImageNet itself the nominal model is best, 81.8 % against 81.1 %. Which single"
                + " model is best varies.";
    }

    @Override
    public Finding examine(Evidence evidence, Seed seed) {
        ShiftOutcomes grids = evidence.shift(shifts);
        ShiftOutcomes alone = evidence.shift(nominal);
        List<Check> checks = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        for (String name : grids.names()) {
            GridOutcomes grid = grids.grid(name);
            ChoiceStability choice =
                    Numbers.choice(ShiftOutcomes.of(name, grid), new Selection.BestOf(name), seed.child(name));
            int best = bestIngredient(grids, name);
            Outcomes single = alone.grid(name).points().get(0).outcomes();
            if (name.equals(familiar)) {
                checks.add(Check.positive(
                        "On " + name + " the nominal model beats the best soup",
                        Numbers.lead(
                                single.shares(),
                                grid.at(choice.chosen().weights()).shares(),
                                choice),
                        "against what is expected of the soup on unseen images"));
            } else {
                checks.add(Check.gains(
                        "On " + name + " a soup beats every ingredient",
                        choice,
                        Numbers.formula(grid, choice.chosen().weights())));
            }
            MixingWeights vertex =
                    MixingWeights.vertex(best, grids.ingredients().size());
            rows.add(List.of(
                    name,
                    Numbers.formula(grid, choice.chosen().weights()),
                    Numbers.text(grids.score(name, choice.chosen().weights())),
                    Numbers.text(choice.expected()),
                    grids.ingredients().get(best) + " " + Numbers.text(grids.score(name, vertex)),
                    Numbers.text(alone.score(name, MixingWeights.vertex(0, 1)))));
        }
        checks.add(varies(grids));
        Listing listing = new Listing(
                List.of("data", "best soup", "accuracy", "on unseen images", "best ingredient", "nominal model"), rows);
        return new Finding(this, checks, List.of(listing), List.of());
    }

    /**
     * Decides whether the best ingredient varies. It does if none is best everywhere, so each must be beaten on some
     * data set, and the one that is hardest to beat decides. An ingredient is compared with every other one on every
     * data set, so the intervals are widened to hold at once (Bonferroni).
     */
    private static Check varies(ShiftOutcomes grids) {
        int size = grids.ingredients().size();
        Comparator<Lead> firmer = Comparator.comparing(
                        (Lead lead) -> lead.check().support())
                .thenComparing(Lead::low, Comparator.reverseOrder());
        return IntStream.range(0, size)
                .mapToObj(beaten -> grids.names().stream()
                        .flatMap(name -> IntStream.range(0, size)
                                .filter(other -> other != beaten)
                                .mapToObj(other -> lead(grids, name, other, beaten)))
                        .min(firmer)
                        .orElseThrow())
                .max(firmer)
                .map(Lead::check)
                .orElseThrow();
    }

    /** How firmly an ingredient is beaten by another. */
    private record Lead(Check check, double low) {}

    private static Lead lead(ShiftOutcomes grids, String name, int other, int beaten) {
        int size = grids.ingredients().size();
        int looks = grids.names().size() * (size - 1);
        GridOutcomes grid = grids.grid(name);
        Estimate lead = widened(
                Numbers.difference(
                        grid.at(MixingWeights.vertex(other, size)).shares(),
                        grid.at(MixingWeights.vertex(beaten, size)).shares()),
                looks);
        String between = String.format(
                Locale.ROOT,
                "hardest to beat is %s, against %s on %s, interval for %d looks",
                grids.ingredients().get(beaten),
                grids.ingredients().get(other),
                name,
                looks);
        return new Lead(Check.positive("Which ingredient is best varies", lead, between), lead.low());
    }

    private static Estimate widened(Estimate difference, int looks) {
        NormalDistribution normal = NormalDistribution.of(0, 1);
        double factor = normal.inverseSurvivalProbability(TAIL / looks) / normal.inverseSurvivalProbability(TAIL);
        double half = factor * (difference.high() - difference.value());
        return new Estimate(
                difference.value(), difference.value() - half, difference.value() + half, difference.images());
    }

    private static int bestIngredient(ShiftOutcomes grids, String name) {
        int best = 0;
        int size = grids.ingredients().size();
        for (int i = 1; i < size; i++) {
            double score = grids.score(name, MixingWeights.vertex(i, size)).value();
            best = score > grids.score(name, MixingWeights.vertex(best, size)).value() ? i : best;
        }
        return best;
    }
}
