package io.stockpot.data.shift;

import io.stockpot.base.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Handwritten digits of US post codes, 16×16 grey pixels (LeCun et al. 1990), as published with "The elements of
 * statistical learning", prepared like MNIST's: digits of 20×20 pixels in the middle of 28×28.
 *
 * @param path zip.train.gz (7,291 digits) or zip.test.gz (2,007): a line for each digit, its label and 256 values in
 *     [−1, 1], row by row
 */
public record Usps(String path) implements Shift {
    @Override
    public Optional<String> location() {
        return Optional.of(path);
    }

    @Override
    public ShiftImages open(String name, Optional<OwnImages> own, Seed seed) throws IOException {
        return UspsDigits.read(name, Path.of(path));
    }
}
