package io.stockpot.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Guards;
import java.util.List;

/** The learning rate over the course of training. */
public sealed interface Schedule {
    /**
     * Returns the learning rate of one step.
     *
     * @param epoch epochs done before the step, with its fraction, from 0 to {@code epochs}
     * @param epochs epochs in all
     */
    double rate(double epoch, double epochs);

    /**
     * A constant rate that is divided by ten at each drop (the paper's base training: 0.1, drops at
     * epochs 100 and 150 of 200, App. A.1).
     *
     * @param rate before the first drop
     * @param drops epochs, ascending
     */
    record Piecewise(double rate, List<Double> drops) implements Schedule {
        /** Checks that the rate is positive and the drops ascend. */
        public Piecewise {
            requirePositive(rate);
            drops = List.copyOf(drops);
            for (int i = 1; i < drops.size(); i++) {
                if (drops.get(i) <= drops.get(i - 1)) {
                    throw new IllegalArgumentException("drops must ascend, not " + drops);
                }
            }
        }

        @Override
        public double rate(double epoch, double epochs) {
            double current = rate;
            for (double drop : drops) {
                current = epoch >= drop ? current / 10 : current;
            }
            return current;
        }
    }

    /**
     * A linear ramp from zero to the peak, then half a cosine down to zero (the paper's fine-tuning:
     * 0.1, ramp over the first tenth, App. A.1).
     *
     * @param rate at the peak
     * @param ramp share of the training spent ramping up, in [0, 1)
     */
    record Cosine(
            double rate, @JsonProperty(defaultValue = "0.1") double ramp) implements Schedule {
        /** Checks that the rate is positive and the ramp a share. */
        public Cosine {
            requirePositive(rate);
            requireShare("ramp", ramp);
        }

        @Override
        public double rate(double epoch, double epochs) {
            double done = epoch / epochs;
            if (done < ramp) {
                return rate * done / ramp;
            }
            return rate * 0.5 * (1 + Math.cos(Math.PI * (done - ramp) / (1 - ramp)));
        }
    }

    /**
     * A linear ramp from zero to the peak and a linear descent to zero, as in fast adversarial training
     * (Wong, Rice and Kolter 2020).
     *
     * @param rate at the peak
     * @param peak share of the training before the peak, in [0, 1)
     */
    record Cyclic(
            double rate, @JsonProperty(defaultValue = "0.4") double peak) implements Schedule {
        /** Checks that the rate is positive and the peak a share. */
        public Cyclic {
            requirePositive(rate);
            requireShare("peak", peak);
        }

        @Override
        public double rate(double epoch, double epochs) {
            double done = epoch / epochs;
            return done < peak ? rate * done / peak : rate * (1 - done) / (1 - peak);
        }
    }

    private static void requirePositive(double rate) {
        Guards.requirePositive("the learning rate", rate);
    }

    private static void requireShare(String name, double share) {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException(name + " must be a share of the training in [0, 1), not " + share);
        }
    }
}
