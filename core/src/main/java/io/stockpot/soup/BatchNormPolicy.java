package io.stockpot.soup;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Guards;
import io.stockpot.data.Augmentation;
import io.stockpot.model.BatchNormStatistics;
import io.stockpot.model.Classifier;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.soup.choice.LayeredWeights;
import io.stockpot.text.CanonicalJson;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * How a soup gets its running statistics of batch norm. The paper does not say what it does (§1 leaves it open). A new
 * policy is one more record here; everything else asks the policy.
 */
public sealed interface BatchNormPolicy {
    /** What a policy looks at to set statistics. */
    enum Images {
        /** None. */
        NONE,
        /** Those of the training data. */
        TRAINING,
        /** Unlabelled ones of the shift that the soup is for. */
        TARGET
    }

    /**
     * Sets the running statistics of a mixture, in place; those it comes with were mixed like all other tensors, or
     * {@linkplain #multipliesVariances multiplied}. Does nothing to a network without batch norm.
     *
     * @param mixed the mixture
     * @param weights by which it was mixed
     * @param source of images, for policies that {@linkplain #images need} some
     * @throws IOException if images are needed and cannot be loaded
     */
    void settle(Classifier mixed, LayeredWeights weights, StatisticsSource source) throws IOException;

    /** Returns which images {@link #settle} loads. */
    Images images();

    /** Returns whether {@link #settle} loads any images. */
    default boolean needsImages() {
        return images() != Images.NONE;
    }

    /** Returns whether unlabelled images that {@link #settle} loads may be among those that judge the soups. */
    default boolean judging() {
        return false;
    }

    /** Returns how many images {@link #settle} looks at, at most; one that is attacked counts for each look. */
    default long looks() {
        return 0;
    }

    /**
     * Returns whether the statistics are those that {@link StreamingMix} computes tensor by tensor, so that a soup of
     * files need not be in memory as a whole.
     */
    default boolean streams() {
        return !needsImages();
    }

    /** Returns whether a mixture of a single ingredient is that ingredient, bit for bit. */
    default boolean keepsIngredients() {
        return !needsImages();
    }

    /** Returns whether running variances of these mixtures are mixed as Π vᵢ^wᵢ, and not like other tensors. */
    default boolean multipliesVariances() {
        return false;
    }

    /**
     * Returns the same policy with all that it takes from how the ingredients were trained written out.
     *
     * @param ingredients where each comes from
     * @param source of the images, of which the size may matter
     * @throws IOException if images are needed for it and cannot be loaded
     */
    default BatchNormPolicy spelledOut(List<Provenance> ingredients, StatisticsSource source) throws IOException {
        return this;
    }

    /**
     * Returns a sentence on what had to be assumed about how the ingredients were trained, if anything had to.
     *
     * @param ingredients where each comes from
     * @param source of the images, of which the size may matter
     * @throws IOException if images are needed for it and cannot be loaded
     */
    default Optional<String> assumption(List<Provenance> ingredients, StatisticsSource source) throws IOException {
        return Optional.empty();
    }

    /**
     * Describes the statistics in a few words, for people.
     *
     * @param images what the images are called, if that is known
     */
    String description(Optional<String> images);

    /** Sets the statistics by a measurement, or by what the source remembers of an earlier one. */
    private static void measure(StatisticsPass pass, Classifier mixed, LayeredWeights weights, StatisticsSource source)
            throws IOException {
        if (BatchNormStatistics.in(mixed)) {
            source.memory().apply(weights, mixed, classifier -> pass.measure(classifier, source));
        }
    }

    /**
     * Mixed with the same weights as everything else. If a weight is negative, variances are kept above
     * a small positive bound.
     */
    record Interpolate() implements BatchNormPolicy {
        @Override
        public void settle(Classifier mixed, LayeredWeights weights, StatisticsSource source) {
            BatchNormStatistics.clampVariances(mixed, name -> !weights.of(name).convex());
        }

        @Override
        public Images images() {
            return Images.NONE;
        }

        @Override
        public String description(Optional<String> images) {
            return "running statistics mixed like the weights";
        }
    }

    /**
     * Running means are mixed like everything else, running variances as Π vᵢ^wᵢ, which is positive whatever the weights
     * are. Needs no images.
     */
    record Geometric() implements BatchNormPolicy {
        /** What {@link #multipliesVariances} asks for is all there is to do. */
        @Override
        public void settle(Classifier mixed, LayeredWeights weights, StatisticsSource source) {}

        @Override
        public Images images() {
            return Images.NONE;
        }

        @Override
        public boolean multipliesVariances() {
            return true;
        }

        @Override
        public String description(Optional<String> images) {
            return "running means mixed like the weights, running variances by their weighted geometric mean";
        }
    }

