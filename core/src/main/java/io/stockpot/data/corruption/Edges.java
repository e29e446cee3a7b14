package io.stockpot.data.corruption;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Edges of grey levels (Canny, "A computational approach to edge detection", 1986): the ridges of the
 * gradient that are high, or connected to high ones.
 */
final class Edges {
    private static final Stencil TO_THE_RIGHT =
            Stencil.of(new Plane(3, 3, new double[] {-1, 0, 1, -2, 0, 2, -1, 0, 1}));
    private static final Stencil DOWNWARDS = Stencil.of(new Plane(3, 3, new double[] {-1, -2, -1, 0, 0, 0, 1, 2, 1}));
    private static final double LOW = 50;
    private static final double HIGH = 150;
    private static final double TAN_22_5 = Math.sqrt(2) - 1;
    private static final double TAN_67_5 = Math.sqrt(2) + 1;

    private final Plane right;
    private final Plane down;
    /** Heights of the gradient, with a rim of zeros. */
    private final Plane height;

    private final Plane edges;
    private final Deque<int[]> open = new ArrayDeque<>();

    private Edges(Plane levels) {
        this.right = TO_THE_RIGHT.apply(levels, Border.NEAREST);
        this.down = DOWNWARDS.apply(levels, Border.NEAREST);
        this.height = new Plane(levels.height() + 2, levels.width() + 2);
        this.edges = new Plane(levels.height(), levels.width());
        for (int row = 0; row < levels.height(); row++) {
            for (int column = 0; column < levels.width(); column++) {
                height.set(row + 1, column + 1, Math.abs(right.at(row, column)) + Math.abs(down.at(row, column)));
            }
        }
    }

    /** Returns 1 on edges and 0 elsewhere. */
    static Plane of(Plane levels) {
        Edges search = new Edges(levels);
        for (int row = 0; row < levels.height(); row++) {
            for (int column = 0; column < levels.width(); column++) {
                if (search.height(row, column) > HIGH) {
                    search.mark(row, column);
                }
            }
        }
        while (!search.open.isEmpty()) {
            search.follow(search.open.pop());
        }
        return search.edges;
    }

    private double height(int row, int column) {
        return height.at(row + 1, column + 1);
    }

    private void mark(int row, int column) {
        if (edges.at(row, column) == 0 && isRidge(row, column)) {
            edges.set(row, column, 1);
            open.push(new int[] {row, column});
        }
    }

    private void follow(int[] place) {
        for (int row = Math.max(0, place[0] - 1); row <= Math.min(edges.height() - 1, place[0] + 1); row++) {
            for (int column = Math.max(0, place[1] - 1);
                    column <= Math.min(edges.width() - 1, place[1] + 1);
                    column++) {
                if (height(row, column) > LOW) {
                    mark(row, column);
                }
            }
        }
    }

    /** Returns whether a gradient is the highest across its edge. */
    private boolean isRidge(int row, int column) {
        double across = Math.abs(right.at(row, column));
        double along = Math.abs(down.at(row, column));
        double here = height(row, column);
        if (along < TAN_22_5 * across) {
            return here > height(row, column - 1) && here >= height(row, column + 1);
        }
        if (along > TAN_67_5 * across) {
            return here > height(row - 1, column) && here >= height(row + 1, column);
        }
        int slant = right.at(row, column) * down.at(row, column) < 0 ? -1 : 1;
        return here > height(row - 1, column - slant) && here > height(row + 1, column + slant);
    }
}
