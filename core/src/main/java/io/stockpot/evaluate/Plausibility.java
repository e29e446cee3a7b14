package io.stockpot.evaluate;

import java.util.Optional;

/** Tells when a clean accuracy is too low to be what a trained classifier does. */
public final class Plausibility {
    /** An accuracy that is surely below so many times chance is implausible. */
    private static final double TIMES_CHANCE = 2;

    private Plausibility() {}

    /**
     * Returns a warning if a clean accuracy is surely below twice chance.
     *
     * @param classes how many classes the classifier knows
     */
    public static Optional<String> warning(Accuracy clean, int classes) {
        double bound = Math.min(1, TIMES_CHANCE / classes);
        if (clean.interval().high() >= bound) {
            return Optional.empty();
        }
        return Optional.of("a clean accuracy of " + clean.percent() + " is implausible for a classifier of " + classes
                + " classes, near chance; the usual cause is a wrong or missing normalisation, then another order of"
                + " the classes, then other data");
    }
}
