package io.stockpot.claim;

import io.stockpot.soup.choice.GridScores;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.util.List;
import java.util.stream.IntStream;

/** The best soups on a data set and their ingredients. */
final class TopSoups {
    /** The number of soups that the paper shows (Fig. 6, 7 and 9). */
    static final int SHOWN = 5;

    private TopSoups() {}

    /** Returns the best soups on one data set, best first. */
    static List<GridScores.Ranked> of(GridScores scores, String dataSet) {
        List<GridScores.Ranked> ranking = scores.ranking(List.of(dataSet));
        return ranking.subList(0, Math.min(SHOWN, ranking.size()));
    }

    /** Returns the mean share of each ingredient in the best soups on one data set. */
    static double[] shares(GridScores scores, String dataSet) {
        List<GridScores.Ranked> top = of(scores, dataSet);
        double[] shares = new double[scores.weights().get(0).size()];
        for (GridScores.Ranked soup : top) {
            Numbers.add(shares, soup.weights().values(), 1.0 / top.size());
        }
        return shares;
    }

    /** Returns whether an ingredient has the largest weight. */
    static boolean leads(MixingWeights weights, int ingredient) {
        return others(weights, ingredient) < weights.numerators().get(ingredient);
    }

    /** Returns whether another ingredient has a larger weight; where two share the largest, neither leads. */
    static boolean trails(MixingWeights weights, int ingredient) {
        return others(weights, ingredient) > weights.numerators().get(ingredient);
    }

    private static int others(MixingWeights weights, int ingredient) {
        return IntStream.range(0, weights.size())
                .filter(other -> other != ingredient)
                .map(weights.numerators()::get)
                .max()
                .orElseThrow();
    }

    /** Returns the index of an ingredient by its name. */
    static int place(ShiftOutcomes outcomes, String ingredient) {
        int place = outcomes.ingredients().indexOf(ingredient);
        if (place < 0) {
            throw new IllegalArgumentException(
                    "there is no ingredient '" + ingredient + "' among " + String.join(", ", outcomes.ingredients()));
        }
        return place;
    }
}
