package io.stockpot.attack;

import java.util.random.RandomGenerator;

/**
 * A square window in an image.
 *
 * @param top the first line
 * @param left the first column
 * @param side its width and height
 */
record Window(int top, int left, int side) {
    /** Draws a window anywhere inside the image. */
    static Window draw(RandomGenerator random, ImageSize image, int side) {
        int top = place(random.nextFloat(), image.height() - side + 1);
        return new Window(top, place(random.nextFloat(), image.width() - side + 1), side);
    }

    /** Returns one of 0 … count − 1 for a number in [0, 1); its product in float32 may round up to count. */
    private static int place(float uniform, int count) {
        return Math.min(count - 1, (int) (uniform * count));
    }

    /** Returns −1 or 1. */
    static int sign(RandomGenerator random) {
        return random.nextFloat() < 0.5f ? -1 : 1;
    }

    /** Returns the side of the square that covers this part of an image, at least 1, and inside it. */
    static int side(ImageSize image, double fraction) {
        long side = Math.round(Math.sqrt(fraction * image.height() * image.width()));
        return (int) Math.min(Math.min(image.height(), image.width()), Math.max(1, side));
    }

    /** Work on a pixel. */
    interface Pixel {
        /** Does it at a place in the image's row; {@code inside} counts the pixels of the window. */
        void at(int place, int inside);
    }

    /** Visits the pixels of a channel line by line. */
    void visit(ImageSize image, int channel, Pixel pixel) {
        for (int y = 0; y < side; y++) {
            int line = image.at(channel, top + y, left);
            for (int x = 0; x < side; x++) {
                pixel.at(line + x, y * side + x);
            }
        }
    }
}
