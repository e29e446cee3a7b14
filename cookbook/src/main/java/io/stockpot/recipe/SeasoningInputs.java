package io.stockpot.recipe;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.ImageShape;
import io.stockpot.data.source.DataPart;
import io.stockpot.evaluate.Outputs;
import io.stockpot.evaluate.Predictor;
import io.stockpot.evaluate.ShiftSweep;
import io.stockpot.recipe.ShiftRowStep.Role;
import io.stockpot.run.Inputs;
import io.stockpot.run.Work;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.Ingredients;
import io.stockpot.soup.Soup;
import io.stockpot.soup.StatisticsMemory;
import io.stockpot.soup.StatisticsSource;
import io.stockpot.soup.TrainingImages;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.tensor.Precision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What soups for shifts are made of.
 *
 * @param plan what is asked for
 * @param models the ingredients
 * @param images of the recipe, to re-estimate batch norm
 * @param seed of the recipe
 * @param memory of the batch-norm statistics of mixtures, which are made anew for each shift
 */
record SeasoningInputs(
        SeasoningPlan plan, List<ModelStep> models, RecipeImages images, long seed, StatisticsMemory memory) {
    SeasoningInputs {
        models = List.copyOf(models);
    }

    /** Returns the mixtures of the grid. */
    List<MixingWeights> mixtures() {
        return plan.weights().points(models.size());
    }

    /** Returns how images are answered. */
    Predictor predictor() {
        return plan.predictor();
    }

    /**
     * Returns the work of answering images of some shifts.
     *
     * @param mixtures how many answer
     * @param shifts whose images are there, or must be
     * @param role which of the images
     */
    Work answering(double mixtures, List<RecipeShift> shifts, Role role, String size) throws IOException {
        Effort effort = new Effort(models.get(0).architecture(), shape(shifts));
        for (RecipeShift shift : shifts) {
            if (shift.missing().isPresent()) {
                return Work.unknown(size);
            }
            plan.addTo(effort, shift, mixtures, role);
        }
        return effort.looking(mixtures * plan.batchNorm().looks(), Precision.FLOAT32)
                .of(size);
    }

    /** All shifts are taken to have images of one size, which is that of the networks. */
    private Optional<ImageShape> shape(List<RecipeShift> shifts) throws IOException {
        for (RecipeShift shift : shifts) {
            Optional<ImageShape> known = shift.missing().isPresent()
                    ? Optional.empty()
                    : shift.images().shape();
            if (known.isPresent()) {
                return known;
            }
        }
        return images.shape();
    }

    /** Loads the ingredients. */
    @MustBeClosed
    Ingredients ingredients(Inputs inputs) throws IOException {
        return ModelStep.load(models, inputs);
    }

    /**
     * Prepares their soup for a shift.
     *
     * @param shift whose images statistics are measured on, if the policy measures them on such
     */
    @MustBeClosed
    Soup soup(Ingredients ingredients, RecipeShift shift, Progress progress) throws IOException {
        return new Soup(ingredients.all(), plan.batchNorm(), statistics(shift, progress));
    }

    private StatisticsSource statistics(RecipeShift shift, Progress progress) throws IOException {
        Optional<TargetPhotos> target = target(shift);
        if (target.isEmpty()) {
            return StatisticsSource.of(() -> images.load(DataPart.TRAIN, progress), new Seed(seed))
                    .remembering(memory);
        }
        // once for all mixtures, and not before one of them needs it
        TrainingImages loaded = TrainingImages.once(() -> target.get().load(progress));
        return StatisticsSource.of(loaded, new Seed(seed)).remembering(memory.about(shift.name()));
    }

    /** Returns the images of a shift that statistics are measured on, if they are and the shift is there. */
    Optional<TargetPhotos> target(RecipeShift shift) {
        return plan.batchNorm().images() == BatchNormPolicy.Images.TARGET
                        && shift.missing().isEmpty()
                ? Optional.of(TargetPhotos.of(plan, shift, new Seed(seed)))
                : Optional.empty();
    }

    /** Returns what stands for the images that statistics are measured on; keys have that of the training images anyway. */
    List<String> statisticsDigests(RecipeShift shift) {
        List<String> digests = new ArrayList<>(List.of(images.fingerprint(DataPart.TRAIN)));
        target(shift).map(TargetPhotos::fingerprint).ifPresent(digests::add);
        return digests;
    }

    /**
     * Some mixtures of a soup, one after another.
     *
     * @param soup is each of them in turn
     * @param weights of the mixtures
     */
    record Mixtures(Soup soup, List<MixingWeights> weights) implements ShiftSweep.Mixtures {
        Mixtures {
            weights = List.copyOf(weights);
        }

        /**
         * Returns some of them.
         *
         * @param mixtures their indices
         */
        Mixtures some(int[] mixtures) {
            return new Mixtures(
                    soup, Arrays.stream(mixtures).mapToObj(weights::get).toList());
        }

        @Override
        public int count() {
            return weights.size();
        }

        @Override
        public Outputs get(int mixture) throws IOException {
            return soup.mix(weights.get(mixture))::logits;
        }
    }
}
