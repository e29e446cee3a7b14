package io.stockpot.data.corruption;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;

/** Rows and columns of numbers: one channel of an image, or a layer that is laid over it. */
final class Plane {
    private final int height;
    private final int width;
    private final double[] values;

    /** Keeps the array without copying it: a change to the array changes the plane. */
    Plane(int height, int width, double[] values) {
        this.height = height;
        this.width = width;
        this.values = values;
    }

    Plane(int height, int width) {
        this(height, width, new double[height * width]);
    }

    /** Returns a plane of independent draws. */
    static Plane of(int height, int width, DoubleSupplier draw) {
        Plane plane = new Plane(height, width);
        Arrays.setAll(plane.values, place -> draw.getAsDouble());
        return plane;
    }

    int height() {
        return height;
    }

    int width() {
        return width;
    }

    /** Returns the values, row by row; writing to them changes the plane. */
    double[] values() {
        return values;
    }

    double at(int row, int column) {
        return values[row * width + column];
    }

    void set(int row, int column, double value) {
        values[row * width + column] = value;
    }

    Plane map(DoubleUnaryOperator change) {
        double[] changed = new double[values.length];
        for (int place = 0; place < changed.length; place++) {
            changed[place] = change.applyAsDouble(values[place]);
        }
        return new Plane(height, width, changed);
    }

    /** Returns a plane with what lies around it. */
    Plane padded(int margin, Border border) {
        Plane padded = new Plane(height + 2 * margin, width + 2 * margin);
        for (int row = 0; row < padded.height; row++) {
            int source = border.within(row - margin, height) * width;
            int target = row * padded.width;
            System.arraycopy(values, source, padded.values, target + margin, width);
            for (int i = 0; i < margin; i++) {
                padded.values[target + i] = values[source + border.within(i - margin, width)];
                padded.values[target + margin + width + i] = values[source + border.within(width + i, width)];
            }
        }
        return padded;
    }

    /** Returns the value between places, weighted by nearness in both directions. */
    double between(double row, double column, Border border) {
        int top = (int) Math.floor(row);
        int left = (int) Math.floor(column);
        double down = row - top;
        double right = column - left;
        int upper = border.within(top, height) * width;
        int lower = border.within(top + 1, height) * width;
        int near = border.within(left, width);
        int far = border.within(left + 1, width);
        return (1 - down) * ((1 - right) * values[upper + near] + right * values[upper + far])
                + down * ((1 - right) * values[lower + near] + right * values[lower + far]);
    }

    double smallest() {
        return Arrays.stream(values).min().orElseThrow();
    }

    double largest() {
        return Arrays.stream(values).max().orElseThrow();
    }

    double mean() {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** Returns the plane in whole levels: cut to [0, 1], times 255, cut down, over 255. */
    Plane inLevels() {
        return map(value -> (int) (clipped(value) * 255) / 255.0);
    }

    static double clipped(double value) {
        return Math.max(0, Math.min(1, value));
    }
}
