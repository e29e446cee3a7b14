package io.stockpot.data;

import java.util.Arrays;

/**
 * Resizes a part of a picture to any size: {@code resize} with a {@code box} of Pillow to version 12.3.0, bit for bit.
 * Rows are resized first, then columns; each sum of weighted pixels is taken in whole numbers, with weights of 22 binary
 * places, rounded and clipped to a byte. Where the picture shrinks, the filter widens in proportion, and pixels beside the
 * box are seen where it reaches beyond the edge. Pillow 13 has columns first where that is less work, which moves some
 * bytes by one.
 */
public final class BoxResampler {
    /** Eight bits are for the pixel, and two for sums above 255 and below 0. */
    private static final int PLACES = 32 - 8 - 2;

    private static final int HALF = 1 << (PLACES - 1);

    private BoxResampler() {}

    /**
     * A part of a picture, in pixels from its upper left corner; pixel i reaches from i to i + 1.
     *
     * @param left where it begins
     * @param top where it begins
     * @param right where it ends
     * @param bottom where it ends
     */
    public record Box(float left, float top, float right, float bottom) {
        /** Rejects an empty box. */
        public Box {
            if (!(left >= 0 && top >= 0 && left < right && top < bottom)) {
                throw new IllegalArgumentException("a box must not be empty or begin outside of the picture: " + left
                        + " to " + right + " across, " + top + " to " + bottom + " down");
            }
        }

        /** Returns the box of a whole picture. */
        public static Box of(ImageShape shape) {
            return new Box(0, 0, shape.width(), shape.height());
        }
    }

    /**
     * Returns a part of a picture in another size.
     *
     * @param image of any number of channels
     * @param box which part
     * @param height rows of the result, at least 1
     * @param width columns of the result, at least 1
     * @param filter between pixels
     * @throws IllegalArgumentException if the box ends outside of the picture
     */
    public static Raster resized(Raster image, Box box, int height, int width, Interpolation filter) {
        ImageShape shape = image.shape();
        if (box.right() > shape.width() || box.bottom() > shape.height()) {
            throw new IllegalArgumentException(box + " ends outside of a picture of " + shape);
        }
        Weights across = Weights.of(shape.width(), box.left(), box.right(), width, filter);
        Weights down = Weights.of(shape.height(), box.top(), box.bottom(), height, filter);
        // rows that no row of the result sees are left out
        int first = down.first[0];
        int rows = down.first[height - 1] + down.count[height - 1] - first;
        int[] narrow = across(image, first, rows, across);
        byte[] planes = down(narrow, first, rows, down, width);
        return Raster.of(new ImageShape(shape.channels(), height, width), planes);
    }

    /**
     * Resizes some rows of each channel to the new width: C×rows×width, as whole numbers from 0 to 255, which the compiler
     * turns into vectors on the way down, other than bytes.
     */
    private static int[] across(Raster image, int first, int rows, Weights across) {
        ImageShape shape = image.shape();
        int width = across.count.length;
        int all = shape.channels() * rows;
        int[] to = new int[all * width];
        int[] begins = new int[all];
        for (int row = 0; row < all; row++) {
            begins[row] = (row / rows * shape.height() + first + row % rows) * shape.width();
        }
        for (int row = 0; row < all; row += Weights.ROWS) {
            across.four(image.planes(), begins, row, to);
        }
        return to;
    }

    /** Resizes rows of each channel, C×rows×width, the first of them of this number, to the new height: C×height×width. */
    private static byte[] down(int[] from, int first, int rows, Weights down, int width) {
        int height = down.count.length;
        int channels = from.length / (rows * width);
        byte[] to = new byte[channels * height * width];
        int[] sums = new int[width];
        for (int row = 0; row < channels * height; row++) {
            int place = row % height;
            Arrays.fill(sums, HALF);
            for (int i = 0; i < down.count[place]; i++) {
                int source = (row / height * rows + down.first[place] - first + i) * width;
                add(from, source, down.weights[place * down.size + i], sums);
            }
            narrow(sums, to, row * width);
        }
        return to;
    }

