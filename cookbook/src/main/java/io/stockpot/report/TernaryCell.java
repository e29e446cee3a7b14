package io.stockpot.report;

import io.stockpot.soup.choice.MixingWeights;
import java.util.ArrayList;
import java.util.List;

/**
 * What is nearer to one mixture of a simplex than to any other: a hexagon, cut off at the sides of the triangle. Points
 * are three weights that sum to one.
 */
final class TernaryCell {
    /** From a mixture to the centres of the six small triangles around it, in their order, in thirds of a step. */
    private static final int[][] AROUND = {{2, -1, -1}, {1, 1, -2}, {-1, 2, -1}, {-2, 1, 1}, {-1, -1, 2}, {1, -2, 1}};

    private TernaryCell() {}

    /** Returns the corners of the cell, in their order. */
    static List<double[]> corners(MixingWeights mixture, int denominator) {
        List<double[]> corners = new ArrayList<>();
        for (int[] offset : AROUND) {
            double[] corner = new double[3];
            for (int i = 0; i < 3; i++) {
                corner[i] = mixture.value(i) + offset[i] / (3.0 * denominator);
            }
            corners.add(corner);
        }
        for (int side = 0; side < 3; side++) {
            corners = cut(corners, side);
        }
        return corners;
    }

    /** Keeps what has no negative weight of one model (Sutherland and Hodgman 1974). */
    private static List<double[]> cut(List<double[]> corners, int side) {
        List<double[]> kept = new ArrayList<>();
        for (int i = 0; i < corners.size(); i++) {
            double[] from = corners.get(i);
            double[] to = corners.get((i + 1) % corners.size());
            if (from[side] >= 0) {
                kept.add(from);
            }
            if (from[side] < 0 != to[side] < 0) {
                double part = from[side] / (from[side] - to[side]);
                double[] crossing = new double[3];
                for (int k = 0; k < 3; k++) {
                    crossing[k] = from[k] + part * (to[k] - from[k]);
                }
                crossing[side] = 0;
                kept.add(crossing);
            }
        }
        return kept;
    }
}
