package io.stockpot.data.corruption;

import java.util.ArrayList;
import java.util.List;

/**
 * A weighted sum over places around each pixel.
 *
 * @param taps the places and their weights
 */
record Stencil(List<Tap> taps) {
    Stencil {
        taps = List.copyOf(taps);
    }

    /**
     * One place, relative to the pixel.
     *
     * @param down rows
     * @param right columns
     */
    record Tap(int down, int right, double weight) {
        private int reach() {
            return Math.max(Math.abs(down), Math.abs(right));
        }
    }

    /** Returns the stencil of a square of weights around the pixel; weights of zero cost nothing. */
    static Stencil of(Plane weights) {
        List<Tap> taps = new ArrayList<>();
        for (int row = 0; row < weights.height(); row++) {
            for (int column = 0; column < weights.width(); column++) {
                if (weights.at(row, column) != 0) {
                    taps.add(
                            new Tap(row - weights.height() / 2, column - weights.width() / 2, weights.at(row, column)));
                }
            }
        }
        return new Stencil(taps);
    }

    /** Returns the mean over a square of pixels, of odd side. */
    static Stencil mean(int side) {
        return of(Plane.of(side, side, () -> 1.0 / (side * side)));
    }

    Plane apply(Plane plane, Border border) {
        int margin = taps.stream().mapToInt(Tap::reach).max().orElse(0);
        Plane padded = plane.padded(margin, border);
        Plane sums = new Plane(plane.height(), plane.width());
        for (Tap tap : taps) {
            int source = (margin + tap.down) * padded.width() + margin + tap.right;
            add(tap.weight, padded, source, sums);
        }
        return sums;
    }

    /** Adds a window of the larger plane, which begins at the source, to all of the sums. */
    private static void add(double weight, Plane larger, int source, Plane sums) {
        double[] from = larger.values();
        double[] to = sums.values();
        for (int row = 0; row < sums.height(); row++) {
            int shift = source + row * larger.width();
            int target = row * sums.width();
            for (int i = 0; i < sums.width(); i++) {
                to[target + i] += weight * from[shift + i];
            }
        }
    }
}
