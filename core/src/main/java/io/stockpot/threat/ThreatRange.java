package io.stockpot.threat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Threat models of one norm whose radii grow by equal steps. Its text form is "Linf 0..16/255 by 2/255";
 * the radii are exact, and written with the denominators of the range: "Linf 2/255", "Linf 4/255".
 *
 * @param text as it was written
 * @param threats from the smallest radius to the largest
 */
public record ThreatRange(String text, List<ThreatModel> threats) {
    private static final Pattern FORM = Pattern.compile("(\\S+)\\s+(\\S+?)\\.\\.(\\S+)\\s+by\\s+(\\S+)");
    private static final int MOST = 1000;

    /** Copies the list. */
    public ThreatRange {
        threats = List.copyOf(threats);
    }

    /** Returns whether a text is meant to be a range. */
    public static boolean isMeant(String text) {
        return text.contains("..");
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if the text has another form, or its steps do not lead from one end
     *     to the other
     */
    public static ThreatRange parse(String text) {
        String written = text.strip();
        Matcher parts = FORM.matcher(written);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a range of threat models is a norm, two radii and a step, not '" + text
                    + "'; write e.g. 'Linf 0..16/255 by 2/255'");
        }
        Norm norm = Norm.parse(parts.group(1));
        List<ThreatModel> threats = new ArrayList<>();
        for (String radius : radii(parts.group(2), parts.group(3), parts.group(4))) {
            threats.add(new ThreatModel(norm, Epsilon.parse(radius)));
        }
        return new ThreatRange(written, threats);
    }

    private static List<String> radii(String from, String to, String by) {
        BigInteger denominator = lowestCommon(denominator(from), lowestCommon(denominator(to), denominator(by)));
        BigDecimal first = numerator(from, denominator);
        BigDecimal last = numerator(to, denominator);
        BigDecimal step = numerator(by, denominator);
        if (step.signum() == 0 || last.compareTo(first) < 0) {
            throw new IllegalArgumentException("a range grows, unlike '" + from + ".." + to + " by " + by
                    + "'; write e.g. '" + meant(from, to, by) + "'");
        }
        BigDecimal[] steps = last.subtract(first).divideAndRemainder(step);
        if (steps[1].signum() != 0) {
            throw new IllegalArgumentException("steps of " + by + " do not lead from " + from + " to " + to
                    + "; end at " + radius(last.subtract(steps[1]), denominator) + " or choose another step");
        }
        if (steps[0].compareTo(BigDecimal.valueOf(MOST)) >= 0) {
            throw new IllegalArgumentException("steps of " + by + " from " + from + " to " + to + " are "
                    + steps[0].toPlainString() + "; take at most " + (MOST - 1));
        }
        List<String> radii = new ArrayList<>();
        for (int i = 0; i <= steps[0].intValueExact(); i++) {
            radii.add(radius(first.add(step.multiply(BigDecimal.valueOf(i))), denominator));
        }
        return radii;
    }

    /** Returns the range with the first radius over the denominator of the last, if it grows then: it is forgotten often. */
    private static String meant(String from, String to, String by) {
        BigInteger denominator = denominator(to);
        String first = from + "/" + denominator;
        boolean forgotten = !from.contains("/")
                && !denominator.equals(BigInteger.ONE)
                && new BigDecimal(from).compareTo(new BigDecimal(to.split("/", -1)[0])) <= 0
                && Epsilon.parse(by).value() > 0;
        return forgotten ? first + ".." + to + " by " + by : "0..16/255 by 2/255";
    }

    private static BigInteger denominator(String radius) {
        // whatever is no radius is refused here, with the sentence about radii
        String[] parts = Epsilon.parse(radius).toString().split("/", -1);
        if (parts.length == 1) {
            return BigInteger.ONE;
        }
        if (!parts[1].matches("\\d+")) {
            throw new IllegalArgumentException("in a range denominators are whole numbers, not '" + parts[1]
                    + "'; write e.g. '0..16/255 by 2/255'");
        }
        return new BigInteger(parts[1]);
    }

    private static BigInteger lowestCommon(BigInteger one, BigInteger other) {
        return one.divide(one.gcd(other)).multiply(other);
    }

    private static BigDecimal numerator(String radius, BigInteger denominator) {
        BigInteger factor = denominator.divide(denominator(radius));
        return new BigDecimal(radius.split("/", -1)[0]).multiply(new BigDecimal(factor));
    }

    private static String radius(BigDecimal numerator, BigInteger denominator) {
        String above = numerator.stripTrailingZeros().toPlainString();
        boolean whole = numerator.signum() == 0 || denominator.equals(BigInteger.ONE);
        return whole ? above : above + "/" + denominator;
    }

    /** Returns the text form, which {@link #parse} reads. */
    @Override
    public String toString() {
        return text;
    }
}
