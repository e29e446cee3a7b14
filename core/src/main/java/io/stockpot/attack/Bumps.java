package io.stockpot.attack;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The squares of which the square attack in L2 and L1 makes its changes: a hill in the upper half and a
 * hollow in the lower half, together of size one. For several threads.
 */
final class Bumps {
    /** The order of the norm, 2 or 1. */
    private final int order;

    private final Map<Integer, float[]> upright = new ConcurrentHashMap<>();

    Bumps(int order) {
        this.order = order;
    }

    /** Returns the bump with that side, line by line; not to be changed. */
    float[] upright(int side) {
        return upright.computeIfAbsent(side, this::bump);
    }

    private float[] bump(int side) {
        double[] heights = new double[side * side];
        int middle = side / 2;
        fill(heights, 0, middle, side, 1);
        fill(heights, middle, side - middle, side, -1);
        double size = size(heights, 0, heights.length);
        float[] bump = new float[heights.length];
        for (int i = 0; i < bump.length; i++) {
            bump[i] = (float) (heights[i] / size);
        }
        return bump;
    }

    /**
     * Writes a hill of size one whose height at a distance of r from the middle, in the maximum norm, is
     * Σ 1/(k + 1)² over k ≥ r; for L1 it is steeper, with fourth powers.
     */
    private void fill(double[] heights, int top, int rows, int width, int sign) {
        int layers = Math.max(rows / 2, width / 2) + 1;
        int steepness = order == 1 ? 4 : 2;
        for (int i = 0; i < rows * width; i++) {
            int distance = Math.max(Math.abs(i / width - rows / 2), Math.abs(i % width - width / 2));
            for (int layer = distance; layer < layers; layer++) {
                heights[top * width + i] += Math.pow(layer + 1, -steepness);
            }
        }
        double size = size(heights, top * width, (top + rows) * width);
        for (int i = top * width; i < (top + rows) * width; i++) {
            heights[i] *= sign / size;
        }
    }

    private double size(double[] heights, int from, int to) {
        double mass = 0;
        for (int i = from; i < to; i++) {
            mass += order == 1 ? Math.abs(heights[i]) : heights[i] * heights[i];
        }
        return order == 1 ? mass : Math.sqrt(mass);
    }
}
