package io.stockpot.report;

import io.stockpot.outcome.Accuracy;
import java.util.Collection;

/**
 * A scale of accuracies in steps wide enough that chance does not look like structure: band k holds the percentages from
 * k · step up to (k + 1) · step.
 *
 * @param first the lowest band
 * @param last the highest band
 * @param step width of a band, in points
 */
public record Bands(int first, int last, double step) {
    private static final double[] ROUND = {5, 2, 1};

    /** Checks that there is a band. */
    public Bands {
        if (last < first || !(step > 0)) {
            throw new IllegalArgumentException("bands need a step above 0 and a last band not below the first, not "
                    + first + " … " + last + " by " + step);
        }
    }

    /**
     * Returns the bands of some accuracies: as wide as the roundest number not above half the widest 95 % interval of
     * them.
     */
    public static Bands of(Collection<Accuracy> accuracies) {
        double half = accuracies.stream()
                .mapToDouble(accuracy ->
                        50 * (accuracy.interval().high() - accuracy.interval().low()))
                .max()
                .orElseThrow();
        double step = round(half);
        int first = accuracies.stream()
                .mapToInt(accuracy -> band(accuracy, step))
                .min()
                .orElseThrow();
        int last = accuracies.stream()
                .mapToInt(accuracy -> band(accuracy, step))
                .max()
                .orElseThrow();
        return new Bands(first, last, step);
    }

    /** Returns the number of bands. */
    int size() {
        return last - first + 1;
    }

    /** Returns the place of an accuracy's band on the scale, in [0, 1]; it is that of the middle of the band. */
    double place(Accuracy accuracy) {
        return (band(accuracy, step) - first + 0.5) / size();
    }

    /** Returns the largest of 1, 2 and 5 times a power of ten that is not above a width. */
    private static double round(double width) {
        double power = Math.pow(10, Math.floor(Math.log10(width)));
        for (double round : ROUND) {
            if (round * power <= width) {
                return round * power;
            }
        }
        return power;
    }

    private static int band(Accuracy accuracy, double step) {
        // 41.5 % is the end of a band of half a point, whatever the rounding of its quotient
        return (int) Math.floor(100 * accuracy.value() / step + 1e-9);
    }
}
