package io.stockpot.claim;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Seed;
import io.stockpot.outcome.Estimate;
import io.stockpot.soup.choice.FewShotStudy;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.statistics.distribution.NormalDistribution;

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

    private static final double POWER = 0.8;

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
        Map<String, Estimate> lost = new LinkedHashMap<>();
        for (String name : dataSets.isEmpty() ? grids.names() : dataSets) {
            List<FewShotStudy.Spot> spots = study.run(grids.grid(name), seed.child(name));
            lost.put(name, lost(name, grids.grid(name), spots, seed.child(name)));
            checks.add(Check.below(
                    "On " + name + ", " + FEW + " images lose less than 2 points against all",
                    lost.get(name),
                    SUFFICIENT,
                    "lost"));
            checks.add(shrinks(name, spots));
            rows.add(row(name, spots));
        }
        checks.add(
                0,
                Check.below(
                                FEW + " images lose less than 2 points against all, on average over data sets",
                                Numbers.mean(lost, grids.photos()),
                                SUFFICIENT,
                                "lost")
                        .plainly(
                                true,
                                "A hundred labelled images choose a mixture nearly as well as more do",
                                "A hundred labelled images are too few to choose a mixture",
                                "a hundred labelled images are enough to choose a mixture"));
        Listing listing = new Listing(List.of("data", "images drawn: mean accuracy on held-out images ± spread"), rows);
        return new Finding(this, checks, List.of(listing), List.of());
    }

    /** Returns what is lost on held-out images, each classified by all soups that few images chose. */
    private Estimate lost(String name, GridOutcomes grid, List<FewShotStudy.Spot> spots, Seed seed) {
        FewShotStudy.Spot few = spots.stream()
                .filter(spot -> spot.size() == FEW)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' has too few images to draw " + FEW));
        GridOutcomes heldOut = grid.restrict(study.judgedOn(grid, seed));
        return Numbers.difference(
                shares(heldOut, spots.get(spots.size() - 1)),
                shares(heldOut, few),
                grid.conditions().size());
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

    /**
     * States that the spread between draws shrinks with every step: each ratio of two deviations is above 1. The
     * logarithm of a deviation of m normal draws has a variance of 1 / 2(m − 1). With all images there is one draw only,
     * so the last size says nothing.
     */
    private static Check shrinks(String name, List<FewShotStudy.Spot> spots) {
        NormalDistribution normal = NormalDistribution.of(0, 1);
        List<PValues> steps = new ArrayList<>();
        double error = 0;
        for (int i = 1; i < spots.size() - 1; i++) {
            FewShotStudy.Spot fewer = spots.get(i - 1);
            FewShotStudy.Spot more = spots.get(i);
            double step = Math.sqrt(variance(fewer) + variance(more));
            double shrunk = Math.log(fewer.deviation() / more.deviation()) / step;
            steps.add(
                    fewer.deviation() > 0 && more.deviation() > 0
                            ? new PValues(normal.survivalProbability(shrunk), normal.cumulativeProbability(shrunk))
                            : PValues.NONE);
            error = Math.max(error, step);
        }
        double worst = error;
        return new Check(
                "On " + name + " the spread between draws shrinks with every step",
                steps.isEmpty() ? PValues.NONE : PValues.all(steps),
                deviations(spots) + ", " + spots.get(0).trials().size() + " draws each",
                level -> String.format(
                        Locale.ROOT,
                        "steps of a factor of %.1f",
                        Math.exp(worst
                                * (normal.inverseSurvivalProbability(level)
                                        + normal.inverseCumulativeProbability(POWER)))));
    }

    private static double variance(FewShotStudy.Spot spot) {
        return 0.5 / Math.max(1, spot.trials().size() - 1);
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
