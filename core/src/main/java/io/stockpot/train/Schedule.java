package io.stockpot.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Guards;
import java.util.List;
import java.util.Optional;

/** The learning rate over the course of training. */
public sealed interface Schedule {
    /**
     * Returns the learning rate of one step.
     *
     * @param epoch epochs done before the step, with its fraction, from 0 to {@code epochs}
     * @param epochs epochs in all
     */
    double rate(double epoch, double epochs);

    /** Returns this schedule with the rates that it has for batches of so many images. */
    default Schedule forBatchesOf(int images) {
        return this;
    }

    /**
     * Checks that a training is long enough.
     *
     * @throws IllegalArgumentException saying how long it must be; it begins with the name of the component
     */
    default void requireFits(double epochs) {}

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
     * A linear ramp from zero to the peak, then half a cosine down to the minimum (the paper's fine-tuning: 0.1, ramp over
     * the first tenth, to zero; its ImageNet training: a base rate of 1e-4, 20 epochs of ramp, App. A.1).
     *
     * @param rate at the peak; or else there is a baseRate
     * @param ramp share of the training spent ramping up, in [0, 1); a tenth unless there are warmUpEpochs
     * @param baseRate the rate at the peak for batches of 256 images; that for others is in proportion to their size (Goyal
     *     et al., "Accurate, large minibatch SGD", 2017)
     * @param warmUpEpochs epochs spent ramping up, in place of the ramp
     * @param minimumRate at the end of the cosine, whatever the size of batches; absent means zero
     */
    record Cosine(
            Optional<Double> rate,
            Optional<Double> ramp,
            Optional<Double> baseRate,
            Optional<Double> warmUpEpochs,
            Optional<Double> minimumRate)
            implements Schedule {
        private static final double USUAL_RAMP = 0.1;
        private static final double BASE_BATCH = 256;

        /** Checks the ranges, and that nothing is said twice. */
        public Cosine {
            if (rate.isPresent() == baseRate.isPresent()) {
                throw new IllegalArgumentException(
                        "rate or base-rate must be given, one of them; base-rate is multiplied"
                                + " by the batch size over 256");
            }
            rate.ifPresent(Schedule::requirePositive);
            baseRate.ifPresent(base -> Guards.requirePositive("base-rate", base));
            if (ramp.isPresent() && warmUpEpochs.isPresent()) {
                throw new IllegalArgumentException(
                        "ramp says in shares of the training what warm-up-epochs says in epochs;"
                                + " leave one of them out");
            }
            ramp = ramp.isEmpty() && warmUpEpochs.isEmpty() ? Optional.of(USUAL_RAMP) : ramp;
            ramp.ifPresent(share -> requireShare("ramp", share));
            warmUpEpochs.ifPresent(Cosine::requireWarmUp);
            minimumRate.ifPresent(least -> Guards.requirePositive("minimum-rate", least));
            if (rate.isPresent() && minimumRate.isPresent()) {
                requireBelow(minimumRate.get(), rate.get());
            }
        }

        /** A cosine down to zero after a ramp of this share of the training. */
        public Cosine(double rate, double ramp) {
            this(Optional.of(rate), Optional.of(ramp), Optional.empty(), Optional.empty(), Optional.empty());
        }

        private static void requireWarmUp(double epochs) {
            if (!(epochs >= 0 && epochs < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("warm-up-epochs must not be negative, not " + epochs);
            }
        }

        private static void requireBelow(double minimum, double peak) {
            if (minimum >= peak) {
                throw new IllegalArgumentException(
                        "minimum-rate must be less than the rate at the peak of " + peak + ", not " + minimum);
            }
        }

        @Override
        public Schedule forBatchesOf(int images) {
            return baseRate.<Schedule>map(base -> new Cosine(
                            Optional.of(base * images / BASE_BATCH), ramp, Optional.empty(), warmUpEpochs, minimumRate))
                    .orElse(this);
        }

        @Override
        public void requireFits(double epochs) {
            warmUpEpochs.ifPresent(warmUp -> {
                if (warmUp >= epochs) {
                    throw new IllegalArgumentException("warm-up-epochs must be fewer than the " + epochs
                            + " epochs of the training, not " + warmUp + "; ramp takes a share of any training");
                }
            });
        }

        @Override
        public double rate(double epoch, double epochs) {
            double peak = rate.orElseThrow(() ->
                    new IllegalStateException("base-rate is no rate yet; ask the schedule for batches of some size"));
            double least = minimumRate.orElse(0.0);
            double done = epoch / epochs;
            double up = ramp.orElseGet(() -> warmUpEpochs.orElseThrow() / epochs);
            if (done < up) {
                return peak * done / up;
            }
            return least + (peak - least) * 0.5 * (1 + Math.cos(Math.PI * (done - up) / (1 - up)));
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
