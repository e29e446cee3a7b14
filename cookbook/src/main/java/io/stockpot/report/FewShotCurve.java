package io.stockpot.report;

import io.stockpot.base.Seed;
import io.stockpot.outcome.Estimate;
import io.stockpot.soup.choice.FewShotStudy;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Accuracy on held-out images against the number of images that chose the soup (Croce et al. 2023, Fig. 8).
 *
 * @param title title
 * @param heldOut number of images that the soups are tested on
 * @param curves results of the study, by name of the data set
 */
public record FewShotCurve(String title, int heldOut, Map<String, List<FewShotStudy.Spot>> curves) implements Figure {
    /** Copies the map. */
    public FewShotCurve {
        Map<String, List<FewShotStudy.Spot>> copy = new LinkedHashMap<>();
        curves.forEach((name, spots) -> copy.put(name, List.copyOf(spots)));
        curves = Collections.unmodifiableMap(copy);
        if (curves.isEmpty() || curves.values().stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException("the curve '" + title + "' needs at least one study");
        }
    }

    /**
     * Runs a study on each data set.
     *
     * @param seed of the draws
     * @throws IllegalArgumentException if a data set is not there, or has too few images
     */
    public static FewShotCurve of(
            String title, ShiftOutcomes outcomes, List<String> dataSets, FewShotStudy study, Seed seed) {
        Map<String, List<FewShotStudy.Spot>> curves = new LinkedHashMap<>();
        dataSets.forEach(name -> curves.put(name, study.run(outcomes.grid(name), seed.child(name))));
        return new FewShotCurve(title, study.heldOut(), curves);
    }

    /** Returns the mean of the repetitions and the interval that holds the middle 95 % of them. */
    private Estimate estimate(FewShotStudy.Spot spot) {
        double[] sorted = spot.trials().stream()
                .mapToDouble(FewShotStudy.Trial::heldOut)
                .sorted()
                .toArray();
        int cut = (int) Math.floor(0.025 * sorted.length);
        double mean = Math.max(sorted[0], Math.min(sorted[sorted.length - 1], spot.mean()));
        return new Estimate(
                mean, Math.min(mean, sorted[cut]), Math.max(mean, sorted[sorted.length - 1 - cut]), heldOut);
    }

    @Override
    public String caption() {
        String last = curves.entrySet().stream()
                .map(curve -> curve.getKey() + " " + text(curve.getValue().get(0)) + " … "
                        + text(curve.getValue().get(curve.getValue().size() - 1)))
                .collect(Collectors.joining("; "));
        int repetitions = curves.values().iterator().next().get(0).trials().size();
        return last + ". " + heldOut + " held-out images, the same for all; " + repetitions + " repetitions.";
    }

    private static String text(FewShotStudy.Spot spot) {
        return String.format(Locale.ROOT, "%d: %.1f ± %.1f %%", spot.size(), 100 * spot.mean(), 100 * spot.deviation());
    }

    @Override
    public String explanation() {
        return "How many labelled images it takes: the best soup on so many randomly drawn images, judged by held-out"
                + " ones. Bars: one standard deviation over repeated draws.";
    }

    @Override
    public Drawing drawing() {
        return FewShotChart.of(this);
    }

    @Override
    public List<Measurement> measurements() {
        List<Measurement> all = new ArrayList<>();
        curves.forEach((name, spots) -> spots.forEach(spot -> all.add(
                new Measurement(spot.size() + " images", Optional.empty(), name, estimate(spot), Optional.empty()))));
        return List.copyOf(all);
    }
}
