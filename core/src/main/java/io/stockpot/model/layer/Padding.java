package io.stockpot.model.layer;

import java.util.List;

/** How many zero pixels a convolution adds before and after each axis of the image. */
public sealed interface Padding {
    /**
     * Returns the pixels added before the first pixel of an axis.
     *
     * @param side length of the axis in pixels
     * @param kernel length of the filters along it
     * @param stride step along it
     */
    int before(int side, int kernel, int stride);

    /** Returns the pixels added after the last pixel of an axis; otherwise as {@link #before}. */
    int after(int side, int kernel, int stride);

    /** Adds the padding to a convolution of an ONNX graph. */
    OnnxGraph.Operation describe(OnnxGraph.Operation convolution);

    /** Padding that is reckoned from the size of the image. */
    enum Automatic implements Padding {
        /**
         * So many pixels that ⌈side / stride⌉ come out, and of an odd number one more after than before, as
         * TensorFlow's "SAME" does.
         */
        SAME;

        @Override
        public int before(int side, int kernel, int stride) {
            return total(side, kernel, stride) / 2;
        }

        @Override
        public int after(int side, int kernel, int stride) {
            return total(side, kernel, stride) - before(side, kernel, stride);
        }

        @Override
        public OnnxGraph.Operation describe(OnnxGraph.Operation convolution) {
            return convolution.with("auto_pad", "SAME_UPPER");
        }

        private static int total(int side, int kernel, int stride) {
            int outputs = (side + stride - 1) / stride;
            return Math.max(0, (outputs - 1) * stride + kernel - side);
        }
    }

    /**
     * So many pixels whatever the size of the image.
     *
     * @param before above and on the left
     * @param after below and on the right
     */
    record Pixels(int before, int after) implements Padding {
        /** Checks that neither is negative. */
        public Pixels {
            if (before < 0 || after < 0) {
                throw new IllegalArgumentException("padding must not be negative, but is " + before + " and " + after);
            }
        }

        @Override
        public int before(int side, int kernel, int stride) {
            return before;
        }

        @Override
        public int after(int side, int kernel, int stride) {
            return after;
        }

        @Override
        public OnnxGraph.Operation describe(OnnxGraph.Operation convolution) {
            return convolution.with("pads", List.of((long) before, (long) before, (long) after, (long) after));
        }
    }
}
