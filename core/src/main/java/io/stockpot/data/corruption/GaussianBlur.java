package io.stockpot.data.corruption;

import io.stockpot.data.ImageShape;
import java.util.random.RandomGenerator;

/**
 * A Gaussian blur.
 *
 * @param deviation in pixels
 */
record GaussianBlur(double deviation) implements Effect {
    static final SeverityTable SEVERITIES =
            SeverityTable.of(GaussianBlur::new, new double[] {.4, .6, .7, .8, 1}, new double[] {1, 2, 3, 4, 6});

    @Override
    public byte[] apply(ImageShape shape, byte[] pixels, RandomGenerator draws) {
        return Picture.of(shape, pixels)
                .mapPlanes(plane -> Gaussian.blur(plane, deviation))
                .pixels();
    }
}
