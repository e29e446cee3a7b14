package io.stockpot.soup.choice;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.stockpot.base.Guards;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The weights of an affine mixture (Croce et al. 2023, eq. 3), exact: integers over a common
 * denominator whose sum is the denominator. Negative weights extrapolate. Kept in lowest terms, so
 * equal mixtures are equal values: 2/10, 8/10 is 1/5, 4/5.
 *
 * @param numerators one per ingredient, in the order of the ingredients
 * @param denominator the sum of the numerators, positive
 */
public record MixingWeights(List<Integer> numerators, int denominator) {
    public MixingWeights {
        if (numerators.isEmpty()) {
            throw new IllegalArgumentException("mixing weights need at least one ingredient");
        }
        Guards.requirePositive("the denominator", denominator);
        long sum = numerators.stream().mapToLong(Integer::intValue).sum();
        if (sum != denominator) {
            throw new IllegalArgumentException("mixing weights must sum to 1, not " + Fraction.of(sum, denominator)
                    + ": " + text(numerators, denominator));
        }
        int divisor = denominator;
        for (int numerator : numerators) {
            divisor = Math.toIntExact(Fraction.greatestCommonDivisor(divisor, numerator));
        }
        int common = divisor;
        numerators = numerators.stream().map(numerator -> numerator / common).toList();
        denominator = denominator / common;
    }

    /**
     * Reads decimals or fractions separated by commas, exactly: "0.4, 0, 0.6", "1/3, 2/3", "1.2, -0.2".
     *
     * @throws IllegalArgumentException if a weight is not a number, or the sum, which is then named, is
     *     not exactly 1
     */
    @JsonCreator
    public static MixingWeights parse(String text) {
        List<Fraction> weights = new ArrayList<>();
        for (String weight : text.split(",", -1)) {
            weights.add(Fraction.parse(weight));
        }
        int common = Fraction.commonDenominator(weights);
        List<Integer> numerators = new ArrayList<>();
        for (Fraction weight : weights) {
            numerators.add(weight.over(common));
        }
        return new MixingWeights(numerators, common);
    }

    /** Returns the mixture that is ingredient i alone, of k ingredients. */
    public static MixingWeights vertex(int i, int k) {
        List<Integer> numerators = new ArrayList<>(Collections.nCopies(k, 0));
        numerators.set(i, 1);
        return new MixingWeights(numerators, 1);
    }

    /**
     * Returns the same mixture among other ingredients, if they hold every ingredient whose weight is not 0.
     *
     * @param ingredients those of these weights, in order, all different
     * @param others those of the returned weights
     */
    public Optional<MixingWeights> among(List<String> ingredients, List<String> others) {
        List<Integer> moved = new ArrayList<>(Collections.nCopies(others.size(), 0));
        for (int i = 0; i < size(); i++) {
            int place = others.indexOf(ingredients.get(i));
            if (place >= 0) {
                moved.set(place, numerators.get(i));
            } else if (numerators.get(i) != 0) {
                return Optional.empty();
            }
        }
        return Optional.of(new MixingWeights(moved, denominator));
    }

    /**
     * Returns the mixture on the line from the first ingredient to this mixture, or beyond: e₁ + share (w − e₁).
     *
     * @throws IllegalArgumentException if numerators or denominator would be too large
     */
    MixingWeights towardsFirst(Fraction share) {
        try {
            int common = Math.toIntExact(Math.multiplyExact(share.denominator(), (long) denominator));
            List<Integer> scaled = new ArrayList<>();
            int others = 0;
            for (int i = 1; i < size(); i++) {
                scaled.add(Math.toIntExact(Math.multiplyExact(share.numerator(), (long) numerators.get(i))));
                others = Math.addExact(others, scaled.get(i - 1));
            }
            scaled.add(0, Math.subtractExact(common, others));
            return new MixingWeights(scaled, common);
        } catch (ArithmeticException tooLarge) {
            throw new IllegalArgumentException(
                    share + " of the weights " + this + " has too many digits; round it", tooLarge);
        }
    }

    /** Returns the number of ingredients. */
    public int size() {
        return numerators.size();
    }

    /** Returns the weight of ingredient i, the double nearest to the exact value. */
    public double value(int i) {
        return (double) numerators.get(i) / denominator;
    }

    /** Returns all weights, each the double nearest to the exact value. */
    public double[] values() {
        return numerators.stream()
                .mapToDouble(numerator -> (double) numerator / denominator)
                .toArray();
    }

    /** Returns whether no weight is negative. */
    public boolean convex() {
        return numerators.stream().allMatch(numerator -> numerator >= 0);
    }

    /** Returns the text of the weight of ingredient i: a decimal where it is exact, else a fraction. */
    public String text(int i) {
        return Fraction.of(numerators.get(i), denominator).toString();
    }

    /** Returns the place of the ingredient that this mixture is alone, if it is one. */
    public OptionalInt single() {
        return IntStream.range(0, size()).filter(i -> equals(vertex(i, size()))).findFirst();
    }

    /**
     * Returns the mixture as a sum of its models, e.g. "0.4 linf + 0.6 l1" or "1.1 linf − 0.1 l2", and one of a single
     * model as its name.
     *
     * @param names of the ingredients
     */
    public String formula(List<String> names) {
        if (single().isPresent()) {
            return names.get(single().getAsInt());
        }
        StringBuilder sum = new StringBuilder();
        for (int i = 0; i < size(); i++) {
            String weight = text(i);
            boolean negative = weight.startsWith("-");
            if (!weight.equals("0")) {
                sum.append(sign(sum.isEmpty(), negative))
                        .append(negative ? weight.substring(1) : weight)
                        .append(' ')
                        .append(names.get(i));
            }
        }
        return sum.toString();
    }

    private static String sign(boolean first, boolean negative) {
        if (first) {
            return negative ? "−" : "";
        }
        return negative ? " − " : " + ";
    }

    /** Returns the text that {@link #parse} reads, e.g. "0.4, 0, 0.6". */
    @Override
    @JsonValue
    public String toString() {
        return text(numerators, denominator);
    }

    private static String text(List<Integer> numerators, int denominator) {
        return numerators.stream()
                .map(numerator -> Fraction.of(numerator, denominator).toString())
                .collect(Collectors.joining(", "));
    }
}
