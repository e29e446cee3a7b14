package io.stockpot.soup;

import io.stockpot.data.LabelledImages;
import java.io.IOException;

/** Loads training images when a {@link BatchNormPolicy} needs them, which most do not. */
@FunctionalInterface
public interface TrainingImages {
    /** No images, for policies that need none. */
    TrainingImages NONE = () -> {
        throw new IllegalStateException("this batch-norm policy needs training images, and it was given none");
    };

    /** Returns the images. */
    LabelledImages get() throws IOException;
}
