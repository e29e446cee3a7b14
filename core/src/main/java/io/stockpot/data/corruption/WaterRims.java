package io.stockpot.data.corruption;

import java.util.Arrays;
import java.util.List;

/**
 * How strongly drops of water bend the light: the distance from the rims of the drops, equalised, seen in
 * relief. All planes hold grey levels from 0 to 255.
 */
final class WaterRims {
    private static final double FARTHEST = 20;
    /** Light from the upper left. */
    private static final Stencil RELIEF = Stencil.of(new Plane(3, 3, new double[] {-2, -1, 0, -1, 1, 1, 0, 1, 2}));

    /** The steps to the neighbours that have been visited, with lengths for whole pixels (Borgefors 1986). */
    private static final List<Stencil.Tap> STEPS = List.of(
            new Stencil.Tap(0, -1, 1),
            new Stencil.Tap(-1, 0, 1),
            new Stencil.Tap(-1, -1, 1.4),
            new Stencil.Tap(-1, 1, 1.4),
            new Stencil.Tap(-1, -2, 2.1969),
            new Stencil.Tap(-1, 2, 2.1969),
            new Stencil.Tap(-2, -1, 2.1969),
            new Stencil.Tap(-2, 1, 2.1969));

    private WaterRims() {}

    static Plane of(Plane drops) {
        Plane distance = distance(Edges.of(drops)).map(value -> Math.min(FARTHEST, value));
        Plane smooth = Stencil.mean(3).apply(distance, Border.MIRROR_AROUND).map(Math::floor);
        Plane relief =
                RELIEF.apply(equalised(smooth), Border.MIRROR_AROUND).map(value -> Math.max(0, Math.min(255, value)));
        return Stencil.mean(3).apply(relief, Border.MIRROR_AROUND).map(Math::rint);
    }

    /** Returns the distance of each pixel from the nearest edge, by two passes over the plane. */
    private static Plane distance(Plane edges) {
        Plane distance = edges.map(edge -> edge > 0 ? 0 : Double.MAX_VALUE);
        for (int row = 0; row < distance.height(); row++) {
            for (int column = 0; column < distance.width(); column++) {
                shorten(distance, row, column, 1);
            }
        }
        for (int row = distance.height() - 1; row >= 0; row--) {
            for (int column = distance.width() - 1; column >= 0; column--) {
                shorten(distance, row, column, -1);
            }
        }
        return distance;
    }

    private static void shorten(Plane distance, int row, int column, int direction) {
        double shortest = distance.at(row, column);
        for (Stencil.Tap step : STEPS) {
            int fromRow = row + direction * step.down();
            int fromColumn = column + direction * step.right();
            boolean inside =
                    fromRow >= 0 && fromRow < distance.height() && fromColumn >= 0 && fromColumn < distance.width();
            if (inside) {
                shortest = Math.min(shortest, distance.at(fromRow, fromColumn) + step.weight());
            }
        }
        distance.set(row, column, shortest);
    }

    /** Spreads the levels so that all are about equally frequent. */
    private static Plane equalised(Plane plane) {
        int[] upTo = new int[256];
        for (double level : plane.values()) {
            upTo[(int) level]++;
        }
        int first = upTo[(int) plane.smallest()];
        Arrays.parallelPrefix(upTo, Integer::sum);
        int total = plane.values().length;
        if (first == total) {
            return plane;
        }
        return plane.map(level -> Math.rint(255.0 * (upTo[(int) level] - first) / (total - first)));
    }
}
