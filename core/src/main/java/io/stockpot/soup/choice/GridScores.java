package io.stockpot.soup.choice;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The score of every mixture of a grid on every data set, and their order.
 *
 * <p>Equal scores are frequent when images are few. The paper does not say what it does then. Here the
 * mixture that extrapolates least (smallest Σ|wᵢ|) comes first, then the one of fewest models, then the
 * one that is nearest to equal weights, then the first of the grid.
 */
public final class GridScores {
    /** Means over data sets that agree so far differ by rounding only. */
    private static final double RESOLUTION = 1e12;

    private final List<MixingWeights> weights;
    private final Map<String, double[]> scores;
    private final int[] preference;

    /**
     * A mixture and its score.
     *
     * @param index of the mixture in the grid
     * @param weights of its ingredients
     * @param score mean accuracy, in [0, 1]
     */
    public record Ranked(int index, MixingWeights weights, double score) {}

    private GridScores(List<MixingWeights> weights, Map<String, double[]> scores, int[] preference) {
        this.weights = weights;
        this.scores = scores;
        this.preference = preference;
    }

    /** Returns the scores on all images. */
    public static GridScores of(ShiftOutcomes outcomes) {
        Map<String, double[]> scores = new LinkedHashMap<>();
        outcomes.dataSets()
                .forEach((name, grid) -> scores.put(name, ImageScores.of(grid).means()));
        return of(outcomes.weights(), scores);
    }

    /** Ranks mixtures by given scores, in the order of the grid. */
    static GridScores of(List<MixingWeights> weights, Map<String, double[]> scores) {
        return new GridScores(weights, new LinkedHashMap<>(scores), preference(weights));
    }

    /** Returns other scores of the same grid. */
    GridScores with(Map<String, double[]> others) {
        return new GridScores(weights, new LinkedHashMap<>(others), preference);
    }

    /** Returns for every mixture how many come before it when scores are equal. */
    private static int[] preference(List<MixingWeights> weights) {
        List<Integer> order = IntStream.range(0, weights.size())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer mixture) -> extrapolation(weights.get(mixture)))
                        .thenComparing(mixture -> models(weights.get(mixture)))
                        .thenComparing(mixture -> inequality(weights.get(mixture))))
                .toList();
        int[] preference = new int[order.size()];
        for (int rank = 0; rank < preference.length; rank++) {
            preference[order.get(rank)] = rank;
        }
        return preference;
    }

    private static double extrapolation(MixingWeights weights) {
        long sum = weights.numerators().stream()
                .mapToLong(numerator -> Math.abs((long) numerator))
                .sum();
        return (double) sum / weights.denominator();
    }

    private static long models(MixingWeights weights) {
        return weights.numerators().stream().filter(numerator -> numerator != 0).count();
    }

    private static double inequality(MixingWeights weights) {
        double squares = weights.numerators().stream()
                .mapToDouble(numerator -> (double) numerator * numerator)
                .sum();
        return squares / weights.denominator() / weights.denominator();
    }

    /** Returns the mixtures in the order of the grid. */
    public List<MixingWeights> weights() {
        return weights;
    }

    /** Returns the names of the data sets. */
    public List<String> dataSets() {
        return List.copyOf(scores.keySet());
    }

    /** Returns the plain mean of a mixture's scores over some data sets, in [0, 1]. */
    public double mean(List<String> dataSets, int mixture) {
        double sum = 0;
        for (String name : dataSets) {
            sum += scores(name)[mixture];
        }
        return Math.rint(sum / dataSets.size() * RESOLUTION) / RESOLUTION;
    }

    private double[] scores(String dataSet) {
        double[] known = scores.get(dataSet);
        if (known == null) {
            throw new IllegalArgumentException("there is no data set '" + dataSet + "'; known: " + dataSets());
        }
        return known;
    }

    /** Returns all mixtures, the best mean over some data sets first. */
    public List<Ranked> ranking(List<String> dataSets) {
        return IntStream.range(0, weights.size())
                .mapToObj(mixture -> ranked(dataSets, mixture))
                .sorted(Comparator.comparingDouble(Ranked::score)
                        .reversed()
                        .thenComparing(ranked -> preference[ranked.index()]))
                .toList();
    }

    /** Returns the mixture of the best mean over some data sets. */
    public Ranked best(List<String> dataSets) {
        return best(dataSets, IntStream.range(0, weights.size()).toArray());
    }

    /** Returns the best of some mixtures, given by their indices in the grid. */
    Ranked best(List<String> dataSets, int[] mixtures) {
        int best = mixtures[0];
        double highest = mean(dataSets, best);
        for (int mixture : mixtures) {
            double mean = mean(dataSets, mixture);
            if (mean > highest || (mean == highest && preference[mixture] < preference[best])) {
                best = mixture;
                highest = mean;
            }
        }
        return new Ranked(best, weights.get(best), highest);
    }

    /** Returns the index of some weights in the grid, or −1. */
    int index(MixingWeights mixture) {
        return weights.indexOf(mixture);
    }

    /** Returns whether one mixture comes before another when their scores are equal. */
    boolean prefers(int one, int other) {
        return preference[one] < preference[other];
    }

    private Ranked ranked(List<String> dataSets, int mixture) {
        return new Ranked(mixture, weights.get(mixture), mean(dataSets, mixture));
    }
}
