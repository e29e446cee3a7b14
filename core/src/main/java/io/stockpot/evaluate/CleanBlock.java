package io.stockpot.evaluate;

import java.util.List;
import java.util.Optional;

/**
 * A line of a {@link Journal}: what the classifier said of some images as they are.
 *
 * @param images their indices
 * @param correct the indices of those it got right
 * @param classes how many classes the classifier knows; absent in old journals
 * @param probabilities whether every output was like a probability: none negative, their sum one
 * @param disagreement how far two answers about the same images were apart, in units of the largest logit;
 *     zero if it was asked once
 * @param seconds that it took
 */
record CleanBlock(
        List<Integer> images,
        List<Integer> correct,
        Optional<Integer> classes,
        boolean probabilities,
        double disagreement,
        double seconds) {
    CleanBlock {
        images = List.copyOf(images);
        correct = List.copyOf(correct);
    }
}
