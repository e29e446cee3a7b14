package io.stockpot.data;

import io.stockpot.base.Seed;
import java.util.Arrays;

/**
 * Two sets of images that have none in common, by construction: both come from one shuffle, cut in two.
 * For the same images and seed, a larger held-out set contains the smaller ones.
 */
public final class Split {
    private final int[] order;
    private final int cut;

    private Split(int[] order, int cut) {
        this.order = order;
        this.cut = cut;
    }

    /**
     * Sets images apart, drawn uniformly without regard to their labels.
     *
     * @param images how many there are
     * @param heldOut how many to set apart, from 1 to images − 1
     * @throws IllegalArgumentException if either set would be empty
     */
    public static Split holdOut(int images, int heldOut, Seed seed) {
        if (heldOut < 1 || heldOut >= images) {
            throw new IllegalArgumentException(
                    "cannot hold out %d of %d images: hold out from 1 to %d".formatted(heldOut, images, images - 1));
        }
        return new Split(Shuffle.permutation(images, seed), heldOut);
    }

    /** Returns the indices set apart, in the order drawn: every prefix is a uniform sample. */
    public int[] heldOut() {
        return Arrays.copyOf(order, cut);
    }

    /** Returns the other indices, in the order drawn: every prefix is a uniform sample. */
    public int[] rest() {
        return Arrays.copyOfRange(order, cut, order.length);
    }

    /**
     * Training images and the held-out ones that select a checkpoint.
     *
     * @param train images to learn from
     * @param validation images never learnt from
     */
    public record TrainValidation(LabelledImages train, LabelledImages validation) {}

    /**
     * The few images a soup is fitted to and the held-out ones it is judged on (paper, section 5).
     *
     * @param adaptation images a soup may be chosen with
     * @param test images a soup is judged on
     */
    public record AdaptationTest(LabelledImages adaptation, LabelledImages test) {
        /**
         * Draws some of the adaptation images without replacement; the test images stay as they are.
         *
         * @param count from 1 to the number of adaptation images
         * @param seed of one repetition
         */
        public LabelledImages sample(int count, Seed seed) {
            if (count < 1 || count > adaptation.size()) {
                throw new IllegalArgumentException(
                        "cannot sample %d adaptation images: sample from 1 to %d".formatted(count, adaptation.size()));
            }
            return adaptation.subset(Arrays.copyOf(Shuffle.permutation(adaptation.size(), seed), count));
        }
    }

    /**
     * Holds validation images out of the training images.
     *
     * @throws IllegalArgumentException if either set would be empty
     */
    public static TrainValidation trainValidation(LabelledImages images, int validation, Seed seed) {
        Split split = holdOut(images.size(), validation, seed);
        return new TrainValidation(images.subset(split.rest()), images.subset(split.heldOut()));
    }

    /**
     * Holds test images out of those a soup may be fitted to.
     *
     * @throws IllegalArgumentException if either set would be empty
     */
    public static AdaptationTest adaptationTest(LabelledImages images, int test, Seed seed) {
        Split split = holdOut(images.size(), test, seed);
        return new AdaptationTest(images.subset(split.rest()), images.subset(split.heldOut()));
    }
}
