package io.stockpot.claim;

import io.stockpot.soup.choice.ChoiceStability;
import io.stockpot.soup.choice.GridScores;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.util.List;

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

    /** Returns the share of resamples in which an ingredient dominates the chosen soup. */
    static double dominated(ChoiceStability choice, int ingredient) {
        return Numbers.share(choice, weights -> most(weights) == ingredient);
    }

    /** Returns the index of the ingredient with the largest weight; of equals, the first. */
    private static int most(MixingWeights weights) {
        int most = 0;
        for (int i = 1; i < weights.size(); i++) {
            most = weights.numerators().get(i) > weights.numerators().get(most) ? i : most;
        }
        return most;
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
