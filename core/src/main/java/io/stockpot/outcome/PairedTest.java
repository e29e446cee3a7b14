package io.stockpot.outcome;

import java.util.BitSet;
import org.apache.commons.statistics.distribution.BinomialDistribution;

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
        // the distribution is symmetric: two tails are twice one, and a draw is counted in both
        double tail = BinomialDistribution.of(wins + losses, 0.5).cumulativeProbability(Math.min(wins, losses));
        return Math.min(1, 2 * tail);
    }

    private static int onlyIn(BitSet one, BitSet other) {
        BitSet difference = (BitSet) one.clone();
        difference.andNot(other);
        return difference.cardinality();
    }
}
