package io.stockpot.claim;

import io.stockpot.outcome.Outcomes;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.ShiftOutcomes;
import io.stockpot.soup.choice.WeightGrid;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Outcomes of given accuracies: the first images are right, so every difference is in one direction. */
final class MadeEvidence {
    static final int IMAGES = 1000;

    private MadeEvidence() {}

    static BitSet first(double accuracy) {
        BitSet bits = new BitSet();
        bits.set(0, (int) Math.round(accuracy * IMAGES));
        return bits;
    }

    static Outcomes model(Map<String, Double> accuracies) {
        Map<String, BitSet> bits = new LinkedHashMap<>();
        accuracies.forEach((condition, accuracy) -> bits.put(condition, first(accuracy)));
        return new Outcomes("ab", IMAGES, bits);
    }

    static GridOutcomes grid(
            List<String> ingredients, WeightGrid weights, Map<String, ToDoubleFunction<MixingWeights>> accuracies) {
        List<MixingWeights> points = weights.points(ingredients.size());
        List<Outcomes> outcomes = points.stream()
                .map(point -> {
                    Map<String, Double> values = new LinkedHashMap<>();
                    accuracies.forEach((condition, accuracy) -> values.put(condition, accuracy.applyAsDouble(point)));
                    return model(values);
                })
                .toList();
        return GridOutcomes.of(ingredients, points, outcomes);
    }

    /** A mixture of robust (r) and nominal (n): clean images like n, the others like r, all like some of both. */
    static ShiftOutcomes shifts() {
        List<String> ingredients = List.of("r", "n");
        WeightGrid weights = new WeightGrid.Lattice("-0.4", "1.4", "0.2");
        Map<String, GridOutcomes> sets = new LinkedHashMap<>();
        sets.put("clean", grid(ingredients, weights, Map.of("clean", peak(0.9, 1))));
        sets.put("paint", grid(ingredients, weights, Map.of("paint", peak(0.7, 0.2))));
        Map<String, ToDoubleFunction<MixingWeights>> corrupted = new LinkedHashMap<>();
        for (String name : List.of("fog", "snow", "frost", "blur", "noise", "jpeg")) {
            for (int severity = 1; severity <= 5; severity++) {
                corrupted.put(name + " " + severity, peak(0.8 - 0.05 * severity, 1 - 0.2 * severity));
            }
        }
        sets.put("corrupted", grid(ingredients, weights, corrupted));
        return new ShiftOutcomes(sets);
    }

    /** Returns an accuracy that is highest where the second ingredient has the given share. */
    private static ToDoubleFunction<MixingWeights> peak(double height, double share) {
        return weights -> Math.max(0.1, height - 0.5 * Math.pow(weights.value(1) - share, 2));
    }

    /** Returns one model on the data sets of {@link #shifts}. */
    static ShiftOutcomes alone(double clean, double others) {
        Map<String, GridOutcomes> sets = new LinkedHashMap<>();
        shifts().dataSets().forEach((name, grid) -> {
            Map<String, Double> accuracies = new LinkedHashMap<>();
            grid.conditions().forEach(condition -> accuracies.put(condition, name.equals("clean") ? clean : others));
            sets.put(
                    name,
                    GridOutcomes.of(List.of("alone"), List.of(MixingWeights.vertex(0, 1)), List.of(model(accuracies))));
        });
        return new ShiftOutcomes(sets);
    }
}
