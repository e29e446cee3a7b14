package io.stockpot.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Guards;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Some operations after another, each drawn uniformly from {@linkplain RandAugmentOperation fifteen} (Cubuk, Zoph, Shlens
 * and Le, "RandAugment: practical automated data augmentation with a reduced search space", NeurIPS 2020), in the variant
 * of timm that the paper uses for ImageNet (App. A.1; {@code rand-m9-mstd0.5-inc1}): an operation is done with a
 * probability, its magnitude is normally distributed and cut to 0 … 10, and which way it goes is a coin's toss. It works
 * on bytes, as Pillow does. Grey images keep their saturation.
 *
 * @param operations how many are drawn, at least 1
 * @param magnitude mean strength, from 0 to 10
 * @param deviation standard deviation of the strength, at least 0
 * @param probability that an operation that was drawn is done, from 0 to 1
 * @param increasing whether a larger magnitude is a stronger change for every operation; else posterising and
 *     solarising become weaker, and colour, contrast, brightness and sharpness go from very low to very high
 * @param interpolation between pixels, of rotations, shears and translations
 * @param fill what these show outside of the image: one value from 0 to 255 for all channels or one for each
 */
public record RandAugment(
        @JsonProperty(defaultValue = "2") int operations,
        @JsonProperty(defaultValue = "9") double magnitude,
        @JsonProperty(defaultValue = "0.5") double deviation,
        @JsonProperty(defaultValue = "0.5") double probability,
        @JsonProperty(defaultValue = "true") boolean increasing,
        @JsonProperty(defaultValue = "bilinear") Interpolation interpolation,
        @JsonProperty(defaultValue = "[128]") List<Integer> fill)
        implements Augmentation {
    /** The largest magnitude. */
    private static final double MOST = 10;

    private static final RandAugmentOperation[] ALL = RandAugmentOperation.values();

    /** Checks the numbers. */
    public RandAugment {
        Guards.requirePositive("operations", operations);
        if (!(magnitude >= 0 && magnitude <= MOST)) {
            throw new IllegalArgumentException("magnitude must be from 0 to 10, not " + magnitude);
        }
        Guards.requireNotNegative("deviation", deviation);
        Guards.requireShare("probability", probability);
        fill = List.copyOf(fill);
        if (fill.isEmpty() || fill.stream().anyMatch(value -> value < 0 || value > 255)) {
            throw new IllegalArgumentException(
                    "fill must be one value from 0 to 255, or one for each channel, not " + fill);
        }
    }

    @Override
    public void requireSuits(ImageShape shape) {
        Greys.requireKnown(shape);
        if (fill.size() != 1 && fill.size() != shape.channels()) {
            throw new IllegalArgumentException("the fill of rand-augment has " + fill.size() + " values, and images "
                    + shape.channels() + (shape.channels() == 1 ? " channel" : " channels")
                    + "; give one for all, or one for each channel");
        }
    }

    @Override
    public Raster apply(RandomGenerator draws, Raster image, ImageShape shape) {
        requireSuits(shape);
        Raster changed = image;
        for (int i = 0; i < operations; i++) {
            RandAugmentOperation operation = ALL[draws.nextInt(ALL.length)];
            if (draws.nextDouble() < probability) {
                changed = operation.apply(changed, strength(draws), surroundings(shape));
            }
        }
        return changed;
    }

    private RandAugmentOperation.Strength strength(RandomGenerator draws) {
        double drawn = magnitude + deviation * draws.nextGaussian();
        double share = Math.max(0, Math.min(MOST, drawn)) / MOST;
        return new RandAugmentOperation.Strength(share, draws.nextBoolean(), increasing);
    }

    private RandAugmentOperation.Surroundings surroundings(ImageShape shape) {
        return new RandAugmentOperation.Surroundings(
                interpolation, fill.size() > 1 ? fill : Collections.nCopies(shape.channels(), fill.get(0)));
    }
}
