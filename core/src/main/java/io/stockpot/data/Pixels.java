package io.stockpot.data;

import java.io.UncheckedIOException;

/**
 * Where the pixels of images are: in memory, or in files that are decoded when they are asked for. All images have one
 * size as they are {@linkplain #prepared prepared} for a classifier; before that, each may have its own. Any number of
 * threads may ask at once.
 */
public interface Pixels {
    /** Returns the size of every prepared image. */
    ImageShape shape();

    /** Returns the number of images. */
    int count();

    /**
     * Returns an image as a classifier sees it: resized and cut to the common size.
     *
     * @param place from zero to count − 1
     * @throws UncheckedIOException naming the file, if the image cannot be read
     */
    Raster prepared(int place);

    /**
     * Returns an image in the size that it has before it is prepared, for augmentations that cut their own part out of
     * it. Images that are kept in the common size only are returned as they are.
     *
     * @param place from zero to count − 1
     * @throws UncheckedIOException naming the file, if the image cannot be read
     */
    default Raster original(int place) {
        return prepared(place);
    }

    /** Returns whether an image takes long enough to read that several threads should. */
    default boolean decodes() {
        return false;
    }
}
