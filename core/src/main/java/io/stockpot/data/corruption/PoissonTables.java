package io.stockpot.data.corruption;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Draws of Poisson variables whose means are level / 255 times a number: as there are only 256 levels,
 * their distributions are tabulated once and inverted.
 */
final class PoissonTables {
    private static final Map<Double, PoissonTables> KNOWN = new ConcurrentHashMap<>();
    /** The number of deviations from the mean beyond which the probability is below 10⁻¹⁵. */
    private static final int DEVIATIONS = 9;

    private final int[] smallest = new int[256];
    private final double[][] cumulative = new double[256][];

    private PoissonTables(double mean) {
        for (int level = 0; level < 256; level++) {
            tabulate(level, mean * level / 255);
        }
    }

    static PoissonTables of(double mean) {
        return KNOWN.computeIfAbsent(mean, PoissonTables::new);
    }

    /** Sums up probabilities, computed outwards from 1 at the mode and divided by their sum. */
    private void tabulate(int level, double mean) {
        double width = DEVIATIONS * (1 + Math.sqrt(mean));
        smallest[level] = (int) Math.max(0, mean - width);
        double[] table = new double[(int) (mean + width) + 1 - smallest[level]];
        int mode = (int) mean - smallest[level];
        table[mode] = 1;
        for (int i = mode + 1; i < table.length; i++) {
            table[i] = table[i - 1] * mean / (smallest[level] + i);
        }
        for (int i = mode - 1; i >= 0; i--) {
            table[i] = table[i + 1] * (smallest[level] + i + 1) / mean;
        }
        double sum = Arrays.stream(table).sum();
        Arrays.parallelPrefix(table, Double::sum);
        cumulative[level] = Arrays.stream(table).map(value -> value / sum).toArray();
    }

    /** Returns a draw of the variable of a level. */
    int draw(int level, RandomGenerator draws) {
        double[] table = cumulative[level];
        int found = Arrays.binarySearch(table, draws.nextDouble());
        int place = found >= 0 ? found + 1 : -found - 1;
        return smallest[level] + Math.min(place, table.length - 1);
    }
}
