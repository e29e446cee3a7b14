package io.stockpot.soup;

import io.stockpot.data.LabelledImages;
import java.io.IOException;

/**
 * Loads the images that a {@link BatchNormPolicy} measures statistics on, when it needs them: training images, or those of
 * a shift.
 */
@FunctionalInterface
public interface TrainingImages {
    /** No images, for policies that need none. */
    TrainingImages NONE = () -> {
        throw new IllegalStateException("this batch-norm policy needs training images, and it was given none");
    };

    /** Returns the images. */
    LabelledImages get() throws IOException;

    /** Returns images that are loaded when they are first asked for, and kept. */
    static TrainingImages once(TrainingImages loader) {
        LabelledImages[] kept = new LabelledImages[1];
        return () -> {
            if (kept[0] == null) {
                kept[0] = loader.get();
            }
            return kept[0];
        };
    }
}
