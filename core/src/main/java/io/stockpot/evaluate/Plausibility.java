package io.stockpot.evaluate;

import io.stockpot.outcome.Accuracy;
import java.util.Optional;

/** Tells when a clean accuracy is too low to be what a trained classifier does. */
public final class Plausibility {
    /** An accuracy that is surely below so many times chance is implausible; of two classes that would be all. */
    private static final double TIMES_CHANCE = 2;

    private Plausibility() {}

    /**
     * Returns a warning if a clean accuracy is surely below twice chance and below half way from chance to perfect.
     *
     * @param classes how many classes the classifier knows
     */
    public static Optional<String> warning(Accuracy clean, int classes) {
        double chance = 1.0 / classes;
        double bound = Math.min(TIMES_CHANCE * chance, (1 + chance) / 2);
        if (clean.interval().high() >= bound) {
            return Optional.empty();
        }
        return Optional.of("a clean accuracy of " + clean.percent() + " is implausible for a classifier of " + classes
                + " classes, near chance; the usual cause is a wrong or missing normalisation, then another order of"
                + " the classes, then other data");
    }
}
