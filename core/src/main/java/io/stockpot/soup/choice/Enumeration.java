package io.stockpot.soup.choice;

import java.util.ArrayList;
import java.util.List;

/** Lists all mixing weights whose numerators lie in one range, in lexicographic order. */
final class Enumeration {
    private final Range range;
    private final int[] numerators;
    private final List<MixingWeights> points = new ArrayList<>();

    Enumeration(Range range, int ingredients) {
        if (ingredients < 2) {
            throw new IllegalArgumentException("a grid mixes at least 2 ingredients, not " + ingredients);
        }
        this.range = range;
        this.numerators = new int[ingredients];
    }

    List<MixingWeights> points() {
        choose(0, range.denominator());
        if (points.isEmpty()) {
            throw new IllegalArgumentException("no " + numerators.length + " weights on " + range.text(range.first())
                    + " … " + range.text(range.last()) + " by " + range.text(range.step()) + " sum to 1");
        }
        return List.copyOf(points);
    }

    /** Chooses the weights from the given ingredient on; together they have to make up the rest. */
    private void choose(int ingredient, long rest) {
        int left = numerators.length - ingredient;
        if (rest < (long) left * range.first() || rest > (long) left * range.last()) {
            return;
        }
        if (left == 1) {
            add(rest);
            return;
        }
        for (int value : range.values()) {
            numerators[ingredient] = value;
            choose(ingredient + 1, rest - value);
        }
    }

    private void add(long last) {
        if (!range.contains(last)) {
            return;
        }
        if (points.size() == WeightGrid.MAXIMUM_POINTS) {
            throw new IllegalArgumentException("this grid has more than " + WeightGrid.MAXIMUM_POINTS
                    + " points; use a larger step or fewer ingredients");
        }
        List<Integer> weights = new ArrayList<>();
        for (int i = 0; i < numerators.length - 1; i++) {
            weights.add(numerators[i]);
        }
        weights.add((int) last);
        points.add(new MixingWeights(weights, range.denominator()));
    }
}
