package io.stockpot.data;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * Where each pixel of a result is looked up: the middle of pixel (x, y) at (a·x + b·y + c, d·x + e·y + f). Equal to
 * Pillow's affine {@code transform} and {@code rotate} with a colour for what lies outside.
 */
record AffineMap(double a, double b, double c, double d, double e, double f) {
    /** Slides rows; the factor is in pixels per row. */
    static AffineMap shearingRows(double factor) {
        return new AffineMap(1, factor, 0, 0, 1, 0);
    }

    /** Slides columns; the factor is in pixels per column. */
    static AffineMap shearingColumns(double factor) {
        return new AffineMap(1, 0, 0, factor, 1, 0);
    }

    /** Moves an image to the left and up by pixels. */
    static AffineMap translation(double left, double up) {
        return new AffineMap(1, 0, left, 0, 1, up);
    }

    /** Turns an image about its middle, anticlockwise, by −360 to 360 degrees. */
    static AffineMap rotation(double degrees, ImageShape shape) {
        // by way of 330 degrees rather than −30, which rounds otherwise
        double angle = -Math.toRadians(degrees < 0 ? degrees + 360 : degrees);
        double cosine = rounded(StrictMath.cos(angle));
        double sine = rounded(StrictMath.sin(angle));
        double x = shape.width() / 2.0;
        double y = shape.height() / 2.0;
        double c = cosine * -x + sine * -y + x;
        double f = rounded(-StrictMath.sin(angle)) * -x + cosine * -y + y;
        return new AffineMap(cosine, sine, c, -sine, cosine, f);
    }

    /** To 15 decimals, so that right angles are right. */
    private static double rounded(double value) {
        return new BigDecimal(value).setScale(15, RoundingMode.HALF_EVEN).doubleValue();
    }

    /**
     * Returns the image that the map shows, of the same size.
     *
     * @param filter between pixels, which does not widen
     * @param fill the value of each channel outside of the image, 0 to 255
     */
    Raster apply(Raster image, Interpolation filter, List<Integer> fill) {
        ImageShape shape = image.shape();
        byte[] to = new byte[shape.length()];
        for (int channel = 0; channel < shape.channels(); channel++) {
            Plane plane = new Plane(image, channel);
            int outside = fill.get(channel);
            for (int row = 0; row < shape.height(); row++) {
                for (int column = 0; column < shape.width(); column++) {
                    double x = a * (column + 0.5) + b * (row + 0.5) + c;
                    double y = d * (column + 0.5) + e * (row + 0.5) + f;
                    boolean inside = x >= 0 && x < shape.width() && y >= 0 && y < shape.height();
                    to[plane.at(row, column)] = (byte) (inside ? plane.value(x - 0.5, y - 0.5, filter) : outside);
                }
            }
        }
        return Raster.of(shape, to);
    }

    /** One channel; beyond its border, the pixels of the border go on. */
    private static final class Plane {
        private final byte[] values;
        private final int begin;
        private final int height;
        private final int width;

        Plane(Raster image, int channel) {
            this.values = image.planes();
            this.height = image.shape().height();
            this.width = image.shape().width();
            this.begin = channel * height * width;
        }

        int at(int row, int column) {
            return begin + row * width + column;
        }

        private int clipped(int row, int column) {
            return values[at(Math.max(0, Math.min(height - 1, row)), Math.max(0, Math.min(width - 1, column)))] & 0xff;
        }

        /** Returns the value between pixels, cut to a whole number. */
        int value(double x, double y, Interpolation filter) {
            int column = (int) Math.floor(x);
            int row = (int) Math.floor(y);
            double right = x - column;
            double down = y - row;
            double value = switch (filter) {
                case BILINEAR -> line(linear(row, column, right), linear(row + 1, column, right), down);
                case BICUBIC ->
                    cubic(
                            cubic(row - 1, column, right),
                            cubic(row, column, right),
                            cubic(row + 1, column, right),
                            cubic(row + 2, column, right),
                            down);
            };
            return (int) Math.max(0, Math.min(255, value));
        }

        private double linear(int row, int column, double right) {
            return line(clipped(row, column), clipped(row, column + 1), right);
        }

        private double cubic(int row, int column, double right) {
            return cubic(
                    clipped(row, column - 1),
                    clipped(row, column),
                    clipped(row, column + 1),
                    clipped(row, column + 2),
                    right);
        }

        private static double line(double from, double to, double share) {
            return from + (to - from) * share;
        }

        /** Between the middle two, with the cubic that Pillow has here: Keys' with a = −1. */
        private static double cubic(double before, double from, double to, double after, double share) {
            double slope = -before + to;
            double bend = 2 * (before - from) + to - after;
            double twist = -before + from - to + after;
            return from + share * (slope + share * (bend + share * twist));
        }
    }
}
