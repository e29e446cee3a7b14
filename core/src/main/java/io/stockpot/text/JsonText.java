package io.stockpot.text;

import java.math.BigDecimal;
import java.math.MathContext;

/** Strings and numbers in JSON, the same on every Java. */
final class JsonText {
    /** This many decimal digits identify every double. */
    private static final int MOST_DIGITS = 17;

    private JsonText() {}

    /** Appends a string in quotes; everything but plain printable characters is escaped. */
    static void writeString(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '"' || character == '\\') {
                json.append('\\').append(character);
            } else if (character >= ' ' && character <= '~') {
                json.append(character);
            } else {
                json.append(String.format("\\u%04x", (int) character));
            }
        }
        json.append('"');
    }

    /**
     * Returns the shortest decimal text that reads back as the same number, laid out as {@link
     * Double#toString(double)} does. That method itself is not always shortest before Java 19, and a
     * text that depends on the Java would make cache keys depend on it.
     */
    static String decimal(double value, String name) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " is " + value + ", which JSON cannot hold");
        }
        if (value == 0) {
            return Double.toString(value);
        }
        BigDecimal exact = new BigDecimal(value);
        BigDecimal shortest = exact;
        for (int digits = MOST_DIGITS; digits >= 1; digits--) {
            BigDecimal rounded = exact.round(new MathContext(digits));
            if (rounded.doubleValue() != value) {
                break;
            }
            shortest = rounded;
        }
        return layOut(shortest.stripTrailingZeros());
    }

    private static String layOut(BigDecimal number) {
        int exponent = number.precision() - number.scale() - 1;
        boolean plain = exponent >= -3 && exponent < 7;
        BigDecimal mantissa = plain ? number : number.scaleByPowerOfTen(-exponent);
        String digits = mantissa.toPlainString();
        return (digits.contains(".") ? digits : digits + ".0") + (plain ? "" : "E" + exponent);
    }
}
