package io.stockpot.evaluate;

import java.util.List;
import java.util.Optional;

/**
 * A line of a {@link Journal}: the classification of some images as they are.
 *
 * @param images their indices
 * @param correct the indices of those that are correct
 * @param classes the number of classes of the classifier; absent in old journals
 * @param probabilities whether all outputs look like probabilities: none negative, their sum one
 * @param disagreement how far two outputs for the same images were apart, in units of the largest logit; zero
 *     if there was only one
 * @param notFinite how many of the images have an output that is NaN or +∞; absent if none
 * @param seconds that it took
 */
record CleanBlock(
        List<Integer> images,
        List<Integer> correct,
        Optional<Integer> classes,
        boolean probabilities,
        double disagreement,
        Optional<Integer> notFinite,
        double seconds) {
    CleanBlock {
        images = List.copyOf(images);
        correct = List.copyOf(correct);
    }
}
