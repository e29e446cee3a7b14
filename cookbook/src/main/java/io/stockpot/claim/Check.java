package io.stockpot.claim;

import io.stockpot.outcome.Estimate;
import io.stockpot.soup.choice.ChoiceStability;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/**
 * A statement that numbers can decide, and what they say.
 *
 * @param statement in the words of the claim
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
        return new Check(statement, support(difference, 0), measured(difference, between));
    }

    /** Decides whether a difference is below a bound. */
    static Check below(String statement, Estimate difference, double bound, String between) {
        return new Check(statement, support(Numbers.negative(difference), -bound), measured(difference, between));
    }

    private static String measured(Estimate difference, String between) {
        String numbers = text(difference) + ", n = " + difference.images();
        return between.isEmpty() ? numbers : between + ": " + numbers;
    }

    private static Support support(Estimate difference, double bound) {
        if (difference.low() > bound) {
            return Support.YES;
        }
        return difference.value() > bound ? Support.WITHIN_CHANCE : Support.NO;
    }

    /** Decides by how often resamples agree. */
    static Check share(String statement, double share, String what) {
        return new Check(statement, support(share), what + " in " + resamples(share));
    }

    /** Returns a share of resamples in percent, with one decimal: there are a few hundred of them. */
    static String resamples(double share) {
        return new DecimalFormat("0.#", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(100 * share)
                + " % of resamples";
    }

    /** Decides by the share of resamples that say so. */
    static Support support(double share) {
        if (share >= FIRM) {
            return Support.YES;
        }
        return share >= MOST ? Support.WITHIN_CHANCE : Support.NO;
    }

    /** Decides whether the best soup is better than the best ingredient, on images that chose neither. */
    static Check gains(String statement, ChoiceStability choice, String formula) {
        return gains(statement, choice, formula, "the best ingredient");
    }

    /**
     * Decides whether the best soup is better than its rivals, on images that chose none of them.
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
