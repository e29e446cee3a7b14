package io.stockpot.soup;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Seed;
import io.stockpot.data.Batches;
import io.stockpot.data.LabelledImages;
import io.stockpot.model.BatchNormStatistics;
import io.stockpot.model.Classifier;
import io.stockpot.tensor.Precision;
import java.io.IOException;
import java.util.Iterator;

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

        /**
         * Measures the statistics of a classifier anew, in place; does nothing if it has none.
         *
         * @param seed of the run. The images are drawn by a child of it that is named here, so that soups in
         *     memory and in files, of recipes and of commands, are the same under the same seed
         */
        void apply(Classifier classifier, Soup.TrainingImages training, Seed seed) throws IOException {
            if (!BatchNormStatistics.in(classifier)) {
                return;
            }
            LabelledImages images = training.get();
            Batches shuffled = Batches.inOrder(images.size(), batchSize)
                    .shuffled(seed.child("soup"))
                    .dropLast();
            Iterator<int[]> indices = shuffled.iterator();
            BatchNormStatistics.reestimate(
                    classifier,
                    Math.min(batches, shuffled.count()),
                    () -> images.images(indices.next()),
                    Precision.FLOAT32);
        }
    }
}
