package io.stockpot.report;

import io.stockpot.outcome.GroupedImages;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
import io.stockpot.outcome.PairedTest;
import java.util.Locale;
import java.util.Optional;

/**
 * Two classifiers on the same images.
 *
 * @param wins number of images that only the first gets right
 * @param losses number of images that only the second gets right
 * @param pValue of a paired test of images, or of their groups
 * @param grouped whether it is of groups
 */
record Compared(int wins, int losses, double pValue, boolean grouped) {
    private static final double CHANCE = 0.05;

    /** Compares clean accuracies: by McNemar's test, or by the sign-flip test of groups if there are any. */
    static Compared of(Outcomes first, Outcomes second, Optional<GroupedImages> groups) {
        PairedTest test = PairedTest.of(first, second, Labels.CLEAN);
        double p = groups.map(all -> all.pValue(first.correct(Labels.CLEAN), second.correct(Labels.CLEAN)))
                .orElseGet(test::pValue);
        return new Compared(test.wins(), test.losses(), p, groups.isPresent());
    }

    /** Returns whether the difference is more than chance would explain, at 5 %. */
    boolean real() {
        return pValue < CHANCE;
    }

    /** Returns e.g. "p = 0.02". */
    String probability() {
        return String.format(Locale.ROOT, "p = %.2g", pValue) + (grouped ? " (of groups)" : "");
    }
}
