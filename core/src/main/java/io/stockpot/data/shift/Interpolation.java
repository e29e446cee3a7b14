package io.stockpot.data.shift;

import com.twelvemonkeys.image.ResampleOp;

/**
 * How pixels between pixels are found. Both widen their reach when an image shrinks, so that no pixel is
 * left out (as Pillow does, unlike the resizing of tensors without anti-aliasing).
 */
public enum Interpolation {
    /** A triangle. */
    BILINEAR(ResampleOp.FILTER_TRIANGLE),
    /** The cubic of Catmull and Rom. */
    BICUBIC(ResampleOp.FILTER_CATROM);

    private final int filter;

    Interpolation(int filter) {
        this.filter = filter;
    }

    /** Returns the number of this filter in the library that resizes. */
    int filter() {
        return filter;
    }
}
