package io.stockpot.recipe.claim;

import io.stockpot.evaluate.Estimate;
import io.stockpot.evaluate.Outcomes;
import io.stockpot.soup.GridScores;
import io.stockpot.soup.MixingWeights;
import io.stockpot.soup.ShiftOutcomes;
import io.stockpot.tensor.Seed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Soups chosen with few images, on test images, beside other models (Table 1).
 *
 * @param adaptation outcomes of the grid on the images soups are chosen with
 * @param test outcomes of the grid on the test images
 * @param baselines outcomes of other models on the test images, as shifts of one ingredient, by the name
 *     they have in the table
 * @param ensemble name of the baseline that is the ensemble of the ingredients
 */
public record SeasonTable(String adaptation, String test, Map<String, String> baselines, String ensemble)
        implements Claim {
    /** Copies the map. */
    public SeasonTable {
        baselines = Collections.unmodifiableMap(new LinkedHashMap<>(baselines));
        if (!baselines.containsKey(ensemble)) {
            throw new IllegalArgumentException("the ensemble '" + ensemble + "' is not one of the baselines");
        }
    }

    @Override
    public String id() {
        return "E8";
    }

    @Override
    public String place() {
        return "Table 1";
    }

    @Override
    public String title() {
        return "Soups chosen with few images beside other models";
    }

    @Override
    public String stated() {
        return "Soups chosen per data set are best on 4 of 8 data sets (ImageNet-A 38.3, ImageNet-R 56.4, Sketch 40.7,"
                + " Conflict Stimuli 67.0 %, that one by 7.6 points). One soup for all has a mean of 59.5 %: above"
                + " nominal training (55.8), adversarial training (56.1), MAE (57.2) and Pyramid-AT (58.9), below"
                + " AdvProp (60.1) and below the ensemble of its four ingredients (60.0).";
    }

    @Override
    public Finding examine(Evidence evidence, Seed seed) {
        ShiftOutcomes chosen = evidence.shift(adaptation);
        ShiftOutcomes tested = evidence.shift(test);
        GridScores scores = GridScores.of(chosen);
        Map<String, Function<String, Outcomes>> rows = new LinkedHashMap<>();
        baselines.forEach((label, name) -> rows.put(
                label, data -> evidence.shift(name).grid(data).points().get(0).outcomes()));
        int size = tested.ingredients().size();
        for (int i = 0; i < size; i++) {
            MixingWeights alone = MixingWeights.vertex(i, size);
            rows.put(tested.ingredients().get(i), data -> tested.grid(data).at(alone));
        }
        MixingWeights single = scores.best(tested.names()).weights();
        rows.put("one soup for all", data -> tested.grid(data).at(single));
        rows.put(
                "soup per data set",
                data -> tested.grid(data).at(scores.best(List.of(data)).weights()));
        return new Finding(this, checks(rows, tested.names()), List.of(listing(rows, tested.names())), List.of());
    }

    private List<Check> checks(Map<String, Function<String, Outcomes>> rows, List<String> names) {
        List<Check> checks = new ArrayList<>();
        List<String> others =
                rows.keySet().stream().filter(row -> !row.contains("soup")).toList();
        for (String name : names) {
            checks.add(best(rows, others, name));
        }
        for (String other : others) {
            Estimate difference = Estimate.mean(names.stream()
                    .map(name -> Numbers.difference(
                            Numbers.shares(rows.get("one soup for all").apply(name)),
                            Numbers.shares(rows.get(other).apply(name))))
                    .toList());
            checks.add(
                    other.equals(ensemble)
                            ? Check.positive("One soup for all is below the " + other, negative(difference))
                            : Check.positive("One soup for all beats " + other + " in the mean", difference));
        }
        return checks;
    }

    private static Check best(Map<String, Function<String, Outcomes>> rows, List<String> others, String name) {
        Map<String, Double> scores = new LinkedHashMap<>();
        others.forEach(other -> scores.put(
                other, Estimate.ofVersions(rows.get(other).apply(name)).value()));
        String closest = Numbers.largest(scores);
        return Check.positive(
                "The soup for " + name + " beats every other model there",
                Numbers.difference(
                        Numbers.shares(rows.get("soup per data set").apply(name)),
                        Numbers.shares(rows.get(closest).apply(name))),
                "against " + closest);
    }

    private static Estimate negative(Estimate difference) {
        return new Estimate(-difference.value(), -difference.high(), -difference.low(), difference.images());
    }

    private static Listing listing(Map<String, Function<String, Outcomes>> rows, List<String> names) {
        List<String> header = new ArrayList<>(List.of("model"));
        header.addAll(names);
        header.add("mean");
        List<List<String>> lines = new ArrayList<>();
        rows.forEach((label, outcomes) -> {
            List<String> line = new ArrayList<>(List.of(label));
            List<Estimate> estimates = names.stream()
                    .map(name -> Estimate.ofVersions(outcomes.apply(name)))
                    .toList();
            estimates.forEach(estimate -> line.add(Numbers.text(estimate)));
            line.add(Numbers.text(Estimate.mean(estimates)));
            lines.add(line);
        });
        return new Listing(header, lines);
    }
}
