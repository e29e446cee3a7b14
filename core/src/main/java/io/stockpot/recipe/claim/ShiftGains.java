package io.stockpot.recipe.claim;

import io.stockpot.evaluate.Outcomes;
import io.stockpot.soup.ChoiceStability;
import io.stockpot.soup.GridOutcomes;
import io.stockpot.soup.MixingWeights;
import io.stockpot.soup.Selection;
import io.stockpot.soup.ShiftOutcomes;
import io.stockpot.tensor.Seed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * On every shifted data set some soup beats every single model; on familiar images the nominal one stays
 * best (Fig. 6).
 *
 * @param shifts outcomes of the grid on the images soups are chosen with
 * @param familiar the data set without a shift
 * @param nominal outcomes of an independent nominal model on the same images, as shifts of one ingredient
 */
public record ShiftGains(String shifts, String familiar, String nominal) implements Claim {
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
        Set<Integer> bestModels = new HashSet<>();
        for (String name : grids.names()) {
            GridOutcomes grid = grids.grid(name);
            ChoiceStability choice =
                    Numbers.choice(ShiftOutcomes.of(name, grid), new Selection.BestOf(name), seed.child(name));
            int best = bestIngredient(grids, name);
            bestModels.add(best);
            Outcomes single = alone.grid(name).points().get(0).outcomes();
            if (name.equals(familiar)) {
                checks.add(Check.positive(
                        "On " + name + " the nominal model beats the best soup",
                        Numbers.difference(
                                Numbers.shares(single),
                                Numbers.shares(grid.at(choice.chosen().weights())))));
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
        checks.add(Check.exactly(
                "Which ingredient is best varies", bestModels.size() > 1, bestModels.size() + " different ones"));
        Listing listing = new Listing(
                List.of("data", "best soup", "accuracy", "on unseen images", "best ingredient", "nominal model"), rows);
        return new Finding(this, checks, List.of(listing), List.of());
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
