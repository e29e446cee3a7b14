package io.stockpot.train;

import io.stockpot.data.Augmentation;
import io.stockpot.tensor.Precision;
import java.util.Optional;

/** How a classifier is trained: from scratch or from a parent. */
public sealed interface Training extends ModelSource permits Train, FineTune {
    /** Returns what is minimised. */
    Objective objective();

    /** Returns the rule of the updates. */
    Optimizer optimizer();

    /** Returns the learning rates. */
    Schedule schedule();

    /** Returns the length in passes over the training images; fractions are allowed. */
    double epochs();

    /** Returns the number of images per step. */
    int batchSize();

    /** Returns the random change of each training image. */
    Augmentation augmentation();

    /** Returns the averaging of weights, if any. */
    Optional<WeightAveraging> averaging();

    /** Returns how the best moment of the training is found. */
    CheckpointSelection selection();

    /** Returns the arithmetic; absent means the fastest that the processor has. */
    Optional<Precision> precision();

    /**
     * Returns the seed of all that is drawn for this training alone: initial weights, order, augmentation and
     * starts of attacks. Absent means that of the recipe, so models of one architecture start from the same weights.
     */
    Optional<Long> seed();

    /** Returns the seed of all that is drawn for this training alone, in a recipe that has this one. */
    default long seedOr(long ofRecipe) {
        return seed().orElse(ofRecipe);
    }

    /** Returns the same training without what does not change its result: the names of other models. */
    Training withoutNames();

    /** Checks what both kinds have in common. */
    static void requireValid(double epochs, int batchSize) {
        if (!(epochs > 0 && epochs < 1e6)) {
            throw new IllegalArgumentException("epochs must be positive, not " + epochs);
        }
        if (batchSize < 2) {
            throw new IllegalArgumentException("batch-size must be at least 2, not " + batchSize);
        }
    }
}
