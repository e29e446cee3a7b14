package io.stockpot.data.shift;

import io.stockpot.data.Resampling;

/**
 * How pixels between pixels are found: to the bit as in Pillow, and so in torchvision's loaders. Both widen their reach
 * when an image shrinks, so that no pixel is left out, unlike the resizing of tensors without anti-aliasing.
 */
public enum Interpolation {
    /** A triangle. */
    BILINEAR(Resampling.Filter.TRIANGLE),
    /** The cubic of Catmull and Rom. */
    BICUBIC(Resampling.Filter.CATMULL_ROM);

    private final Resampling.Filter filter;

    Interpolation(Resampling.Filter filter) {
        this.filter = filter;
    }

    /** Returns the weights of old pixels in a new one. */
    Resampling.Filter filter() {
        return filter;
    }
}
