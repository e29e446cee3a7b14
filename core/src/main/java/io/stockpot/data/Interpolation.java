package io.stockpot.data;

/**
 * How a picture is read between its pixels: to the bit as in Pillow, and so in torchvision's loaders. The widths are those
 * of enlarging; who shrinks widens the filter, so that no pixel is left out, unlike the resizing of tensors without
 * anti-aliasing.
 */
public enum Interpolation {
    /** A triangle of two pixels: linear between neighbours. */
    BILINEAR(1) {
        @Override
        double weight(double distance) {
            double x = Math.abs(distance);
            return x < 1 ? 1 - x : 0;
        }
    },
    /**
     * The cubic of Catmull and Rom, four pixels wide: that of Keys, "Cubic convolution interpolation for digital image
     * processing" (1981), with a = −1/2.
     */
    BICUBIC(2) {
        @Override
        double weight(double distance) {
            double x = Math.abs(distance);
            if (x < 1) {
                return ((A + 2) * x - (A + 3)) * x * x + 1;
            }
            return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
        }
    };

    private static final double A = -0.5;

    private final double reach;

    Interpolation(double reach) {
        this.reach = reach;
    }

    /** Returns how far a pixel is seen, in pixels. */
    double reach() {
        return reach;
    }

    /** Returns the weight of a pixel at a distance, not yet divided by the sum of all weights. */
    abstract double weight(double distance);
}
