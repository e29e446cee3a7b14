package io.stockpot.soup;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a soup's running statistics of batch norm come from; the paper does not say (§1 leaves it open). */
public sealed interface BatchNormPolicy {
    /**
     * Mixed with the same weights as everything else. If a weight is negative, variances are kept above
     * a small positive bound.
     */
    record Interpolate() implements BatchNormPolicy {}

    /**
     * Measured anew on training images, without augmentation, by averaging over batches.
     *
     * @param batches how many
     * @param batchSize images in each
     */
    record Reestimate(
            @JsonProperty(defaultValue = "20") int batches,
            @JsonProperty(defaultValue = "128") int batchSize) implements BatchNormPolicy {
        /** Checks that both are positive. */
        public Reestimate {
            if (batches < 1 || batchSize < 2) {
                throw new IllegalArgumentException("re-estimation needs at least 1 batch of at least 2 images, not "
                        + batches + " of " + batchSize);
            }
        }
    }
}
