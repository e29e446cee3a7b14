package io.stockpot.report;

import io.stockpot.outcome.Estimate;
import io.stockpot.outcome.Outcomes;
import io.stockpot.report.Measurement.Mixture;
import io.stockpot.soup.choice.GridScores;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The best soups on each data set beside single models (Croce et al. 2023, Fig. 6).
 *
 * @param title title
 * @param groups one per data set, all of the same bars
 */
public record AccuracyBars(String title, List<Group> groups) implements Figure {
    /** The kind of bars that are mixtures. */
    static final String SOUPS = "best soups";

    /**
     * One data set.
     *
     * @param name of the data set
     * @param bars from left to right
     */
    public record Group(String name, List<Bar> bars) {
        /** Copies the list. */
        public Group {
            bars = List.copyOf(bars);
        }
    }

    /**
     * One model.
     *
     * @param kind the entry of the legend
     * @param name of the model
     * @param mixture how it was mixed, if it was
     * @param score its accuracy
     */
    public record Bar(String kind, String name, Optional<Mixture> mixture, Estimate score) {}

    /** Copies the list. */
    public AccuracyBars {
        groups = List.copyOf(groups);
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("the bars '" + title + "' need at least one data set");
        }
    }

    /**
     * Shows the best soups, the ingredients, and other models.
     *
     * @param best number of soups
     * @param others what other models got right on data sets, by name of the model and of the data set; one with the
     *     name of an ingredient is shown in place of the soup of that alone
     */
    public static AccuracyBars of(
            String title, ShiftOutcomes outcomes, int best, Map<String, Map<String, Outcomes>> others) {
        GridScores scores = GridScores.of(outcomes);
        List<Group> groups = new ArrayList<>();
        for (String dataSet : outcomes.names()) {
            List<Bar> bars = new ArrayList<>();
            scores.ranking(List.of(dataSet)).stream()
                    .limit(best)
                    .forEach(soup -> bars.add(bar(outcomes, dataSet, soup.weights(), SOUPS)));
            for (int i = 0; i < outcomes.ingredients().size(); i++) {
                MixingWeights alone =
                        MixingWeights.vertex(i, outcomes.ingredients().size());
                String name = outcomes.ingredients().get(i);
                if (!others.containsKey(name)
                        && outcomes.grid(dataSet).find(alone).isPresent()) {
                    bars.add(bar(outcomes, dataSet, alone, name));
                }
            }
            others.forEach((name, measured) -> {
                if (measured.containsKey(dataSet)) {
                    bars.add(new Bar(name, name, Optional.empty(), Estimate.ofVersions(measured.get(dataSet))));
                }
            });
            groups.add(new Group(dataSet, bars));
        }
        return new AccuracyBars(title, groups);
    }

    private static Bar bar(ShiftOutcomes outcomes, String dataSet, MixingWeights weights, String kind) {
        Mixture mixture = new Mixture(outcomes.ingredients(), weights);
        return new Bar(kind, mixture.formula(), Optional.of(mixture), outcomes.score(dataSet, weights));
    }

    @Override
    public String caption() {
        return Wording.images(groups.stream()
                .flatMap(group -> group.bars().stream())
                .map(bar -> bar.score().images())
                .distinct()
                .sorted()
                .toList());
    }

    @Override
    public String explanation() {
        return "The best soups on the images that chose them, which flatters them, beside single models on the same"
                + " images. Lines: 95 % intervals.";
    }

    @Override
    public Drawing drawing() {
        return DotChart.of(this);
    }

    @Override
    public Width width() {
        return Width.FULL;
    }

    @Override
    public List<Measurement> measurements() {
        List<Measurement> all = new ArrayList<>();
        for (Group group : groups) {
            for (Bar bar : group.bars()) {
                all.add(new Measurement(bar.kind(), bar.mixture(), group.name(), bar.score(), Optional.empty()));
            }
        }
        return List.copyOf(all);
    }
}
