package io.stockpot.attack;

import io.stockpot.threat.Norm;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** How far a linear function can fall within ball ∩ box, in double precision. */
final class LinearOracle {
    private static final int BISECTIONS = 200;

    private LinearOracle() {}

    /** Returns the largest decrease of w·x over the points of the box within epsilon of the image. */
    static double largestDecrease(Norm norm, double[] weights, double[] image, double epsilon) {
        double[] room = new double[image.length];
        for (int i = 0; i < image.length; i++) {
            room[i] = weights[i] > 0 ? image[i] : 1 - image[i];
        }
        return switch (norm) {
            case LINF -> decrease(weights, room, i -> epsilon);
            case L2 -> l2(weights, room, epsilon);
            case L1 -> l1(weights, room, epsilon);
        };
    }

    /** Moves each coordinate by λ|w_i| as far as there is room, with the largest λ that stays in the ball. */
    private static double l2(double[] weights, double[] room, double epsilon) {
        double low = 0;
        double high = 1e9;
        for (int step = 0; step < BISECTIONS; step++) {
            double middle = (low + high) / 2;
            double squares = IntStream.range(0, room.length)
                    .mapToDouble(i -> Math.min(room[i], middle * Math.abs(weights[i])))
                    .map(moved -> moved * moved)
                    .sum();
            low = Math.sqrt(squares) > epsilon ? low : middle;
            high = Math.sqrt(squares) > epsilon ? middle : high;
        }
        double factor = low;
        return decrease(weights, room, i -> factor * Math.abs(weights[i]));
    }

    /** Spends the budget on the coordinates of largest weight first. */
    private static double l1(double[] weights, double[] room, double epsilon) {
        Integer[] order = IntStream.range(0, room.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(i -> -Math.abs(weights[i])));
        double left = epsilon;
        double decrease = 0;
        for (int i : order) {
            double moved = Math.min(left, room[i]);
            decrease += moved * Math.abs(weights[i]);
            left -= moved;
        }
        return decrease;
    }

    private static double decrease(double[] weights, double[] room, java.util.function.IntToDoubleFunction wanted) {
        return IntStream.range(0, room.length)
                .mapToDouble(i -> Math.abs(weights[i]) * Math.min(room[i], wanted.applyAsDouble(i)))
                .sum();
    }
}
