package io.stockpot.data;

/**
 * The size of an image, stored plane by plane.
 *
 * @param channels number of planes: 1 for grey; 3 for red, green and blue
 * @param height number of rows
 * @param width number of columns
 */
public record ImageShape(int channels, int height, int width) {
    /** Rejects an empty image and one with more than 2³¹ − 1 values. */
    public ImageShape {
        if (channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "channels, height and width must be positive, not %d×%d×%d".formatted(channels, height, width));
        }
        Math.multiplyExact(Math.multiplyExact(channels, height), width);
    }

    /** Returns the number of values of an image. */
    public int length() {
        return channels * height * width;
    }

    @Override
    public String toString() {
        return channels + "×" + height + "×" + width;
    }
}
