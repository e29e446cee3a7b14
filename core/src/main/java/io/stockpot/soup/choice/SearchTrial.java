package io.stockpot.soup.choice;

import io.stockpot.outcome.Accuracy;
import java.util.Optional;

/**
 * A mixture that judged all images in a search that did not ask all mixtures.
 *
 * @param weights of the mixture
 * @param role why it was asked
 * @param measured what it got right, each version of an image counted
 * @param predicted the accuracy that was expected of it, in [0, 1], if one was
 */
public record SearchTrial(MixingWeights weights, Role role, Accuracy measured, Optional<Double> predicted) {
    /** Why a mixture was asked. */
    public enum Role {
        /** To learn from it what others would answer. */
        DESIGN,
        /** It was expected to be among the best. */
        FINALIST,
        /** The search came by on its way. */
        STEP,
        /** The search came by on its way, and images were attacked: those count that withstood every threat. */
        ATTACKED
    }
}
