package io.stockpot.claim;

import io.stockpot.outcome.Estimate;
import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The one-sided p-values of a statement: how probable data as far on one side are, at most, if the truth is not there.
 *
 * @param claimed that of the side the statement names; small values support it
 * @param opposite that of the other side; small values contradict it
 */
record PValues(double claimed, double opposite) {
    /** Of a statement without data: neither supported nor contradicted. */
    static final PValues NONE = new PValues(1, 1);

    private static final double UPPER = 0.975;

    PValues {
        if (!(claimed >= 0 && claimed <= 1 && opposite >= 0 && opposite <= 1)) {
            throw new IllegalArgumentException("p-values lie in [0, 1], not " + claimed + " and " + opposite);
        }
    }

    /** Returns those of the statement that a difference is above a bound, by the interval of the difference. */
    static PValues above(Estimate difference, double bound) {
        double over = difference.value() - bound;
        return new PValues(
                tail(over, difference.value() - difference.low(), difference.images()),
                tail(-over, difference.high() - difference.value(), difference.images()));
    }

    /** Returns the tail of a distance by half the width of its interval; without a spread nothing is shown. */
    private static double tail(double distance, double half, int images) {
        if (half <= 0 || images < 2) {
            return 1;
        }
        TDistribution student = TDistribution.of(images - 1);
        return student.survivalProbability(distance / half * student.inverseCumulativeProbability(UPPER));
    }

    /**
     * Returns those of the statement that all of several hold: supported only if each is (intersection-union test),
     * contradicted if any is, which is corrected for the number of looks (Bonferroni).
     */
    static PValues all(List<PValues> each) {
        double claimed = each.stream().mapToDouble(PValues::claimed).max().orElseThrow();
        double opposite = each.stream().mapToDouble(PValues::opposite).min().orElseThrow();
        return new PValues(claimed, Math.min(1, each.size() * opposite));
    }

    /** Returns those of the statement that at least one of several holds. */
    static PValues any(List<PValues> each) {
        return all(each.stream().map(PValues::not).toList()).not();
    }

    /** Returns those of the opposite statement. */
    PValues not() {
        return new PValues(/* claimed= */ opposite, /* opposite= */ claimed);
    }
}
