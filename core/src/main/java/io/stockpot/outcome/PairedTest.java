package io.stockpot.outcome;

import java.util.BitSet;

/**
 * The exact McNemar test (McNemar 1947): do two classifiers differ on the same images by more than chance? Only
 * images on which exactly one of the two is correct count; under the null hypothesis each of them falls to
 * either side like a fair coin.
 *
 * @param wins number of images that only the first classifier gets right
 * @param losses number of images that only the second classifier gets right
 */
public record PairedTest(int wins, int losses) {
    /** Checks that both numbers are not negative. */
    public PairedTest {
        if (wins < 0 || losses < 0) {
            throw new IllegalArgumentException("wins and losses must not be negative: " + wins + ", " + losses);
        }
    }

    /** Compares two sets of correct images; both must stem from the same images in the same order. */
    public static PairedTest of(BitSet first, BitSet second) {
        return new PairedTest(onlyIn(first, second), onlyIn(second, first));
    }

    /**
     * Compares two classifiers under one condition.
     *
     * @throws IllegalArgumentException if the outcomes stem from different data
     */
    public static PairedTest of(Outcomes first, Outcomes second, String condition) {
        first.requireSameImages(second);
        return of(first.correct(condition), second.correct(condition));
    }

    /** Returns the two-sided p-value: the probability of a split at least as uneven if both are equally good. */
    public double pValue() {
        int trials = wins + losses;
        int smaller = Math.min(wins, losses);
        double logarithm = -trials * Math.log(2);
        for (int i = 1; i <= smaller; i++) {
            logarithm += Math.log(trials - smaller + i) - Math.log(i);
        }
        // sums the terms C(trials, k) / 2^trials for k = smaller, smaller - 1, … 0 by their ratios
        double relative = 1;
        double sum = 0;
        for (int k = smaller; k >= 0; k--) {
            sum += relative;
            relative *= (double) k / (trials - k + 1);
        }
        return Math.min(1, 2 * Math.exp(logarithm) * sum);
    }

    private static int onlyIn(BitSet one, BitSet other) {
        BitSet difference = (BitSet) one.clone();
        difference.andNot(other);
        return difference.cardinality();
    }
}
