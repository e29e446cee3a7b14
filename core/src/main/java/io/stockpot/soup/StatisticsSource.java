package io.stockpot.soup;

import io.stockpot.base.Seed;
import java.util.Optional;

/**
 * What a {@link BatchNormPolicy} may need to set the running statistics of a mixture. {@link #NONE} will do for those
 * that need no images.
 *
 * @param name of the images on the card of a soup, if they have one
 * @param images to measure statistics on
 * @param seed of the run, by which images are drawn
 * @param memory of statistics that were measured before
 */
public record StatisticsSource(Optional<String> name, TrainingImages images, Seed seed, StatisticsMemory memory) {
    /** No images. */
    public static final StatisticsSource NONE = of(TrainingImages.NONE, new Seed(0));

    /** Returns images without a name, and no memory. */
    public static StatisticsSource of(TrainingImages images, Seed seed) {
        return new StatisticsSource(Optional.empty(), images, seed, StatisticsMemory.NONE);
    }

    /** Returns the same images with a name, e.g. "cifar10 training images". */
    public StatisticsSource named(String text) {
        return new StatisticsSource(Optional.of(text), images, seed, memory);
    }

    /**
     * Returns the same images for soups that make the same mixtures more than once.
     *
     * @param kept the memory that they share; their ingredients must not change
     */
    public StatisticsSource remembering(StatisticsMemory kept) {
        return new StatisticsSource(name, images, seed, kept);
    }
}
