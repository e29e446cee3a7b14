package io.stockpot.soup.choice;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The way uphill on a surface from a mixture: as long as that helps, a step is taken from the weight of one model and
 * given to that of another, whichever pair helps most. Stays where the mixtures of the grid are: within their smallest
 * and largest weights, and extrapolating no more (Σ|w|), because outside of what it was fitted to a polynomial knows
 * nothing.
 */
final class SurfaceClimb {
    private static final int MOST_STEPS = 100;

    private final int denominator;
    private final long least;
    private final long most;
    private final long extrapolation;

    /**
     * Prepares a climb.
     *
     * @param grid the mixtures
     * @param between parts of 1 / the common denominator of their weights that a step is
     */
    SurfaceClimb(List<MixingWeights> grid, int between) {
        this.denominator = Math.multiplyExact(common(grid), between);
        this.least = grid.stream()
                .flatMap(weights -> over(weights).stream())
                .mapToLong(Integer::longValue)
                .min()
                .orElseThrow();
        this.most = grid.stream()
                .flatMap(weights -> over(weights).stream())
                .mapToLong(Integer::longValue)
                .max()
                .orElseThrow();
        this.extrapolation =
                grid.stream().mapToLong(weights -> size(over(weights))).max().orElseThrow();
    }

    private static int common(List<MixingWeights> grid) {
        long common = 1;
        for (MixingWeights weights : grid) {
            int denominator = weights.denominator();
            common = common / Fraction.greatestCommonDivisor(common, denominator) * denominator;
        }
        return Math.toIntExact(common);
    }

    private List<Integer> over(MixingWeights weights) {
        int factor = denominator / weights.denominator();
        return weights.numerators().stream()
                .map(numerator -> numerator * factor)
                .toList();
    }

    private static long size(List<Integer> numerators) {
        return numerators.stream()
                .mapToLong(numerator -> Math.abs((long) numerator))
                .sum();
    }

    /** Returns where the way ends; the start, if no step helps. */
    MixingWeights from(MixingWeights start, ToDoubleFunction<MixingWeights> height) {
        MixingWeights best = start;
        double highest = height.applyAsDouble(start);
        for (int step = 0; step < MOST_STEPS; step++) {
            MixingWeights before = best;
            for (MixingWeights next : neighbours(before)) {
                double reached = height.applyAsDouble(next);
                if (reached > highest) {
                    highest = reached;
                    best = next;
                }
            }
            if (best.equals(before)) {
                return best;
            }
        }
        return best;
    }

    private List<MixingWeights> neighbours(MixingWeights centre) {
        List<Integer> numerators = over(centre);
        List<MixingWeights> neighbours = new ArrayList<>();
        for (int taken = 0; taken < numerators.size(); taken++) {
            for (int given = 0; given < numerators.size(); given++) {
                List<Integer> moved = new ArrayList<>(numerators);
                moved.set(taken, numerators.get(taken) - 1);
                moved.set(given, moved.get(given) + 1);
                if (taken != given
                        && moved.get(taken) >= least
                        && moved.get(given) <= most
                        && size(moved) <= extrapolation) {
                    neighbours.add(new MixingWeights(moved, denominator));
                }
            }
        }
        return neighbours;
    }
}
