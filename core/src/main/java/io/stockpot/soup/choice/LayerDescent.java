package io.stockpot.soup.choice;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Guards;
import io.stockpot.base.Seed;
import java.io.IOException;
import java.util.List;

/**
 * Gradient descent in weights that differ from layer to layer, or from block to block. First the common weights w are
 * found as {@link GradientDescent} does; from there the loss is led down in the weights w₁ … w_G of the groups, with a
 * penalty λ/G Σ ‖w_g − w‖² that keeps them near the common ones, for one λ after the other, the strongest first. The images
 * choose λ by folds: each part of them judges what the others have found. The common weights are among what is
 * compared (λ = ∞), so where layers of their own do not help on images that did not choose them, nothing differs.
 *
 * @param by which tensors have weights of their own
 * @param steps backward passes at most, for the common weights and for each λ
 * @param denominator of the mixing weights: 50 means that they are multiples of 0.02
 * @param sharpness size that logits are brought to before the loss is taken
 * @param folds parts of the images; as many as images leave one out at a time
 * @param penalties λ, the strongest first
 */
public record LayerDescent(
        @JsonProperty(defaultValue = "block") LayerGroups by,
        @JsonProperty(defaultValue = "6") int steps,
        @JsonProperty(defaultValue = "50") int denominator,
        @JsonProperty(defaultValue = "1.5") double sharpness,
        @JsonProperty(defaultValue = "5") int folds,
        @JsonProperty(defaultValue = "[1, 0.3, 0.1, 0.03]") List<Double> penalties) {
    /** Checks the numbers. */
    public LayerDescent {
        penalties = List.copyOf(penalties);
        common(steps, denominator, sharpness);
        Guards.requireAtLeast("folds", 2, folds);
        double before = Double.POSITIVE_INFINITY;
        for (double penalty : penalties) {
            if (!(penalty > 0 && penalty < before)) {
                throw new IllegalArgumentException(
                        "penalties must be above 0 and finite, each below the one before it, not " + penalties);
            }
            before = penalty;
        }
        if (penalties.isEmpty()) {
            throw new IllegalArgumentException("penalties need at least one, such as 0.1");
        }
    }

    private static GradientDescent common(int steps, int denominator, double sharpness) {
        return new GradientDescent(steps, denominator, sharpness);
    }

    /** Returns the search for the common weights. */
    GradientDescent common() {
        return common(steps, denominator, sharpness);
    }

    /**
     * Searches.
     *
     * @param contest of which the grid says how far weights may go
     * @param seed by which images are shared out to folds
     * @throws IOException if there is no network behind the contest, or it fails
     * @throws IllegalArgumentException if there are fewer images than folds
     */
    public LayerChoice find(Contest contest, Seed seed) throws IOException {
        return new LayerRun(this, contest, seed).choice();
    }
}
