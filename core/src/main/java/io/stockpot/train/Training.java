package io.stockpot.train;

import io.stockpot.base.Guards;
import io.stockpot.data.Augmentation;
import io.stockpot.tensor.Precision;
import io.stockpot.text.LocatedArgumentException;
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

    /** Returns the same training without what does not change its result: the names of other models. */
    Training withoutNames();

    /**
     * Checks that a classifier has enough classes for the attacks it is trained on and selected by.
     *
     * @throws LocatedArgumentException telling how many it takes, and what takes fewer
     */
    @Override
    default void requireClasses(int classes) {
        locating("objective", () -> objective().requireClasses(classes));
        locating(
                "selection.attack",
                () -> objective().judges(selection().attack()).forEach(judge -> judge.requireClasses(classes)));
    }

    /** Checks that the attack by which moments are compared fits the threats of the objective. */
    static void requireSuits(Objective objective, CheckpointSelection selection) {
        locating("selection.attack", () -> objective.judges(selection.attack()));
    }

    private static void locating(String path, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException misfit) {
            throw new LocatedArgumentException(path, misfit.getMessage());
        }
    }

    /** Checks what both kinds have in common. */
    static void requireValid(double epochs, int batchSize) {
        if (!(epochs > 0 && epochs < 1e6)) {
            throw new IllegalArgumentException("epochs must be positive, not " + epochs);
        }
        Guards.requireAtLeast("batch-size", 2, batchSize);
    }
}
