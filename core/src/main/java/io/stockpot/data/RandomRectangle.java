package io.stockpot.data;

import io.stockpot.base.Guards;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A random part of an image: its share of the area is uniform, the logarithm of its ratio of width to height is
 * uniform, and so is its place (Szegedy et al., "Going deeper with convolutions", CVPR 2015, §6).
 *
 * @param leastArea smallest share of the area
 * @param mostArea largest share of the area
 * @param leastRatio smallest width / height
 * @param mostRatio largest width / height
 */
record RandomRectangle(double leastArea, double mostArea, double leastRatio, double mostRatio) {
    /** How often a rectangle is drawn until one fits into the image, as everywhere. */
    private static final int TRIES = 10;

    /** Rows and columns of an image. */
    record Rectangle(int top, int left, int height, int width) {}

    /** Checks that both ranges are in order. */
    RandomRectangle {
        Guards.requirePositive("least-area", leastArea);
        if (!(mostArea >= leastArea && mostArea <= 1)) {
            throw new IllegalArgumentException(
                    "most-area must be from least-area, " + leastArea + ", to 1, not " + mostArea);
        }
        Guards.requirePositive("least-ratio", leastRatio);
        if (!(mostRatio >= leastRatio && mostRatio < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "most-ratio must be at least least-ratio, " + leastRatio + ", not " + mostRatio);
        }
    }

    /** Returns a rectangle; empty if none of ten fits into the image. */
    Optional<Rectangle> draw(RandomGenerator draws, ImageShape image) {
        double area = (double) image.height() * image.width();
        for (int attempt = 0; attempt < TRIES; attempt++) {
            double part = area * between(draws, leastArea, mostArea);
            double ratio = StrictMath.exp(between(draws, StrictMath.log(leastRatio), StrictMath.log(mostRatio)));
            int width = (int) Math.rint(Math.sqrt(part * ratio));
            int height = (int) Math.rint(Math.sqrt(part / ratio));
            if (width > 0 && width <= image.width() && height > 0 && height <= image.height()) {
                int top = draws.nextInt(image.height() - height + 1);
                int left = draws.nextInt(image.width() - width + 1);
                return Optional.of(new Rectangle(top, left, height, width));
            }
        }
        return Optional.empty();
    }

    /** Returns the largest rectangle of an allowed ratio in the middle of the image. */
    Rectangle centre(ImageShape image) {
        double ratio = (double) image.width() / image.height();
        int width = ratio > mostRatio ? atLeastOne(image.height() * mostRatio) : image.width();
        int height = ratio < leastRatio ? atLeastOne(image.width() / leastRatio) : image.height();
        return new Rectangle((image.height() - height) / 2, (image.width() - width) / 2, height, width);
    }

    private static int atLeastOne(double length) {
        return Math.max(1, (int) Math.rint(length));
    }

    private static double between(RandomGenerator draws, double least, double most) {
        return least + (most - least) * draws.nextDouble();
    }
}
