package io.stockpot.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Guards;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Covers a random rectangle (Zhong, Zheng, Kang, Li and Yang, "Random erasing data augmentation", AAAI 2020). It is done
 * to pixels: {@code noise} is uniform from 0 to 255, as in that paper. The recipes of timm erase after normalisation, with
 * normal noise of mean 0 and deviation 1 there, which is the mean colour of the training images in [0, 1] give or take
 * their deviation, and may leave [0, 1]; an attack on pixels in [0, 1] must not start from such points.
 *
 * @param probability that an image loses a rectangle, from 0 to 1
 * @param leastArea smallest share of the area
 * @param mostArea largest share of the area
 * @param leastRatio smallest width / height; the largest is its inverse
 * @param fill what covers the rectangle
 */
public record RandomErasing(
        @JsonProperty(defaultValue = "0.25") double probability,
        @JsonProperty(defaultValue = "0.02") double leastArea,
        @JsonProperty(defaultValue = "0.3333333333333333") double mostArea,
        @JsonProperty(defaultValue = "0.3") double leastRatio,
        @JsonProperty(defaultValue = "noise") Fill fill)
        implements Augmentation {
    /** What covers a rectangle. */
    public enum Fill {
        /** Each value of each pixel is drawn uniformly. */
        NOISE,
        /** Zero. */
        BLACK
    }

    /** Checks the probability and both ranges. */
    public RandomErasing {
        Guards.requireShare("probability", probability);
        if (!(leastRatio > 0 && leastRatio <= 1)) {
            throw new IllegalArgumentException("least-ratio must be above 0 and at most 1, not " + leastRatio);
        }
        new RandomRectangle(leastArea, mostArea, leastRatio, 1 / leastRatio);
    }

    @Override
    public Raster apply(RandomGenerator draws, Raster image, ImageShape shape) {
        if (draws.nextDouble() >= probability) {
            return image;
        }
        return new RandomRectangle(leastArea, mostArea, leastRatio, 1 / leastRatio)
                .draw(draws, shape)
                .map(part -> covered(draws, image, part))
                .orElse(image);
    }

    private Raster covered(RandomGenerator draws, Raster image, RandomRectangle.Rectangle part) {
        ImageShape shape = image.shape();
        byte[] planes = image.planes().clone();
        byte[] cover = new byte[part.width()];
        for (int channel = 0; channel < shape.channels(); channel++) {
            for (int row = part.top(); row < part.top() + part.height(); row++) {
                switch (fill) {
                    case NOISE -> draws.nextBytes(cover);
                    case BLACK -> Arrays.fill(cover, (byte) 0);
                }
                int begin = (channel * shape.height() + row) * shape.width() + part.left();
                System.arraycopy(cover, 0, planes, begin, cover.length);
            }
        }
        return Raster.of(shape, planes);
    }
}
