package io.stockpot.recipe.claim;

import io.stockpot.evaluate.Estimate;
import io.stockpot.soup.ChoiceStability;
import java.util.Locale;

/**
 * One statement that numbers can decide.
 *
 * @param statement as a claim makes it
 * @param support what was found
 * @param measured the numbers behind it
 */
record Check(String statement, Support support, String measured) {
    private static final double FIRM = 0.95;
    private static final double MOST = 0.5;

    /** Decides whether a difference is positive. */
    static Check positive(String statement, Estimate difference) {
        return positive(statement, difference, "");
    }

    /**
     * Decides whether a difference is positive.
     *
     * @param between what is compared, for the page; may be empty
     */
    static Check positive(String statement, Estimate difference, String between) {
        String numbers = text(difference) + ", n = " + difference.images();
        return new Check(statement, support(difference), between.isEmpty() ? numbers : between + ": " + numbers);
    }

    private static Support support(Estimate difference) {
        if (difference.low() > 0) {
            return Support.YES;
        }
        return difference.value() > 0 ? Support.WITHIN_CHANCE : Support.NO;
    }

    /** Decides by how often a choice repeats. */
    static Check share(String statement, double share, String what) {
        Support support = share >= FIRM ? Support.YES : share >= MOST ? Support.WITHIN_CHANCE : Support.NO;
        return new Check(
                statement,
                support,
                what + " in " + String.format(Locale.ROOT, "%.0f", 100 * share) + " % of resamples");
    }

    /** Decides by a rule that chance does not enter. */
    static Check exactly(String statement, boolean holds, String measured) {
        return new Check(statement, holds ? Support.YES : Support.NO, measured);
    }

    /** Decides whether the best soup is better than the best ingredient, on images neither was chosen with. */
    static Check gains(String statement, ChoiceStability choice, String formula) {
        return gains(statement, choice, formula, "the best ingredient");
    }

    /**
     * Decides whether the best soup is better than its rivals, on images none was chosen with.
     *
     * @param rival what they are called, for the page
     */
    static Check gains(String statement, ChoiceStability choice, String formula, String rival) {
        Estimate gain = choice.gain()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + statement + "' is about all ingredients alone, and the grid does not hold each of them"));
        String between = "chosen: " + formula + ", "
                + String.format(Locale.ROOT, "%.0f", 100 * choice.repeated())
                + " % of resamples; gain over " + rival + " on unseen images";
        return positive(statement, gain, between);
    }

    /** Returns a difference in percentage points with its interval. */
    static String text(Estimate difference) {
        return points(difference.value()) + " points (" + points(difference.low()) + " … " + points(difference.high())
                + ")";
    }

    /** Returns percentage points with a sign. */
    static String points(double difference) {
        return String.format(Locale.ROOT, "%+.1f", 100 * difference).replace('-', '−');
    }
}
