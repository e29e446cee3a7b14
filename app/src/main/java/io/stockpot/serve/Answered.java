package io.stockpot.serve;

import io.stockpot.soup.choice.MixingWeights;

/**
 * A mixture with its answers.
 *
 * @param weights of the mixture
 * @param answers to all pictures
 * @param mixing seconds that it took to make the mixture; 0 where it was still in the pot
 * @param network seconds that the network took to look at the pictures
 */
public record Answered(MixingWeights weights, Answers answers, double mixing, double network) {
    /** Returns the same answers, given again: they took no time. */
    Answered again() {
        return new Answered(weights, answers, 0, 0);
    }
}
