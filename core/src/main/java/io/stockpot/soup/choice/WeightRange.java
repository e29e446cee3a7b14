package io.stockpot.soup.choice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The smallest and the largest weight that a model may have, and the denominator that weights are rounded to.
 *
 * @param least smallest numerator
 * @param most largest numerator
 * @param denominator of all
 */
record WeightRange(int least, int most, int denominator) {
    /** Returns the range of the weights of some mixtures. */
    static WeightRange of(List<MixingWeights> mixtures, int denominator) {
        double least = 0;
        double most = 1;
        for (MixingWeights weights : mixtures) {
            for (double value : weights.values()) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        return new WeightRange(
                (int) Math.ceil(least * denominator - 1e-9), (int) Math.floor(most * denominator + 1e-9), denominator);
    }

    /**
     * Returns the mixture some way along a direction, in the range, and rounded: what rounding leaves over goes to the
     * weights that it moved farthest.
     *
     * @param direction one number per model, whose sum is 0
     */
    MixingWeights moved(MixingWeights from, double[] direction, double length) {
        double[] wanted = new double[direction.length];
        List<Integer> numerators = new ArrayList<>();
        int left = denominator;
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = denominator * (from.value(i) + length * direction[i]);
            numerators.add((int) Math.max(least, Math.min(most, Math.rint(wanted[i]))));
            left -= numerators.get(i);
        }
        while (left != 0) {
            int step = Integer.signum(left);
            int place = IntStream.range(0, wanted.length)
                    .filter(i -> step > 0 ? numerators.get(i) < most : numerators.get(i) > least)
                    .boxed()
                    .max(Comparator.comparingDouble(i -> step * (wanted[i] - numerators.get(i))))
                    .orElseThrow();
            numerators.set(place, numerators.get(place) + step);
            left -= step;
        }
        return new MixingWeights(numerators, denominator);
    }
}
