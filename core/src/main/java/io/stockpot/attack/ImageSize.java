package io.stockpot.attack;

import org.bytedeco.pytorch.Tensor;

/**
 * The extents of an image that is laid out as one row: channel by channel, line by line.
 *
 * @param channels of each pixel
 * @param height in pixels
 * @param width in pixels
 */
record ImageSize(int channels, int height, int width) {
    /**
     * Returns the size of the images of a batch.
     *
     * @param images N×C×H×W
     */
    static ImageSize of(Tensor images) {
        return new ImageSize((int) images.size(1), (int) images.size(2), (int) images.size(3));
    }

    /** Returns the place of a pixel in the row. */
    int at(int channel, int y, int x) {
        return (channel * height + y) * width + x;
    }

    /** Returns the length of the row. */
    int length() {
        return channels * height * width;
    }
}
