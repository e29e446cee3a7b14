package io.stockpot.soup.choice;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What {@link LayerDescent} has chosen.
 *
 * @param weights of every tensor; the same for all where no penalty did better than the common weights
 * @param common the weights of all tensors that were found first
 * @param penalty that was chosen; empty if the common weights were
 * @param trials the loss of each penalty that was tried, the common weights first
 * @param cost of the search
 */
public record LayerChoice(
        LayeredWeights weights, MixingWeights common, OptionalDouble penalty, List<Trial> trials, SearchCost cost) {
    /**
     * One penalty.
     *
     * @param penalty λ, infinite for the common weights
     * @param loss mean over the images, each judged by what the other folds have found
     * @param right how many of the images were classified correctly by that
     */
    public record Trial(double penalty, double loss, int right) {}

    /** Copies the list. */
    public LayerChoice {
        trials = List.copyOf(trials);
    }
}
