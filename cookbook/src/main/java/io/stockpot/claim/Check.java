package io.stockpot.claim;

import io.stockpot.outcome.Estimate;
import io.stockpot.soup.choice.ChoiceStability;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A statement that numbers can decide, and what they say.
 *
 * @param statement in the words of the claim
 * @param p how firmly the numbers are on either side
 * @param measured the numbers behind it
 * @param detectable what the data could have shown
 * @param plain the statement for readers who know no statistics, if it is worth their time
 */
record Check(String statement, PValues p, String measured, Detectable detectable, Optional<Plain> plain) {
    private static final double UPPER = 0.975;
    private static final double POWER = 0.8;

    /** The smallest effect that would have been found with a power of 80 %. */
    interface Detectable {
        /** Returns it as a text, for a one-sided test at a level. */
        String at(double level);
    }

    /** A difference and what it is between, for the page. */
    record Compared(String between, Estimate difference) {}

    Check(String statement, PValues p, String measured, Detectable detectable) {
        this(statement, p, measured, detectable, Optional.empty());
    }

    /** Returns this statement with words for readers who know no statistics. */
    Check plainly(boolean favourable, String supported, String contradicted, String question) {
        Plain words = new Plain(favourable, supported, contradicted, question);
        return new Check(statement, p, measured, detectable, Optional.of(words));
    }

    /** States that a difference is positive. */
    static Check positive(String statement, Estimate difference) {
        return positive(statement, difference, "");
    }

    /**
     * States that a difference is positive.
     *
     * @param between what is compared, for the page; may be empty
     */
    static Check positive(String statement, Estimate difference, String between) {
        return new Check(
                statement, PValues.above(difference, 0), measured(difference, between), detectable(difference));
    }

    /** States that a difference is below a bound. */
    static Check below(String statement, Estimate difference, double bound, String between) {
        return new Check(
                statement,
                PValues.above(difference, bound).not(),
                measured(difference, between),
                detectable(difference));
    }

    /** States that each of several differences is positive; the one that supports it least is shown. */
    static Check allPositive(String statement, List<Compared> all) {
        Compared least = all.stream()
                .max(Comparator.comparingDouble((Compared one) ->
                                PValues.above(one.difference(), 0).claimed())
                        .thenComparingDouble(one -> -one.difference().low()))
                .orElseThrow();
        PValues p = PValues.all(
                all.stream().map(one -> PValues.above(one.difference(), 0)).toList());
        return new Check(statement, p, measured(least.difference(), least.between()), detectable(least.difference()));
    }

    /** A statement that nothing was measured for. */
    static Check open(String statement, String missing) {
        return new Check(statement, PValues.NONE, missing, level -> "nothing");
    }

    private static String measured(Estimate difference, String between) {
        String numbers = text(difference) + ", n = " + difference.images();
        return between.isEmpty() ? numbers : between + ": " + numbers;
    }

    /** Returns what a difference of the same spread could have shown, in points. */
    static Detectable detectable(Estimate difference) {
        TDistribution student = TDistribution.of(Math.max(1, difference.images() - 1));
        double error = (difference.high() - difference.low()) / 2 / student.inverseCumulativeProbability(UPPER);
        double power = NormalDistribution.of(0, 1).inverseCumulativeProbability(POWER);
        return level -> String.format(
                Locale.ROOT, "%.1f points", 100 * error * (student.inverseSurvivalProbability(level) + power));
    }

    /** States that the best soup is better than the best ingredient, on images that chose neither. */
    static Check gains(String statement, ChoiceStability choice, String formula) {
        return gains(statement, choice, formula, "the best ingredient");
    }

    /**
     * States that the best soup is better than its rivals, on images that chose none of them.
     *
     * @param rival what they are called, for the page
     */
    static Check gains(String statement, ChoiceStability choice, String formula, String rival) {
        String between = "chosen: " + formula + ", "
                + String.format(Locale.ROOT, "%.0f", 100 * choice.repeated())
                + " % of resamples; gain over " + rival + " on unseen images";
        return positive(statement, gain(statement, choice), between);
    }

    /** Returns the gain of a choice. */
    static Estimate gain(String statement, ChoiceStability choice) {
        return choice.gain()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + statement + "' is about all ingredients alone, and the grid does not hold each of them"));
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
