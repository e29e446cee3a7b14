package io.stockpot.train;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.data.LabelledImages;
import io.stockpot.model.Adaptation;
import io.stockpot.model.Architecture;
import io.stockpot.model.Classifier;
import java.io.IOException;
import java.util.Optional;

/** How a classifier is trained: from scratch or from a parent. */
public sealed interface Training extends ModelSource permits Train, FineTune {
    /** Returns everything but what the training starts from. */
    TrainingSettings settings();

    /**
     * Returns the classifier to begin with, to be closed by the caller.
     *
     * @param images the training images
     * @param recipeSeed draws fresh weights unless the training has a seed of its own
     * @param parent asked only if the training has one
     * @throws IOException if the parent cannot be read
     */
    @MustBeClosed
    Classifier start(LabelledImages images, long recipeSeed, Parent parent) throws IOException;

    /** The model that a training starts from, read when it is needed. */
    @FunctionalInterface
    interface Parent {
        /** Reads the model, to be closed by the caller. */
        @MustBeClosed
        Classifier load() throws IOException;
    }

    /** Returns the same training without what does not change its result: the names of other models. */
    Training withoutNames();

    @Override
    default Optional<Training> training() {
        return Optional.of(this);
    }

    @Override
    default Optional<Checkpoint> file() {
        return Optional.empty();
    }

    @Override
    default void requireClasses(int classes) {
        settings().requireClasses(classes);
    }

    /** Returns what is changed about the parent's network before it is trained. */
    default Adaptation adaptation() {
        return Adaptation.NONE;
    }

    /** Returns the network that is trained, unless it is that of a parent. */
    default Optional<Architecture> network() {
        return Optional.empty();
    }
}
