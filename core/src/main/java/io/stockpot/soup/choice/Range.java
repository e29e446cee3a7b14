package io.stockpot.soup.choice;

import java.util.List;
import java.util.stream.IntStream;

/** The numbers first, first + step, … last, all over one denominator. */
record Range(int first, int last, int step, int denominator) {
    /**
     * Reads the three numbers exactly.
     *
     * @throws IllegalArgumentException if the steps do not lead from the first number to the last
     */
    static Range of(String first, String last, String step) {
        List<Fraction> numbers = List.of(Fraction.parse(first), Fraction.parse(last), Fraction.parse(step));
        int denominator = Fraction.commonDenominator(numbers);
        int from = numbers.get(0).over(denominator);
        int to = numbers.get(1).over(denominator);
        int by = numbers.get(2).over(denominator);
        if (by < 1) {
            throw new IllegalArgumentException("the step must be positive, not " + step);
        }
        if (from > to || ((long) to - from) % by != 0) {
            throw new IllegalArgumentException(
                    "steps of " + step + " do not lead from " + first + " to " + last + " exactly");
        }
        if (((long) to - from) / by >= WeightGrid.MAXIMUM_POINTS) {
            throw new IllegalArgumentException("steps of " + step + " from " + first + " to " + last
                    + " give more than " + WeightGrid.MAXIMUM_POINTS + " points");
        }
        return new Range(from, to, by, denominator);
    }

    int[] values() {
        return IntStream.rangeClosed(0, (last - first) / step)
                .map(i -> first + i * step)
                .toArray();
    }

    boolean contains(long value) {
        return first <= value && value <= last && (value - first) % step == 0;
    }

    String text(int value) {
        return Fraction.of(value, denominator).toString();
    }
}
