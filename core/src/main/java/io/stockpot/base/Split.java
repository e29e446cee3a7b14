package io.stockpot.base;

import java.util.Arrays;

/**
 * Two sets of indices that have none in common, by construction: both come from one shuffle, cut in two.
 * For the same number and seed, a larger held-out set contains the smaller ones. So are drawn the few images that
 * a soup is fitted to and those it is judged on (paper, section 5).
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

    /**
     * Sets images apart, drawn by class: each class gives its share, rounded, and chance decides which of its images
     * and which class rounds up first.
     *
     * @param labels the class of each image
     * @param heldOut how many to set apart, from 1 to images − 1
     * @throws IllegalArgumentException if either set would be empty
     */
    public static Split holdOutByClass(int[] labels, int heldOut, Seed seed) {
        int[] order = Shuffle.byClass(labels, seed);
        if (heldOut < 1 || heldOut >= order.length) {
            throw new IllegalArgumentException("cannot hold out %d of %d images: hold out from 1 to %d"
                    .formatted(heldOut, order.length, order.length - 1));
        }
        return new Split(order, heldOut);
    }

    /** Returns the indices set apart, in the order drawn: every prefix is a uniform sample. */
    public int[] heldOut() {
        return Arrays.copyOf(order, cut);
    }

    /** Returns the other indices, in the order drawn: every prefix is a uniform sample. */
    public int[] rest() {
        return Arrays.copyOfRange(order, cut, order.length);
    }
}
