package io.stockpot.attack;

import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/**
 * What the square attack tries for one image: random changes inside square windows, in ball ∩ box (Andriushchenko et
 * al., "Square attack", ECCV 2020, the sampling distributions P). Images are rows, channel by channel. For several
 * threads, each with a {@link Scratch} of its own.
 */
sealed interface SquareProposer permits SquareProposer.Signs, SquareBumps {
    /** Returns the proposer for a threat model and images of this size. */
    static SquareProposer of(ThreatModel threat, ImageSize size) {
        double epsilon = threat.epsilon().value();
        return switch (threat.norm()) {
            case LINF -> new Signs((float) epsilon, size);
            case L2, L1 -> new SquareBumps(threat.norm(), epsilon, size);
        };
    }

    /** Returns the revision of the proposals under a norm: see {@link Revision}. */
    static int revision(Norm norm) {
        return switch (norm) {
            case LINF -> Revision.NUMBER;
            case L2, L1 -> Revision.OF_BUMPS_BY_CHANNEL;
        };
    }

    /** Writes the point to begin with into {@link Scratch#proposal}. */
    void first(Scratch scratch, RandomGenerator random);

    /**
     * Writes a changed point into {@link Scratch#proposal}.
     *
     * @param fraction p, which part of an image a window covers
     */
    void next(Scratch scratch, double fraction, RandomGenerator random);

    /** Scratch memory of one thread for one image after the other. */
    final class Scratch {
        /** The image x. */
        final float[] image;
        /** The best point so far x̂; not changed. */
        final float[] best;
        /** Where the point to try is written. */
        final float[] proposal;
        /** How a change becomes a point that uses up the ball. */
        final Norm.Projection stretching;

        Scratch(Norm norm, int width) {
            this.image = new float[width];
            this.best = new float[width];
            this.proposal = new float[width];
            this.stretching = norm.stretching(width);
        }
    }

    /**
     * The changes in Linf: vertical stripes of ±ε at first; then windows in which each channel moves by ±2 ε, to one end
     * of the ball (Algorithm 2).
     *
     * @param epsilon the radius of the ball
     * @param size of the images
     */
    record Signs(float epsilon, ImageSize size) implements SquareProposer {
        @Override
        public void first(Scratch scratch, RandomGenerator random) {
            float[] image = scratch.image;
            for (int channel = 0; channel < size.channels(); channel++) {
                for (int x = 0; x < size.width(); x++) {
                    float change = epsilon * sign(random);
                    for (int y = 0; y < size.height(); y++) {
                        int place = size.at(channel, y, x);
                        scratch.proposal[place] = inBallAndBox(image[place] + change, image[place]);
                    }
                }
            }
        }

        @Override
        public void next(Scratch scratch, double fraction, RandomGenerator random) {
            float[] image = scratch.image;
            float[] best = scratch.best;
            float[] proposal = scratch.proposal;
            System.arraycopy(best, 0, proposal, 0, best.length);
            Window window = Window.draw(random, size, size.side(fraction));
            for (int channel = 0; channel < size.channels(); channel++) {
                float change = 2 * epsilon * sign(random);
                window.visit(
                        size,
                        channel,
                        (place, inside) -> proposal[place] = inBallAndBox(best[place] + change, image[place]));
            }
        }

        private float inBallAndBox(float value, float centre) {
            float inBall = Math.max(centre - epsilon, Math.min(centre + epsilon, value));
            return Math.max(0, Math.min(1, inBall));
        }
    }

    /** Returns −1 or 1. */
    static int sign(RandomGenerator random) {
        return random.nextFloat() < 0.5f ? -1 : 1;
    }

    /**
     * The extents of an image that is laid out as one row: channel by channel, line by line.
     *
     * @param channels c, of each pixel
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

        /** Returns the side of the largest window. */
        int shorterSide() {
            return Math.min(height, width);
        }

        /** Returns h = √(p · height · width), the side of a window that covers this part p; at least 1, and inside. */
        int side(double fraction) {
            long side = Math.round(Math.sqrt(fraction * height * width));
            return (int) Math.min(shorterSide(), Math.max(1, side));
        }
    }

    /**
     * A square window in an image.
     *
     * @param top the first line
     * @param left the first column
     * @param side h, its width and height
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

        /** Work on a pixel. */
        interface Pixel {
            /** Works on the pixel at a place in the image's row; {@code inside} counts the pixels of the window. */
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
}
