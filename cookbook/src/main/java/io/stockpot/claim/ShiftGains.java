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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        Map<String, Estimate> gains = new LinkedHashMap<>();
        List<List<String>> rows = new ArrayList<>();
        for (String name : grids.names()) {
            GridOutcomes grid = grids.grid(name);
            ChoiceStability choice =
                    Numbers.choice(ShiftOutcomes.of(name, grid), new Selection.BestOf(name), seed.child(name));
            int best = bestIngredient(grids, name);
            Outcomes single = alone.grid(name).points().get(0).outcomes();
            if (name.equals(familiar)) {
                checks.add(familiar(name, single, grid, choice));
            } else {
                String statement = "On " + name + " a soup beats every ingredient";
                gains.put(name, Check.gain(statement, choice));
                checks.add(Check.gains(
                        statement, choice, Numbers.formula(grid, choice.chosen().weights())));
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
        if (!gains.isEmpty()) {
            checks.add(0, onAverage(Numbers.mean(gains, grids.photos())));
        }
        Listing listing = new Listing(
                List.of("data", "best soup", "accuracy", "on unseen images", "best ingredient", "nominal model"), rows);
        return new Finding(this, checks, List.of(listing), List.of());
    }

    private static Check onAverage(Estimate gain) {
        return Check.positive("On shifted images a soup beats every ingredient, on average over data sets", gain)
                .plainly(
                        true,
                        "On images of another kind than those trained on, a mixture chosen with some of them beats each"
                                + " of its models",
                        "On images of another kind than those trained on, the best model alone beats a chosen mixture",
                        "on images of another kind than those trained on, a mixture chosen with some of them beats the"
                                + " best of its models");
    }

    private static Check familiar(String name, Outcomes single, GridOutcomes grid, ChoiceStability choice) {
        return Check.positive(
                        "On " + name + " the nominal model beats the best soup",
                        Numbers.lead(
                                single.shares(),
                                grid.at(choice.chosen().weights()).shares(),
                                choice),
                        "against what is expected of the soup on unseen images")
                .plainly(
                        false,
                        "On ordinary images, a model trained without attacks beats the best mixture",
                        "On ordinary images, the best mixture beats a model trained without attacks",
                        "a model trained without attacks beats mixtures on ordinary images");
    }

    /**
     * States that the best ingredient varies. It does if none is best everywhere: each is beaten by some other one on
     * some data set. Shown is the one that is hardest to beat, where it is beaten most firmly.
     */
    private static Check varies(ShiftOutcomes grids) {
        int size = grids.ingredients().size();
        List<PValues> each = new ArrayList<>();
        List<Lead> firmest = new ArrayList<>();
        for (int beaten = 0; beaten < size; beaten++) {
            List<Lead> looks = looks(grids, beaten);
            each.add(PValues.any(looks.stream().map(Lead::p).toList()));
            firmest.add(looks.stream()
                    .min(Comparator.comparingDouble(look -> look.p().claimed()))
                    .orElseThrow());
        }
        int looks = grids.names().size() * (size - 1);
        Lead hardest = firmest.stream()
                .max(Comparator.comparingDouble(lead -> lead.p().claimed()))
                .orElseThrow();
        return new Check(
                "Which ingredient is best varies",
                PValues.all(each),
                "hardest to beat is " + hardest.between() + ", firmest of " + looks + " looks: "
                        + Check.text(hardest.difference()) + ", n = "
                        + hardest.difference().images(),
                level -> Check.detectable(hardest.difference()).at(level / looks));
    }

    /** By how much an ingredient is beaten by another. */
    private record Lead(String between, Estimate difference) {
        PValues p() {
            return PValues.above(difference, 0);
        }
    }

    private static List<Lead> looks(ShiftOutcomes grids, int beaten) {
        int size = grids.ingredients().size();
        List<Lead> looks = new ArrayList<>();
        for (String name : grids.names()) {
            GridOutcomes grid = grids.grid(name);
            for (int other = 0; other < size; other++) {
                if (other != beaten) {
                    Estimate lead = Numbers.difference(
                            grid.at(MixingWeights.vertex(other, size)).shares(),
                            grid.at(MixingWeights.vertex(beaten, size)).shares(),
                            grid.conditions().size());
                    String between = grids.ingredients().get(beaten) + ", against "
                            + grids.ingredients().get(other) + " on " + name;
                    looks.add(new Lead(between, lead));
                }
            }
        }
        return looks;
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
