package io.stockpot.data.shift;

import io.stockpot.base.Progress;
import io.stockpot.data.LabelledImages;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The test images of the data that the models were trained on, for shifts that are made of them. */
public interface OwnImages {
    /** Returns the name of the data. */
    String name();

    /** Returns the name of each class. */
    List<String> classNames();

    /** Returns the number of test images. */
    int size();

    /** Returns what stands for the images before they are read. */
    String fingerprint();

    /** Returns the images, fetching them if need be. */
    LabelledImages load(Progress progress) throws IOException;

    /** Returns the name of the photo behind a test image. */
    String photo(int index);

    /** Returns the group of a test image, which is wholly on one side of each split; empty if it is by itself. */
    default Optional<String> group(int index) {
        return Optional.empty();
    }
}
