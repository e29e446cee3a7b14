package io.stockpot.attack;

import java.util.random.RandomGenerator;

/**
 * What the square attack tries for one image: random changes inside square windows, in ball ∩ box. Images
 * are rows, channel by channel. An instance serves one thread.
 */
interface SquareProposer {
    /** Writes the point to begin with. */
    void first(float[] image, RandomGenerator random, float[] proposal);

    /**
     * Writes a changed point.
     *
     * @param point the best point so far; not changed
     * @param image the image it belongs to
     * @param fraction which part of an image a window covers
     */
    void next(float[] point, float[] image, double fraction, RandomGenerator random, float[] proposal);
}
