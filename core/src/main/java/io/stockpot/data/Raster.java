package io.stockpot.data;

import java.util.Objects;

/** One image as unsigned bytes, plane by plane: C×H×W. Whoever makes or takes one does not write to the bytes later. */
public final class Raster {
    private final ImageShape shape;
    private final byte[] planes;

    private Raster(ImageShape shape, byte[] planes) {
        this.shape = shape;
        this.planes = planes;
    }

    /**
     * Makes an image of bytes, which are not copied.
     *
     * @param planes C×H×W unsigned bytes
     * @throws IllegalArgumentException if they are not as many as the shape says
     */
    public static Raster of(ImageShape shape, byte[] planes) {
        Objects.requireNonNull(shape, "shape");
        if (planes.length != shape.length()) {
            throw new IllegalArgumentException(
                    "an image of " + shape + " has " + shape.length() + " values, not " + planes.length);
        }
        return new Raster(shape, planes);
    }

    /** Returns the size of the image. */
    public ImageShape shape() {
        return shape;
    }

    /** Returns the bytes themselves, C×H×W, to be read only. */
    public byte[] planes() {
        return planes;
    }
}
