package io.stockpot.evaluate;

import io.stockpot.outcome.Accuracy;
import java.util.Optional;

/** A check of whether a clean accuracy is too low for a trained classifier. */
public final class Plausibility {
    /** An accuracy that is surely below this multiple of chance is implausible; for two classes that would be 1. */
    private static final double TIMES_CHANCE = 2;

    private Plausibility() {}

    /**
     * Returns a warning if a clean accuracy is surely below twice chance and below the middle between chance and 1.
     *
     * @param classes the number of classes of the classifier
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

    /** Returns whether an accuracy may be chance: its Wilson interval at 95 % holds that of a guess, 1 / classes, or less. */
    public static boolean isChance(Accuracy clean, int classes) {
        return clean.interval().low() <= 1.0 / classes;
    }
}
