package io.stockpot.soup.choice;

import io.stockpot.outcome.Estimate;
import io.stockpot.soup.choice.GridScores.Ranked;
import java.util.List;
import java.util.Optional;

/**
 * How firm a choice is, and what it is worth on unseen images.
 *
 * @param chosen the mixture chosen on all images, and its score there, which flatters it
 * @param repeats the mixtures chosen on resampled images, most frequent first
 * @param expected accuracy to expect on unseen images of the same kind
 * @param gain over the best model alone, chosen in the same way, on unseen images; absent if not every
 *     model alone was measured
 */
public record ChoiceStability(Ranked chosen, List<Repeat> repeats, Estimate expected, Optional<Estimate> gain) {
    /**
     * A mixture and how often it was chosen.
     *
     * @param weights the mixture
     * @param share of the resamples, in (0, 1]
     */
    public record Repeat(MixingWeights weights, double share) {}

    /** Copies the list. */
    public ChoiceStability {
        repeats = List.copyOf(repeats);
    }

    /** Returns the share of the resamples on which the same mixture was chosen, in [0, 1]. */
    public double repeated() {
        return repeats.stream()
                .filter(repeat -> repeat.weights().equals(chosen.weights()))
                .mapToDouble(Repeat::share)
                .findFirst()
                .orElse(0);
    }

    /** Returns by how much the score on the images it was chosen with flatters the soup. */
    public double optimism() {
        return chosen.score() - expected.value();
    }

    /** Returns whether the gain is more than chance would explain, at 95 % confidence. */
    public boolean gains() {
        return gain.map(estimate -> estimate.low() > 0).orElse(false);
    }
}
