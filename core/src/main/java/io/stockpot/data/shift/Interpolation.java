package io.stockpot.data.shift;

import com.twelvemonkeys.image.ResampleOp;

/** How pixels between pixels are found. */
public enum Interpolation {
    /**
     * Between the four nearest pixels, in steps of at most one half: first to a power of two times the new size, then by
     * halves, each of which is the mean of two by two pixels. Pillow and torchvision widen a triangle instead, which is
     * smoother.
     */
    BILINEAR(ResampleOp.FILTER_TRIANGLE),
    /** The cubic of Catmull and Rom, with a reach that widens when an image shrinks, as Pillow does. */
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
