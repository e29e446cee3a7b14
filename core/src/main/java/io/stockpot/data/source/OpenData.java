package io.stockpot.data.source;

import io.stockpot.base.Progress;
import io.stockpot.data.LabelledImages;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Training and test images that were found, but not read yet. */
public interface OpenData extends DataFacts {
    /** Returns a SHA-256, in hexadecimal, that stands for the images of a part and their labels. */
    String fingerprint(DataPart part);

    /**
     * Returns the images of one part. They may be fetched and read now, or each when it is asked for.
     *
     * @throws IOException naming what cannot be had, and the way out
     */
    LabelledImages load(DataPart part, Progress progress) throws IOException;

    /**
     * Returns the name of the photo behind an image: other images that were made of it have the same. It is kept from
     * choosing what it judges.
     */
    String photo(DataPart part, int index);

    /** Returns the group of an image, which is wholly on one side of each split; empty if the image is by itself. */
    default Optional<String> group(DataPart part, int index) {
        return Optional.empty();
    }

    /** Returns sentences on what was left out, which the user should see. */
    default List<String> remarks() {
        return List.of();
    }
}
