package io.stockpot.data.shift;

import io.stockpot.base.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The test part of CIFAR-10.2 (Lu et al. 2020): 2,000 new images for CIFAR-10, in its published file. The
 * name of this type gives "cifar10-2" in recipes.
 *
 * @param directory folder of cifar102_test.npz
 */
public record Cifar10_2(String directory) implements Shift {
    private NumpyImages file() {
        String archive = Path.of(directory).resolve("cifar102_test.npz").toString();
        return new NumpyImages(archive, archive, "images", "labels");
    }

    @Override
    public Optional<String> location() {
        return file().location();
    }

    @Override
    public ShiftImages open(String name, Optional<OwnImages> own, Seed seed) throws IOException {
        return file().open(name, own, seed);
    }
}
