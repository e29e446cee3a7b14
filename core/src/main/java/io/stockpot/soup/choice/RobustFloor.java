package io.stockpot.soup.choice;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The least robust accuracy that a soup must have, e.g. "Linf 8/255 >= 30 %".
 *
 * @param condition label of the condition, e.g. "Linf 8/255"
 * @param percent from 0 to 100
 */
public record RobustFloor(String condition, BigDecimal percent) {
    private static final BigDecimal ALL = BigDecimal.valueOf(100);
    private static final Pattern TEXT = Pattern.compile("\\s*(\\S.*?)\\s*(?:>=|≥)\\s*([0-9]+(?:\\.[0-9]+)?)\\s*%\\s*");

    /** Checks the number. */
    public RobustFloor {
        if (percent.signum() < 0 || percent.compareTo(ALL) > 0) {
            throw new IllegalArgumentException("an accuracy lies between 0 % and 100 %, unlike " + percent + " %");
        }
    }

    /**
     * Reads a threat, "&gt;=" or "≥", and a number of percent.
     *
     * @throws IllegalArgumentException if the text is something else
     */
    public static RobustFloor parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a threat and a least accuracy, such as 'Linf 8/255 >= 30 %'");
        }
        return new RobustFloor(matcher.group(1), new BigDecimal(matcher.group(2)));
    }

    /** Returns the same floor for a condition under its label. */
    public RobustFloor under(String label) {
        return new RobustFloor(label, percent);
    }

    /** Returns how many of some images must stay right. */
    public int least(int images) {
        return percent.multiply(BigDecimal.valueOf(images))
                .divide(ALL, 0, RoundingMode.CEILING)
                .intValueExact();
    }

    @Override
    public String toString() {
        return condition + " >= " + percent.stripTrailingZeros().toPlainString() + " %";
    }
}
