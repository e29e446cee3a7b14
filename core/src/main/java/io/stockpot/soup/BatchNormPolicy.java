package io.stockpot.soup;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.data.Batches;
import io.stockpot.data.LabelledImages;
import io.stockpot.model.BatchNormStatistics;
import io.stockpot.model.Classifier;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.tensor.Precision;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;

/**
 * How a soup gets its running statistics of batch norm. The paper does not say what it does (§1 leaves it open). A new
 * policy is one more record here; everything else asks the policy.
 */
public sealed interface BatchNormPolicy {
    /**
     * Sets the running statistics of a mixture, in place; those it comes with were mixed like all other tensors. Does
     * nothing to a network without batch norm.
     *
     * @param mixed the mixture
     * @param weights by which it was mixed
     * @param source of images, for policies that {@linkplain #needsImages need} some
     * @throws IOException if images are needed and cannot be loaded
     */
    void settle(Classifier mixed, MixingWeights weights, StatisticsSource source) throws IOException;

    /** Returns whether {@link #settle} loads training images. */
    boolean needsImages();

    /** Returns how many training images {@link #settle} looks at, at most. */
    default long images() {
        return 0;
    }

    /**
     * Returns whether the statistics are those that {@link StreamingMix} computes tensor by tensor, so that a soup of
     * files need not be in memory as a whole.
     */
    boolean streams();

    /** Returns whether a mixture of a single ingredient is that ingredient, bit for bit. */
    boolean keepsIngredients();

    /**
     * Describes the statistics in a few words, for people.
     *
     * @param images what the training images are called, if that is known
     */
    String description(Optional<String> images);

    /**
     * Mixed with the same weights as everything else. If a weight is negative, variances are kept above
     * a small positive bound.
     */
    record Interpolate() implements BatchNormPolicy {
        @Override
        public void settle(Classifier mixed, MixingWeights weights, StatisticsSource source) {
            if (!weights.convex()) {
                BatchNormStatistics.clampVariances(mixed);
            }
        }

        @Override
        public boolean needsImages() {
            return false;
        }

        @Override
        public boolean streams() {
            return true;
        }

        @Override
        public boolean keepsIngredients() {
            return true;
        }

        @Override
        public String description(Optional<String> images) {
            return "running statistics mixed like the weights";
        }
    }

    /**
     * Measured anew on training images, without augmentation, by averaging over batches. If there are fewer images than a
     * batch holds, all of them are the only batch.
     *
     * @param batches how many, at most
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

        @Override
        public void settle(Classifier mixed, MixingWeights weights, StatisticsSource source) throws IOException {
            if (BatchNormStatistics.in(mixed)) {
                source.memory().apply(weights, mixed, classifier -> measure(classifier, source));
            }
        }

        /** Draws the images by a seed that is named here, so that recipes and commands make the same soups. */
        private void measure(Classifier mixed, StatisticsSource source) throws IOException {
            LabelledImages images = source.images().get();
            if (images.size() < 2) {
                throw new IllegalArgumentException(
                        "re-estimation needs at least 2 training images, not " + images.size());
            }
            Batches shuffled = Batches.inOrder(images.size(), Math.min(batchSize, images.size()))
                    .shuffled(source.seed().child("soup"))
                    .dropLast();
            Iterator<int[]> indices = shuffled.iterator();
            BatchNormStatistics.reestimate(
                    mixed, Math.min(batches, shuffled.count()), () -> images.images(indices.next()), Precision.FLOAT32);
        }

        @Override
        public boolean needsImages() {
            return true;
        }

        @Override
        public long images() {
            return (long) batches * batchSize;
        }

        @Override
        public boolean streams() {
            return false;
        }

        @Override
        public boolean keepsIngredients() {
            return false;
        }

        @Override
        public String description(Optional<String> images) {
            return "running statistics measured anew"
                    + images.map(name -> " on " + name).orElse("") + ", " + batches + " batches of " + batchSize
                    + " images";
        }
    }
}
