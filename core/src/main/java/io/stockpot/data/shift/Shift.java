package io.stockpot.data.shift;

import io.stockpot.base.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A distribution of images, and how answers to them are judged. */
public sealed interface Shift
        permits TestImages, Corrupted, ImageFolder, NumpyImages, Cifar10C, Cifar10_1, Cifar10_2, ImageNetShift, Usps {
    /** Returns where the files are, if there are any. */
    Optional<String> location();

    /** Returns a sentence on what is not there, if so. */
    default Optional<String> missing() {
        return location().filter(path -> Files.notExists(Path.of(path))).map(path -> "there is no '" + path + "'");
    }

    /**
     * Lists the images; their pixels are read later.
     *
     * @param name what the shift is called in messages
     * @param own the test images of the recipe, if it has data
     * @param seed of what is random in making the images
     * @throws IOException if something is wrong with the files, naming the first that is
     */
    ShiftImages open(String name, Optional<OwnImages> own, Seed seed) throws IOException;

    /** Returns the test images of the recipe, or says that they are needed. */
    static OwnImages required(Optional<OwnImages> own, String name) {
        return own.orElseThrow(() -> new IllegalArgumentException(
                "the shift '" + name + "' is made of test images, but the recipe has no data"));
    }
}
