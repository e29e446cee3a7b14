package io.stockpot.report;

import io.stockpot.outcome.Estimate;
import io.stockpot.report.Measurement.Mixture;
import io.stockpot.soup.choice.GridScores;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The weights of the best soups on each data set (Croce et al. 2023, Fig. 7, 9 and 11).
 *
 * @param title title
 * @param ingredients names of the mixed models
 * @param groups one per data set
 */
public record CompositionBars(String title, List<String> ingredients, List<BestSoups> groups) implements Figure {
    /** The name of a version: a corruption and its severity. */
    private static final Pattern VERSION = Pattern.compile("(.*)[ -](\\d+)");

    /**
     * The best soups on one data set.
     *
     * @param name of the data set
     * @param best the soups, best first
     */
    public record BestSoups(String name, List<ScoredSoup> best) {
        /** Copies the list. */
        public BestSoups {
            best = List.copyOf(best);
        }
    }

    /** A soup and its score on the images that chose it. */
    public record ScoredSoup(MixingWeights weights, Estimate score) {}

    /** Copies the lists. */
    public CompositionBars {
        ingredients = List.copyOf(ingredients);
        groups = List.copyOf(groups);
        if (groups.isEmpty() || groups.stream().anyMatch(group -> group.best().isEmpty())) {
            throw new IllegalArgumentException("the composition '" + title + "' needs soups of at least one data set");
        }
    }

    /**
     * Shows the best soups on each data set and, if there are several, the best on average, named "all".
     *
     * @param best number of soups
     */
    public static CompositionBars of(String title, ShiftOutcomes outcomes, int best) {
        List<BestSoups> groups = groups(outcomes, outcomes.names(), best, name -> name);
        List<String> names = outcomes.names();
        if (names.size() > 1) {
            List<ScoredSoup> average = ranking(GridScores.of(outcomes), names, best).stream()
                    .map(weights -> new ScoredSoup(weights, outcomes.mean(names, weights)))
                    .toList();
            groups.add(new BestSoups("all", average));
        }
        return new CompositionBars(title, outcomes.ingredients(), groups);
    }

    /**
     * Shows the best soups on each version of a data set such as "fog 3": one block per corruption, one group
     * per severity.
     */
    public static List<CompositionBars> ofVersions(ShiftOutcomes outcomes, String dataSet, int best) {
        ShiftOutcomes versions = outcomes.versions(dataSet);
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        for (String version : versions.names()) {
            Matcher matcher = VERSION.matcher(version);
            kinds.computeIfAbsent(matcher.matches() ? matcher.group(1) : version, any -> new ArrayList<>())
                    .add(version);
        }
        List<CompositionBars> blocks = new ArrayList<>();
        kinds.forEach((kind, names) -> blocks.add(new CompositionBars(
                kind, outcomes.ingredients(), groups(versions, names, best, CompositionBars::severity))));
        return List.copyOf(blocks);
    }

    private static String severity(String version) {
        Matcher matcher = VERSION.matcher(version);
        return matcher.matches() ? matcher.group(2) : version;
    }

    private interface Label {
        String of(String dataSet);
    }

    private static List<BestSoups> groups(ShiftOutcomes outcomes, List<String> names, int best, Label label) {
        GridScores scores = GridScores.of(outcomes);
        List<BestSoups> groups = new ArrayList<>();
        for (String name : names) {
            List<ScoredSoup> soups = ranking(scores, List.of(name), best).stream()
                    .map(weights -> new ScoredSoup(weights, outcomes.score(name, weights)))
                    .toList();
            groups.add(new BestSoups(label.of(name), soups));
        }
        return groups;
    }

    private static List<MixingWeights> ranking(GridScores scores, List<String> names, int best) {
        return scores.ranking(names).stream()
                .limit(best)
                .map(GridScores.Ranked::weights)
                .toList();
    }

    /** Returns a soup as a sum. */
    Mixture mixture(ScoredSoup soup) {
        return new Mixture(ingredients, soup.weights());
    }

    @Override
    public String caption() {
        if (groups.size() > 12) {
            return "";
        }
        List<String> sentences = new ArrayList<>();
        for (BestSoups group : groups) {
            ScoredSoup first = group.best().get(0);
            sentences.add(group.name() + ": " + mixture(first).formula() + ", "
                    + first.score().percent() + ".");
        }
        return Wording.sentences(sentences.toArray(String[]::new));
    }

    @Override
    public String explanation() {
        return "Dots: the weight of each model in the best soup; lines: from the lowest to the highest in the best "
                + groups.get(0).best().size()
                + " soups, short where they agree. The soups were chosen on the images they"
                + " are measured on.";
    }

    @Override
    public Drawing drawing() {
        return SlotChart.of(this);
    }

    @Override
    public List<Measurement> measurements() {
        List<Measurement> all = new ArrayList<>();
        for (BestSoups group : groups) {
            for (int rank = 0; rank < group.best().size(); rank++) {
                ScoredSoup soup = group.best().get(rank);
                all.add(new Measurement(
                        "best " + (rank + 1),
                        Optional.of(mixture(soup)),
                        group.name(),
                        soup.score(),
                        Optional.empty()));
            }
        }
        return List.copyOf(all);
    }
}
