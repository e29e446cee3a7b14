package io.stockpot.data.shift;

import io.stockpot.base.Progress;
import io.stockpot.data.ImageShape;
import io.stockpot.data.LabelMap;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The labelled images of a shift, in one or more versions, such as corruptions, of the same photos in the
 * same order. Pixels are read when they are asked for, so that large sets need no memory.
 */
public interface ShiftImages {
    /** The only version of images that have but one. */
    String ONLY = "images";

    /** Returns the names of the versions in order. */
    List<String> versions();

    /** Returns the number of photos. */
    int size();

    /**
     * Returns the name of a photo. Images that were made from the same photo have the same name, in other
     * versions and in other shifts: so a photo that chose a soup can be kept from judging it.
     */
    String photo(int index);

    /**
     * Returns the name by which the seed draws an image. Where it differs from the photo's, shifts of the same
     * photos draw independently of each other.
     */
    default String lot(int index) {
        return photo(index);
    }

    /**
     * Returns the group of an image, such as the frames of one track: images of a group that chooses a soup never judge
     * it, on any shift. Empty if the image is by itself.
     */
    default Optional<String> group(int index) {
        return Optional.empty();
    }

    /** Returns the name of the smallest set of images that rise and fall together: of the group, else of the photo. */
    default String unit(int index) {
        return group(index).map(GroupPattern::unit).orElseGet(() -> photo(index));
    }

    /**
     * Returns the size of the images before they are read, if it can be known: of pictures, that of the first, prepared.
     *
     * @throws IOException if the first cannot be read
     */
    default Optional<ImageShape> shape() throws IOException {
        return Optional.empty();
    }

    /** Returns how many answers there are, if that is known without the test images of the recipe. */
    default OptionalInt answers() {
        return OptionalInt.empty();
    }

    /** Returns the map from logits to answers. */
    LabelMap labelMap();

    /**
     * Returns a SHA-256 that stands for some images before they are read. For files it is taken over names,
     * sizes and times of modification, labels and preparation: files that were copied or touched count
     * as new, and only a file that was changed without changing its size and time as old. The digest of the pixels
     * is recorded with the outcomes.
     */
    String fingerprint(int[] indices);

    /**
     * Reads some images.
     *
     * @param version one of the versions
     * @throws IOException if an image cannot be read, naming it
     */
    ShiftSample load(String version, int[] indices, Progress progress) throws IOException;

    /** Returns sentences on what was ignored, which the user should see. */
    List<String> remarks();
}
