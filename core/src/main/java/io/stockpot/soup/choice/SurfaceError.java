package io.stockpot.soup.choice;

import java.util.Locale;

/**
 * How wrong predictions of what mixtures answer are.
 *
 * @param verdicts share of images whose right or wrong was predicted wrongly, mean over mixtures, in [0, 1]
 * @param accuracy mean over mixtures of the distance between predicted and measured accuracy, in [0, 1]
 */
public record SurfaceError(double verdicts, double accuracy) {
    private static final double PERCENT = 100;

    /** Returns it in words, e.g. "3.1 % of the verdicts and accuracy by 0.8 points". */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.1f %% of the verdicts and accuracy by %.1f points",
                PERCENT * verdicts,
                PERCENT * accuracy);
    }

    /** Sums up errors over mixtures. */
    static final class Sum {
        private double verdicts;
        private double accuracy;
        private int mixtures;

        /**
         * Adds the error at one mixture.
         *
         * @param predicted margin of each image
         * @param expected accuracy
         */
        void add(float[] predicted, double expected, Scores measured) {
            int wrong = 0;
            for (int place = 0; place < predicted.length; place++) {
                wrong += predicted[place] > 0 == measured.isRight(place) ? 0 : 1;
            }
            verdicts += (double) wrong / predicted.length;
            accuracy += Math.abs(expected - measured.accuracy().value());
            mixtures++;
        }

        /** Returns the mean; at least one mixture must have been added. */
        SurfaceError mean() {
            return new SurfaceError(verdicts / mixtures, accuracy / mixtures);
        }
    }
}
