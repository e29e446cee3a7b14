package io.stockpot.threat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The radius of a ball, as it was written: "8/255", "0.5", "12". Two radii are equal when their exact
 * values are, whatever their texts: 128/256 equals 0.5.
 */
public final class Epsilon {
    private static final String NUMBER = "\\d{1,9}(?:\\.\\d{1,18})?";
    private static final Pattern FORM = Pattern.compile("(" + NUMBER + ")(?:/(" + NUMBER + "))?");

    private final String text;
    private final BigInteger numerator;
    private final BigInteger denominator;

    private Epsilon(String text, BigDecimal numerator, BigDecimal denominator) {
        int scale = Math.max(numerator.scale(), denominator.scale());
        BigInteger above = numerator.setScale(scale).unscaledValue();
        BigInteger below = denominator.setScale(scale).unscaledValue();
        BigInteger common = above.gcd(below);
        this.text = text;
        this.numerator = above.divide(common);
        this.denominator = below.divide(common);
    }

    /**
     * Reads a decimal number or a fraction of two. Zero is a radius: nothing may change.
     *
     * @throws IllegalArgumentException if the text is anything else, a negative number included
     */
    @JsonCreator
    public static Epsilon parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw unreadable(text);
        }
        BigDecimal denominator = parts.group(2) == null ? BigDecimal.ONE : new BigDecimal(parts.group(2));
        if (denominator.signum() == 0) {
            throw unreadable(text);
        }
        return new Epsilon(text, new BigDecimal(parts.group(1)), denominator);
    }

    private static IllegalArgumentException unreadable(String text) {
        return new IllegalArgumentException(
                "epsilon must be a number that is zero or positive, or a fraction of two, not '" + text
                        + "'; write e.g. '8/255', '0.5' or '12'");
    }

    /** Returns the radius for pixels in [0, 1]. */
    public double value() {
        return numerator.doubleValue() / denominator.doubleValue();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Epsilon that
                && numerator.equals(that.numerator)
                && denominator.equals(that.denominator);
    }

    @Override
    public int hashCode() {
        return 31 * numerator.hashCode() + denominator.hashCode();
    }

    /** Returns the text as it was written. */
    @JsonValue
    @Override
    public String toString() {
        return text;
    }
}