    private static void add(int[] from, int begin, int weight, int[] sums) {
        for (int column = 0; column < sums.length; column++) {
            sums[column] += from[begin + column] * weight;
        }
    }

    private static void narrow(int[] sums, byte[] to, int begin) {
        for (int column = 0; column < sums.length; column++) {
            to[begin + column] = (byte) clipped(sums[column]);
        }
    }

    /** Nearly all sums are those of bytes, so one comparison is faster than two. */
    private static int clipped(int sum) {
        int value = sum >> PLACES;
        return (value & ~0xff) == 0 ? value : ~(value >> 31) & 0xff;
    }

    /** For one direction: which pixels each pixel of the result sees, and how much they weigh. */
    private static final class Weights {
        /** How many rows are resized at once. */
        static final int ROWS = 4;

        /** Room for the weights of one pixel of the result. */
        private final int size;

        private final int[] first;
        private final int[] count;
        private final int[] weights;

        private Weights(int results, int size) {
            this.size = size;
            this.first = new int[results];
            this.count = new int[results];
            this.weights = new int[results * size];
        }

        /** Weighs the pixels of a picture of a length, of which a part becomes results. */
        static Weights of(int length, float begin, float end, int results, Interpolation filter) {
            // the difference of floats is a float in Pillow
            double scale = (double) (end - begin) / results;
            double widening = Math.max(1, scale);
            double reach = filter.reach() * widening;
            Weights weights = new Weights(results, (int) Math.ceil(reach) * 2 + 1);
            for (int result = 0; result < results; result++) {
                double centre = begin + (result + 0.5) * scale;
                int first = Math.max(0, (int) (centre - reach + 0.5));
                int last = Math.min(length, (int) (centre + reach + 0.5));
                weights.first[result] = first;
                weights.count[result] = last - first;
                weights.fill(result, centre, widening, filter);
            }
            return weights;
        }

        /** Resizes four rows at once, which share their weights; the last of a number that is no multiple is done again. */
        void four(byte[] from, int[] begins, int row, int[] to) {
            int last = begins.length - 1;
            int[] rows = {row, Math.min(row + 1, last), Math.min(row + 2, last), Math.min(row + 3, last)};
            int begin0 = begins[rows[0]];
            int begin1 = begins[rows[1]];
            int begin2 = begins[rows[2]];
            int begin3 = begins[rows[3]];
            int width = count.length;
            for (int result = 0; result < width; result++) {
                int sum0 = HALF;
                int sum1 = HALF;
                int sum2 = HALF;
                int sum3 = HALF;
                for (int i = 0; i < count[result]; i++) {
                    int weight = weights[result * size + i];
                    int place = first[result] + i;
                    sum0 += (from[begin0 + place] & 0xff) * weight;
                    sum1 += (from[begin1 + place] & 0xff) * weight;
                    sum2 += (from[begin2 + place] & 0xff) * weight;
                    sum3 += (from[begin3 + place] & 0xff) * weight;
                }
                to[rows[0] * width + result] = clipped(sum0);
                to[rows[1] * width + result] = clipped(sum1);
                to[rows[2] * width + result] = clipped(sum2);
                to[rows[3] * width + result] = clipped(sum3);
            }
        }

        private void fill(int result, double centre, double widening, Interpolation filter) {
            double[] shares = new double[count[result]];
            double narrowing = 1 / widening;
            double sum = 0;
            for (int i = 0; i < shares.length; i++) {
                shares[i] = filter.weight((i + first[result] - centre + 0.5) * narrowing);
                sum += shares[i];
            }
            for (int i = 0; i < shares.length; i++) {
                double share = sum == 0 ? shares[i] : shares[i] / sum;
                weights[result * size + i] = (int) (share * (1 << PLACES) + (share < 0 ? -0.5 : 0.5));
            }
        }
    }
}
