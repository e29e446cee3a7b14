package io.stockpot.claim;

import io.stockpot.base.Seed;
import io.stockpot.outcome.Estimate;
import io.stockpot.outcome.MeanOverDataSets;
import io.stockpot.outcome.Outcomes;
import io.stockpot.soup.choice.GridScores;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.ShiftOutcomes;
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
        ShiftOutcomes tested = evidence.shift(test);
        GridScores scores = GridScores.of(evidence.shift(adaptation));
        MixingWeights single = scores.best(tested.names()).weights();
        Method forAll = new Method("one soup for all", data -> tested.grid(data).at(single));
        Method perDataSet = new Method(
                "soup per data set",
                data -> tested.grid(data).at(scores.best(List.of(data)).weights()));
        List<Method> models = models(evidence, tested);
        List<Method> rows = new ArrayList<>(models);
        rows.addAll(List.of(forAll, perDataSet));
        return new Finding(this, checks(models, forAll, perDataSet, tested), List.of(listing(rows, tested)), List.of());
    }

    /**
     * A model, or a way to choose one for each data set: a row of the table.
     *
     * @param outcomes by data set
     */
    private record Method(String label, Function<String, Outcomes> outcomes) {
        Outcomes on(String name) {
            return outcomes.apply(name);
        }

        Estimate less(Method other, String name) {
            return Numbers.difference(
                    on(name).shares(),
                    other.on(name).shares(),
                    on(name).conditions().size());
        }

        /** Returns the mean difference over all data sets. */
        Estimate less(Method other, ShiftOutcomes tested) {
            MeanOverDataSets mean = new MeanOverDataSets(tested.photos());
            for (String name : tested.names()) {
                double[] difference = on(name).shares();
                Numbers.add(difference, other.on(name).shares(), -1);
                mean.add(name, difference);
            }
            return mean.mean();
        }

        Estimate mean(ShiftOutcomes tested) {
            MeanOverDataSets mean = new MeanOverDataSets(tested.photos());
            tested.names().forEach(name -> mean.add(name, on(name)));
            return mean.mean();
        }
    }

    /** Returns what soups are compared with: the baselines and the ingredients alone. */
    private List<Method> models(Evidence evidence, ShiftOutcomes tested) {
        List<Method> models = new ArrayList<>();
        baselines.forEach((label, name) -> models.add(new Method(
                label, data -> evidence.shift(name).grid(data).points().get(0).outcomes())));
        int size = tested.ingredients().size();
        for (int i = 0; i < size; i++) {
            MixingWeights alone = MixingWeights.vertex(i, size);
            models.add(new Method(
                    tested.ingredients().get(i), data -> tested.grid(data).at(alone)));
        }
        return models;
    }

    private List<Check> checks(List<Method> models, Method forAll, Method perDataSet, ShiftOutcomes tested) {
        List<Check> checks = new ArrayList<>();
        for (String name : tested.names()) {
            checks.add(Check.allPositive(
                    "The soup for " + name + " beats every other model there",
                    models.stream()
                            .map(model -> new Check.Compared("against " + model.label(), perDataSet.less(model, name)))
                            .toList()));
        }
        for (Method model : models) {
            String label = model.label();
            Estimate difference = forAll.less(model, tested);
            checks.add(
                    label.equals(ensemble)
                            ? Check.positive("One soup for all is below the " + label, Numbers.negative(difference))
                                    .plainly(
                                            false,
                                            "Asking all models and averaging their answers beats one mixture of them",
                                            "One mixture beats asking all models and averaging their answers",
                                            "asking all models and averaging their answers beats one mixture of them")
                            : Check.positive("One soup for all beats " + label + " in the mean", difference));
        }
        return checks;
    }

    private static Listing listing(List<Method> rows, ShiftOutcomes tested) {
        List<String> header = new ArrayList<>(List.of("model"));
        header.addAll(tested.names());
        header.add("mean");
        List<List<String>> lines = new ArrayList<>();
        rows.forEach(row -> {
            List<String> line = new ArrayList<>(List.of(row.label()));
            tested.names().forEach(name -> line.add(Numbers.text(Estimate.ofVersions(row.on(name)))));
            line.add(Numbers.text(row.mean(tested)));
            lines.add(line);
        });
        return new Listing(header, lines);
    }
}
