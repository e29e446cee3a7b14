package io.stockpot.soup.choice;

import io.stockpot.outcome.Estimate;
import io.stockpot.soup.choice.GridScores.Ranked;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Whether the order of soups on few images is that on the test images (Croce et al. 2023, Table 2).
 *
 * @param rows the best soups on the few images, best first
 * @param correlation Spearman's correlation of the two orders over all mixtures that were tested; absent if
 *     fewer than three were, or all are equal
 * @param tested number of mixtures it rests on
 */
public record RankTransfer(List<TestedSoup> rows, OptionalDouble correlation, int tested) {
    /**
     * One soup.
     *
     * @param chosen the soup and its score on the few images
     * @param tests its score on the test images of each data set
     * @param mean of those; a photo of several data sets counts once
     */
    public record TestedSoup(Ranked chosen, List<Estimate> tests, Estimate mean) {
        /** Copies the list. */
        public TestedSoup {
            tests = List.copyOf(tests);
        }
    }

    /** Copies the list. */
    public RankTransfer {
        rows = List.copyOf(rows);
    }

    /**
     * Compares two orders.
     *
     * @param adaptation outcomes on the images soups are chosen with
     * @param test outcomes on test images; of the best soups at least, better of all
     * @param dataSets whose mean score is the order
     * @param best number of rows
     * @throws IllegalArgumentException if one of the best soups was not tested
     */
    public static RankTransfer of(ShiftOutcomes adaptation, ShiftOutcomes test, List<String> dataSets, int best) {
        GridScores chosen = GridScores.of(adaptation);
        List<Ranked> ranking = chosen.ranking(dataSets);
        List<TestedSoup> rows = ranking.subList(0, Math.min(best, ranking.size())).stream()
                .map(soup -> row(soup, test, dataSets))
                .toList();
        GridScores tested = GridScores.of(test);
        return new RankTransfer(rows, correlation(chosen, tested, dataSets), common(chosen, tested).length);
    }

    /** Returns Spearman's correlation of two orders over the mixtures they have in common. */
    static OptionalDouble correlation(GridScores chosen, GridScores tested, List<String> dataSets) {
        int[] common = common(chosen, tested);
        double[] before = new double[common.length];
        double[] after = new double[common.length];
        for (int i = 0; i < common.length; i++) {
            before[i] = chosen.mean(dataSets, chosen.index(tested.weights().get(common[i])));
            after[i] = tested.mean(dataSets, common[i]);
        }
        return spearman(before, after);
    }

    private static int[] common(GridScores chosen, GridScores tested) {
        return IntStream.range(0, tested.weights().size())
                .filter(mixture -> chosen.index(tested.weights().get(mixture)) >= 0)
                .toArray();
    }

    private static TestedSoup row(Ranked soup, ShiftOutcomes test, List<String> dataSets) {
        List<Estimate> tests =
                dataSets.stream().map(name -> test.score(name, soup.weights())).toList();
        return new TestedSoup(soup, tests, test.mean(dataSets, soup.weights()));
    }

    private static OptionalDouble spearman(double[] one, double[] other) {
        if (one.length < 3) {
            return OptionalDouble.empty();
        }
        double[] first = centredRanks(one);
        double[] second = centredRanks(other);
        double product = 0;
        double firstSquares = 0;
        double secondSquares = 0;
        for (int i = 0; i < first.length; i++) {
            product += first[i] * second[i];
            firstSquares += first[i] * first[i];
            secondSquares += second[i] * second[i];
        }
        double scale = Math.sqrt(firstSquares * secondSquares);
        return scale == 0 ? OptionalDouble.empty() : OptionalDouble.of(product / scale);
    }

    /** Returns ranks less their mean; equal values share the mean of their ranks. */
    private static double[] centredRanks(double[] values) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, values.length).boxed().toList());
        order.sort(Comparator.comparingDouble(i -> values[i]));
        double[] ranks = new double[values.length];
        int begin = 0;
        while (begin < ranks.length) {
            int end = begin;
            while (end < ranks.length && values[order.get(end)] == values[order.get(begin)]) {
                end++;
            }
            for (int i = begin; i < end; i++) {
                ranks[order.get(i)] = (begin + end - 1) / 2.0 - (ranks.length - 1) / 2.0;
            }
            begin = end;
        }
        return ranks;
    }
}
