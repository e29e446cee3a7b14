package io.stockpot.outcome;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A mean accuracy, or a difference of two, with its 95 % confidence interval.
 *
 * @param value the point estimate, a fraction
 * @param low lower end of the interval
 * @param high upper end of the interval
 * @param images number of different images that it is based on
 */
public record Estimate(double value, double low, double high, int images) {
    private static final double UPPER = 0.975;

    private static final int TWO_DECIMALS_ABOVE = 1000;

    /** Checks that the interval holds the value. */
    public Estimate {
        if (!(low <= value && value <= high)) {
            throw new IllegalArgumentException("the interval [" + low + ", " + high + "] must hold " + value);
        }
        if (images < 1) {
            throw new IllegalArgumentException("an estimate needs at least 1 image, not " + images);
        }
    }

    /** Returns an accuracy with its Wilson interval. */
    public static Estimate of(Accuracy accuracy) {
        Accuracy.Interval interval = accuracy.interval();
        return new Estimate(accuracy.value(), interval.low(), interval.high(), accuracy.total());
    }

    /**
     * Returns the mean accuracy over all conditions, which are versions of the same images. The versions of
     * an image rise and fall together, so the interval follows from the spread between images; of a
     * single condition it is Wilson's.
     */
    public static Estimate ofVersions(Outcomes outcomes) {
        List<String> conditions = outcomes.conditions();
        if (conditions.size() == 1) {
            return of(outcomes.accuracy(conditions.get(0)));
        }
        return ofImages(outcomes.shares()).within(0, 1);
    }

    /** Returns the mean of one number per image, with the interval of its standard error by Student's t. */
    public static Estimate ofImages(double[] numbers) {
        double mean = Arrays.stream(numbers).average().orElseThrow();
        double squares = Arrays.stream(numbers)
                .map(number -> (number - mean) * (number - mean))
                .sum();
        double half = quantile(numbers.length) * Math.sqrt(squares / Math.max(1, numbers.length - 1) / numbers.length);
        return new Estimate(mean, mean - half, mean + half, numbers.length);
    }

    /** Returns how many standard errors a 95 % interval reaches to either side, if the error is estimated from n numbers. */
    public static double quantile(int numbers) {
        return TDistribution.of(Math.max(1, numbers - 1)).inverseCumulativeProbability(UPPER);
    }

    /**
     * Returns by how much the mean accuracy of one classifier is above that of another on the same images, with the
     * interval of the spread of the differences between images.
     *
     * @throws IllegalArgumentException if the outcomes stem from different data
     */
    public static Estimate ofDifference(Outcomes first, Outcomes second) {
        return ofImages(differences(first, second));
    }

    /**
     * Returns for each image by how much its share of correct versions is larger for one classifier than for another.
     *
     * @throws IllegalArgumentException if the outcomes stem from different data
     */
    public static double[] differences(Outcomes first, Outcomes second) {
        first.requireSameImages(second);
        double[] differences = first.shares();
        double[] others = second.shares();
        for (int image = 0; image < differences.length; image++) {
            differences[image] -= others[image];
        }
        return differences;
    }

    /** Returns another value with an interval whose ends are as far below and above it as here. */
    public Estimate around(double other) {
        return new Estimate(other, other - (value - low), other + (high - value), images);
    }

    /** Returns this estimate with its value and the ends of its interval moved into a range. */
    public Estimate within(double lowest, double highest) {
        double inside = Math.max(lowest, Math.min(highest, value));
        return new Estimate(
                inside, Math.max(lowest, Math.min(low, inside)), Math.min(highest, Math.max(high, inside)), images);
    }

    /** Returns the text of the value in percent, e.g. "53.8 %"; two decimals above 1000 images. */
    public String percent() {
        return percent(value) + " %";
    }

    /** Returns the text of the interval in percent, e.g. "50.7 – 56.9 %". */
    public String intervalPercent() {
        return percent(low) + " – " + percent(high) + " %";
    }

    /** Returns the text of a difference in points of percentage, with its sign: "+4.1", "−0.3", "0.0". */
    public String points() {
        return signed(value);
    }

    /**
     * Returns the text of the interval of a difference of accuracies in points, e.g. "−0.3 to +8.5": Student's interval
     * of few images may be wider than from −100 to +100, which no difference can be.
     */
    public String intervalPoints() {
        return signed(Math.max(-1, low)) + " to " + signed(Math.min(1, high));
    }

    private String signed(double difference) {
        String number = percent(difference);
        if (number.matches("−?0\\.0+")) {
            return number.replace("−", "");
        }
        return difference > 0 ? "+" + number : number;
    }

    private String percent(double fraction) {
        String text = String.format(Locale.ROOT, images > TWO_DECIMALS_ABOVE ? "%.2f" : "%.1f", 100 * fraction);
        return text.replace('-', '−');
    }
}
