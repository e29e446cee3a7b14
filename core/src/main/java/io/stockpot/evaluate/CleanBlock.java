package io.stockpot.evaluate;

import java.util.List;

/**
 * A line of a {@link Journal}: what the classifier said of some images as they are.
 *
 * @param images their indices
 * @param correct the indices of those it got right
 * @param probabilities whether every output was like a probability: none negative, their sum one
 * @param disagreement how far two answers about the same images were apart, in units of the largest logit;
 *     zero if it was asked once
 * @param seconds that it took
 */
record CleanBlock(
        List<Integer> images, List<Integer> correct, boolean probabilities, double disagreement, double seconds) {
    CleanBlock {
        images = List.copyOf(images);
        correct = List.copyOf(correct);
    }
}
