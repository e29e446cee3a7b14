package io.stockpot.soup.choice;

import java.math.BigDecimal;

/**
 * A rational number in lowest terms: decimals such as 0.1 are exact here.
 *
 * @param denominator positive
 */
record Fraction(long numerator, long denominator) {
    /** How much of a text a message repeats. */
    private static final int SHOWN = 30;

    static Fraction of(long numerator, long denominator) {
        long divisor = greatestCommonDivisor(denominator, numerator);
        return new Fraction(numerator / divisor, denominator / divisor);
    }

    /** Reads "0.25", "-1", "1/3"; up to nine digits each. */
    static Fraction parse(String text) {
        String trimmed = text.strip();
        if (trimmed.matches("[+-]?\\d{1,9}/0*[1-9]\\d{0,8}")) {
            int slash = trimmed.indexOf('/');
            return of(Long.parseLong(trimmed.substring(0, slash)), Long.parseLong(trimmed.substring(slash + 1)));
        }
        if (trimmed.matches("[+-]?(\\d{1,9}|\\d{0,9}\\.\\d{1,8})")) {
            BigDecimal decimal = new BigDecimal(trimmed);
            long denominator = BigDecimal.TEN.pow(decimal.scale()).longValueExact();
            return of(decimal.unscaledValue().longValueExact(), denominator);
        }
        if (trimmed.matches("[+-]?(\\d+/\\d*[1-9]\\d*|\\d+|\\d*\\.\\d+)")) {
            throw new IllegalArgumentException(
                    "'" + shortened(trimmed) + "' has too many digits; at most nine stand before"
                            + " the point and eight after it, or nine on each side of a fraction");
        }
        throw new IllegalArgumentException("'" + shortened(trimmed)
                + "' is not an exact number; write a decimal such as 0.2 or a fraction such as 1/3");
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    /** Returns the numerator over a multiple of the denominator. */
    int over(long multiple) {
        long factor = multiple / denominator;
        if (Math.abs(numerator) > Integer.MAX_VALUE / factor) {
            throw new IllegalArgumentException(this + " is too large or has too many digits");
        }
        return (int) (numerator * factor);
    }

    /** Returns a decimal where it is exact, else a fraction. */
    @Override
    public String toString() {
        long rest = denominator;
        for (long prime : new long[] {2, 5}) {
            while (rest % prime == 0) {
                rest /= prime;
            }
        }
        if (rest != 1) {
            return numerator + "/" + denominator;
        }
        return BigDecimal.valueOf(numerator)
                .divide(BigDecimal.valueOf(denominator))
                .toPlainString();
    }

    static long greatestCommonDivisor(long one, long other) {
        return other == 0 ? Math.abs(one) : greatestCommonDivisor(other, one % other);
    }

    /** Returns a denominator that all fractions share. */
    static int commonDenominator(Iterable<Fraction> fractions) {
        long common = 1;
        for (Fraction fraction : fractions) {
            common = common / greatestCommonDivisor(common, fraction.denominator) * fraction.denominator;
            if (common > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "the common denominator " + common + " is too large; round the numbers to fewer digits");
            }
        }
        return (int) common;
    }
}
