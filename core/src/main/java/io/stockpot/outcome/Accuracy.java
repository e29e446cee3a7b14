package io.stockpot.outcome;

import java.util.Locale;

/**
 * The number of images of a sample that were classified correctly.
 *
 * @param correct number of correct images, 0 … total
 * @param total number of images, at least 1
 */
public record Accuracy(int correct, int total) implements Comparable<Accuracy> {
    /** The 97.5 % quantile of the standard normal distribution. */
    private static final double Z = 1.959963984540054;

    /** From this sample size on, one image is less than the first decimal of a percentage shows. */
    private static final int TWO_DECIMALS_ABOVE = 1000;

    /** Checks that there is an image, and that no more are correct than there are. */
    public Accuracy {
        if (total < 1) {
            throw new IllegalArgumentException("an accuracy needs at least 1 image, not " + total);
        }
        if (correct < 0 || correct > total) {
            throw new IllegalArgumentException("correct must lie in 0 … " + total + ", not " + correct);
        }
    }

    /**
     * A range of plausible accuracies.
     *
     * @param low lower end, in [0, 1]
     * @param high upper end, in [0, 1]
     */
    public record Interval(double low, double high) {
        /** Checks that the ends are in order and in [0, 1]. */
        public Interval {
            if (!(0 <= low && low <= high && high <= 1)) {
                throw new IllegalArgumentException("an interval must lie in [0, 1], not [" + low + ", " + high + "]");
            }
        }
    }

    /** Returns the fraction of correct images, in [0, 1]. */
    public double value() {
        return (double) correct / total;
    }

    /** Returns the text of the accuracy in percent, e.g. "53.8 %"; two decimals above 1000 images. */
    public String percent() {
        return percent(value()) + " %";
    }

    /** Returns the text of the interval in percent, e.g. "50.7 – 56.9 %", with as many decimals as {@link #percent}. */
    public String intervalPercent() {
        Interval interval = interval();
        return percent(interval.low()) + " – " + percent(interval.high()) + " %";
    }

    /** Returns the Wilson score interval at 95 % confidence (Wilson 1927), without continuity correction. */
    public Interval interval() {
        double n = total;
        double p = value();
        double denominator = 1 + Z * Z / n;
        double centre = (p + Z * Z / (2 * n)) / denominator;
        double half = Z / denominator * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
        // at the two ends the bound is exactly 0 or 1; the formula misses it by rounding
        double low = correct == 0 ? 0 : Math.max(0, centre - half);
        double high = correct == total ? 1 : Math.min(1, centre + half);
        return new Interval(low, high);
    }

    /** Compares the fractions, exactly. */
    @Override
    public int compareTo(Accuracy other) {
        return Long.compare((long) correct * other.total, (long) other.correct * total);
    }

    @Override
    public String toString() {
        return percent() + " (" + correct + " of " + total + ")";
    }

    private String percent(double fraction) {
        return String.format(Locale.ROOT, total > TWO_DECIMALS_ABOVE ? "%.2f" : "%.1f", 100 * fraction);
    }
}
