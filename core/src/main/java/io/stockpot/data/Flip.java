package io.stockpot.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Guards;
import java.util.random.RandomGenerator;

/**
 * Mirrors left and right.
 *
 * @param probability that an image is mirrored, from 0 to 1
 */
public record Flip(@JsonProperty(defaultValue = "0.5") double probability) implements Augmentation {
    /** Checks the probability. */
    public Flip {
        Guards.requireShare("probability", probability);
    }

    @Override
    public Raster apply(RandomGenerator draws, Raster image, ImageShape shape) {
        return draws.nextDouble() < probability ? mirrored(image) : image;
    }

    private static Raster mirrored(Raster image) {
        int width = image.shape().width();
        byte[] from = image.planes();
        byte[] to = new byte[from.length];
        for (int row = 0; row < from.length; row += width) {
            for (int column = 0; column < width; column++) {
                to[row + column] = from[row + width - 1 - column];
            }
        }
        return Raster.of(image.shape(), to);
    }
}
