package io.stockpot.soup.choice;

import io.stockpot.base.Seed;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How firm the correlation of {@link RankTransfer} is: few images and test images are both weighed anew
 * ({@link ImageDraws#weighed}). Unequal weights add noise of their own, so the correlations lie rather too low.
 *
 * @param resamples how many, at least 40
 * @param seed of the draws
 */
public record RankResampling(int resamples, Seed seed) {
    private static final double TAIL = 0.025;

    /** Checks the number. */
    public RankResampling {
        if (resamples * TAIL < 1) {
            throw new IllegalArgumentException(
                    "an interval that leaves out 2.5 % at either end needs at least 40 resamples, not " + resamples);
        }
    }

    /**
     * The middle 95 % of the resampled correlations.
     *
     * @param low lower end
     * @param high upper end
     */
    public record Interval(double low, double high) {}

    /** Returns the interval; where all resampled scores are equal no order is kept, and the correlation counts as 0. */
    public Interval correlation(ShiftOutcomes adaptation, ShiftOutcomes test, List<String> dataSets) {
        ImageDraws few = new ImageDraws(adaptation);
        ImageDraws many = new ImageDraws(test);
        double[] correlations = IntStream.range(0, resamples)
                .mapToDouble(resample -> RankTransfer.correlation(
                                few.weighed(seed.child("few").child(resample)),
                                many.weighed(seed.child("test").child(resample)),
                                dataSets)
                        .orElse(0))
                .sorted()
                .toArray();
        int outside = (int) (resamples * TAIL);
        return new Interval(correlations[outside], correlations[resamples - 1 - outside]);
    }
}
