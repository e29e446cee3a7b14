package io.stockpot.claim;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Seed;
import io.stockpot.outcome.Estimate;
import io.stockpot.soup.choice.FewShotStudy;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A hundred labelled images suffice to choose a soup (Fig. 8).
 *
 * @param shifts outcomes of the grid on the images soups are chosen with
 * @param dataSets names of the data sets; none means all
 * @param study how images are drawn
 */
public record FewShot(
        String shifts,
        @JsonProperty(defaultValue = "[]") List<String> dataSets,
        @JsonProperty(defaultValue = "{}") FewShotStudy study)
        implements Claim {
    private static final int FEW = 100;
    /** In the paper, 100 images lose 0.6 to 1.8 points against all. */
    private static final double SUFFICIENT = 0.02;

    /** Copies the list. */
    public FewShot {
        dataSets = List.copyOf(dataSets);
        if (!study.sizes().contains(FEW)) {
            throw new IllegalArgumentException("the claim is about " + FEW + " images, which the study does not draw");
        }
    }

    @Override
    public String id() {
        return "E10";
    }

    @Override
    public String place() {
        return "Fig. 8";
    }

    @Override
    public String title() {
        return "A hundred labelled images suffice to choose a soup";
    }

    @Override
    public String stated() {
        return "Chosen with 100 images, soups reach 79.0 % on ImageNet against 80.8 % with 500, 39.9 against 41.6 % on"
                + " ImageNet-A, 39.0 against 39.6 % on Sketch, 67.4 against 68.4 % on Conflict Stimuli; the spread"
                + " between draws shrinks with every step from 10 images on (ImageNet: 4.9, 2.3, 1.6, 0.9 points).";
    }

    @Override
    public Finding examine(Evidence evidence, Seed seed) {
        ShiftOutcomes grids = evidence.shift(shifts);
        List<Check> checks = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        for (String name : dataSets.isEmpty() ? grids.names() : dataSets) {
            List<FewShotStudy.Spot> spots = study.run(grids.grid(name), seed.child(name));
            checks.add(suffices(name, grids.grid(name), spots, seed.child(name)));
            checks.add(Check.share(
                    "On " + name + " the spread between draws shrinks with every step",
                    Numbers.share(seed.child(name).child("spread"), drawn -> shrinks(redrawn(spots, drawn))),
                    deviations(spots) + "; shrinks"));
            rows.add(row(name, spots));
        }
        Listing listing = new Listing(List.of("data", "images drawn: mean accuracy on held-out images ± spread"), rows);
        return new Finding(this, checks, List.of(listing), List.of());
    }

    /** Decides by the held-out images, each classified by all soups that few images chose. */
    private Check suffices(String name, GridOutcomes grid, List<FewShotStudy.Spot> spots, Seed seed) {
        FewShotStudy.Spot few = spots.stream()
                .filter(spot -> spot.size() == FEW)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' has too few images to draw " + FEW));
        GridOutcomes heldOut = grid.restrict(study.judgedOn(grid, seed));
        Estimate lost = Numbers.doubted(
                shares(heldOut, spots.get(spots.size() - 1)),
                shares(heldOut, few),
                grid.conditions().size());
        return Check.below(
                "On " + name + ", " + FEW + " images lose less than 2 points against all", lost, SUFFICIENT, "lost");
    }

    /** Returns, for each image, the mean over the soups of one size. */
    private static double[] shares(GridOutcomes heldOut, FewShotStudy.Spot spot) {
        double[] shares = new double[heldOut.images()];
        for (FewShotStudy.Trial trial : spot.trials()) {
            Numbers.add(
                    shares,
                    heldOut.at(trial.weights()).shares(),
                    1.0 / spot.trials().size());
        }
        return shares;
    }

    /** With all images there is one draw only, so the last size says nothing. */
    private static boolean shrinks(List<FewShotStudy.Spot> spots) {
        for (int i = 1; i < spots.size() - 1; i++) {
            if (spots.get(i).deviation() > spots.get(i - 1).deviation()) {
                return false;
            }
        }
        return true;
    }

    /** Resamples the draws of each size, with replacement: the spread is that between draws. */
    private static List<FewShotStudy.Spot> redrawn(List<FewShotStudy.Spot> spots, Seed seed) {
        return spots.stream()
                .map(spot -> {
                    int size = spot.trials().size();
                    return new FewShotStudy.Spot(
                            spot.size(),
                            seed.child(spot.size())
                                    .generator()
                                    .ints(size, 0, size)
                                    .mapToObj(spot.trials()::get)
                                    .toList());
                })
                .toList();
    }

    private static String deviations(List<FewShotStudy.Spot> spots) {
        List<String> texts = new ArrayList<>();
        spots.subList(0, spots.size() - 1).forEach(spot -> texts.add(percent(spot.deviation())));
        return String.join(", ", texts) + " points";
    }

    private static List<String> row(String name, List<FewShotStudy.Spot> spots) {
        List<String> texts = new ArrayList<>();
        spots.forEach(spot -> texts.add(spot.size() + ": " + percent(spot.mean()) + " ± " + percent(spot.deviation())));
        return List.of(name, String.join("; ", texts));
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.1f", 100 * fraction);
    }
}
