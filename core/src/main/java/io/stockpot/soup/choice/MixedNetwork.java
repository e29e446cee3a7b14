package io.stockpot.soup.choice;

import io.stockpot.base.Seed;
import java.io.IOException;
import java.util.List;

/**
 * The network behind a {@link Contest}, which becomes any mixture, whether of the grid or not, and answers with numbers
 * instead of bits. Stored outcomes have none.
 */
public interface MixedNetwork {
    /**
     * Classifies all images by some mixtures. What was answered before is not asked again.
     *
     * @param what is being done, in a word or two for the display of progress
     * @return the scores of each mixture
     * @throws IOException if the network or the memory fails
     */
    List<Scores> scores(String what, List<MixingWeights> mixtures) throws IOException;

    /**
     * Returns the derivative of Σ pulls · scores in the weight of each model, ⟨∇θ, θᵢ⟩: one forward and one backward pass.
     * Only differences between models count, because weights sum to 1.
     *
     * @param pulls one for each score, as {@link Scores#values} orders them
     * @throws IOException if there is nothing to differentiate, or the memory fails
     */
    default List<Double> slopes(MixingWeights weights, float[] pulls) throws IOException {
        throw stored("there is no derivative of them");
    }

    /**
     * Returns the tensors that may be mixed by weights of their own, from the image to the logits; each is in one group.
     *
     * @throws IOException if there is no network
     */
    default List<TensorGroup> groups(LayerGroups by) throws IOException {
        throw stored("their network's layers are not known");
    }

    /**
     * Classifies all images by weights that may differ from tensor to tensor. What was answered before is not asked again.
     *
     * @throws IOException if there is no network, or it or the memory fails
     */
    default Scores scores(LayeredWeights weights) throws IOException {
        throw stored("others cannot be had");
    }

    /**
     * Returns the derivative of Σ pulls · scores in the weight of each model within each group of tensors: one forward and
     * one backward pass. Only differences between models count.
     *
     * @param groups whose tensors are all different
     * @param pulls one for each score, as {@link Scores#values} orders them
     * @return group × model
     * @throws IOException if there is nothing to differentiate, or the memory fails
     */
    default List<List<Double>> slopes(LayeredWeights weights, List<TensorGroup> groups, float[] pulls)
            throws IOException {
        throw stored("there is no derivative of them");
    }

    private static IOException stored(String therefore) {
        return new IOException("these answers were stored, so " + therefore + ": search where the models are");
    }

    /**
     * Returns this network on images that are attacked anew for each mixture that is asked: the scores are those at the
     * points found, of all images under the first threat, then of all under the next; slopes take the points as they are.
     *
     * @param threats each in the form of "Linf 8/255"
     * @param steps of the attack, APGD as in training
     * @param seed of whatever is random in it
     * @throws IOException if there is nothing to attack, or the images cannot be attacked under a threat
     */
    default MixedNetwork attacked(List<String> threats, int steps, Seed seed) throws IOException {
        throw new IOException("these answers were stored, so there is nothing to attack: search where the models are");
    }
}