    /**
     * Measured anew on training images, without augmentation, by averaging over batches.
     *
     * @param batches how many
     * @param batchSize images in each
     * @param attacked how images are perturbed first, if they are
     */
    record Reestimate(
            @JsonProperty(defaultValue = "20") int batches,
            @JsonProperty(defaultValue = "128") int batchSize,
            Optional<StatisticsAttack> attacked)
            implements BatchNormPolicy {
        /** Checks that both numbers are positive. */
        public Reestimate {
            StatisticsPass.requireEnough(batches, batchSize);
        }

        /** Measures on images as they are. */
        public Reestimate(int batches, int batchSize) {
            this(batches, batchSize, Optional.empty());
        }

        private StatisticsPass pass() {
            return new StatisticsPass(batches, batchSize, new Augmentation.None(), attacked);
        }

        @Override
        public void settle(Classifier mixed, LayeredWeights weights, StatisticsSource source) throws IOException {
            measure(pass(), mixed, weights, source);
        }

        @Override
        public Images images() {
            return Images.TRAINING;
        }

        @Override
        public long looks() {
            return pass().looks();
        }

        @Override
        public String description(Optional<String> images) {
            return "running statistics measured anew" + pass().described(images);
        }
    }

    /**
     * Measured anew on training images that are augmented as in training, by averaging over batches: a network that was
     * trained on cropped and mirrored images has met no others.
     *
     * @param batches how many
     * @param batchSize images in each
     * @param augmentation of the images; absent means that of the ingredients' training ({@link TrainingAugmentation})
     * @param attacked how images are perturbed after that, if they are
     */
    record Augmented(
            @JsonProperty(defaultValue = "20") int batches,
            @JsonProperty(defaultValue = "128") int batchSize,
            Optional<Augmentation> augmentation,
            Optional<StatisticsAttack> attacked)
            implements BatchNormPolicy {
        /** Checks that both numbers are positive. */
        public Augmented {
            StatisticsPass.requireEnough(batches, batchSize);
        }

        @Override
        public BatchNormPolicy spelledOut(List<Provenance> ingredients, StatisticsSource source) throws IOException {
            return augmentation.isPresent()
                    ? this
                    : new Augmented(
                            batches,
                            batchSize,
                            Optional.of(
                                    TrainingAugmentation.of(ingredients, source).augmentation()),
                            attacked);
        }

        @Override
        public Optional<String> assumption(List<Provenance> ingredients, StatisticsSource source) throws IOException {
            return augmentation.isPresent()
                    ? Optional.empty()
                    : TrainingAugmentation.of(ingredients, source).assumption();
        }

        @Override
        public void settle(Classifier mixed, LayeredWeights weights, StatisticsSource source) throws IOException {
            Augmentation change = augmentation.orElseThrow(() -> new IllegalStateException(
                    "the augmentation of the ingredients' training is not spelled out; a Soup does that"));
            measure(new StatisticsPass(batches, batchSize, change, attacked), mixed, weights, source);
        }

        @Override
        public Images images() {
            return Images.TRAINING;
        }

        @Override
        public long looks() {
            return new StatisticsPass(batches, batchSize, new Augmentation.None(), attacked).looks();
        }

        @Override
        public String description(Optional<String> images) {
            return "running statistics measured anew"
                    + new StatisticsPass(batches, batchSize, new Augmentation.None(), attacked).described(images)
                    + ", augmented "
                    + augmentation
                            .map(change -> "by `" + CanonicalJson.of(new Change(change)) + "`")
                            .orElse("as in training");
        }

        /** An augmentation, for its text. */
        private record Change(Augmentation augmentation) {}
    }

    /**
     * Measured anew on unlabelled images of the shift that the soup is for, by averaging over batches (Schneider et al.,
     * "Improving robustness against common corruptions by covariate shift adaptation", NeurIPS 2020).
     *
     * @param batches how many, at most
     * @param batchSize images in each, at most: all images are shared out evenly
     * @param judging whether images that judge the soups may be among them, without their labels
     */
    record Target(
            @JsonProperty(defaultValue = "20") int batches,
            @JsonProperty(defaultValue = "128") int batchSize,
            @JsonProperty(defaultValue = "false") boolean judging)
            implements BatchNormPolicy {
        /** Checks that both numbers are positive. */
        public Target {
            StatisticsPass.requireEnough(batches, batchSize);
        }

        @Override
        public void settle(Classifier mixed, LayeredWeights weights, StatisticsSource source) throws IOException {
            if (BatchNormStatistics.in(mixed)) {
                source.memory().apply(weights, mixed, classifier -> pass(source).measure(classifier, source));
            }
        }

        /** Few images are shared out evenly among as few batches as hold them all. */
        private StatisticsPass pass(StatisticsSource source) throws IOException {
            int images = source.images().get().size();
            Guards.requireAtLeast("the number of images for batch-norm statistics", 2, images);
            int needed = Math.min(batches, (images + batchSize - 1) / batchSize);
            return new StatisticsPass(
                    needed, Math.min(batchSize, images / needed), new Augmentation.None(), Optional.empty());
        }

        @Override
        public Images images() {
            return Images.TARGET;
        }

        @Override
        public long looks() {
            return (long) batches * batchSize;
        }

        @Override
        public String description(Optional<String> images) {
            return "running statistics measured anew on "
                    + images.orElse("unlabelled images of the shift") + ", at most " + batches + " batches of "
                    + batchSize + " images, without their labels"
                    + (judging ? ", those that judge the soups among them" : "");
        }
    }
}
