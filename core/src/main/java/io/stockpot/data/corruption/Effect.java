package io.stockpot.data.corruption;

import io.stockpot.data.ImageShape;
import java.util.random.RandomGenerator;

/** A corruption of a certain strength. Its components are its parameters; values are in [0, 1] unless stated. */
interface Effect {
    /**
     * Returns the corrupted image.
     *
     * @param shape of the image, before and after; one plane or three
     * @param pixels plane by plane; not changed
     * @param draws the randomness of this image alone
     */
    byte[] apply(ImageShape shape, byte[] pixels, RandomGenerator draws);
}
