package io.stockpot.model;

import io.stockpot.base.Guards;

/**
 * The size of the images that a classifier was made for.
 *
 * @param channels number of planes: 1 for grey; 3 for red, green and blue, in this order
 * @param height number of rows
 * @param width number of columns
 */
public record ImageSize(int channels, int height, int width) {
    /** Checks that no extent is zero. */
    public ImageSize {
        Guards.requirePositive("channels", channels);
        Guards.requirePositive("height", height);
        Guards.requirePositive("width", width);
    }

    @Override
    public String toString() {
        return channels + "×" + height + "×" + width;
    }
}
