package io.stockpot.bench;

import java.io.IOException;
import java.util.Arrays;

/**
 * Two rates, measured in turn so that whatever disturbs them disturbs both.
 *
 * @param ours the median of our rates
 * @param bare the median of the rates of what ours is held against
 * @param ratio the median of the ratios of neighbours
 * @param least the smallest of these ratios
 * @param most the largest
 */
record SideBySide(double ours, double bare, double ratio, double least, double most) {
    /** Something per second. */
    interface Rate {
        double measure() throws IOException;
    }

    static SideBySide of(int rounds, Rate ours, Rate bare) throws IOException {
        double[] oursRates = new double[rounds];
        double[] bareRates = new double[rounds];
        double[] ratios = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            oursRates[round] = ours.measure();
            bareRates[round] = bare.measure();
            ratios[round] = oursRates[round] / bareRates[round];
        }
        Arrays.sort(ratios);
        return new SideBySide(median(oursRates), median(bareRates), median(ratios), ratios[0], ratios[rounds - 1]);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
