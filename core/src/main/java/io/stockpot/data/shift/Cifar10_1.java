package io.stockpot.data.shift;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * CIFAR-10.1 (Recht et al. 2018): about 2,000 new images for CIFAR-10, in its published files. The name of
 * this type gives "cifar10-1" in recipes.
 *
 * @param directory folder of cifar10.1_v6_data.npy and cifar10.1_v6_labels.npy, or of version 4
 * @param version v6 (2,000 images, balanced) or v4 (2,021)
 */
public record Cifar10_1(
        String directory, @JsonProperty(defaultValue = "v6") Version version) implements Shift {
    /** The versions that are used. */
    public enum Version {
        /** 2,021 images. */
        V4,
        /** 2,000 images, as many of every class. */
        V6
    }

    private NumpyImages files() {
        String stem = "cifar10.1_" + (version == Version.V4 ? "v4" : "v6");
        Path folder = Path.of(directory);
        return new NumpyImages(
                folder.resolve(stem + "_data.npy").toString(),
                folder.resolve(stem + "_labels.npy").toString(),
                "",
                "");
    }

    @Override
    public Optional<String> location() {
        return files().location();
    }

    @Override
    public Optional<String> missing() {
        return files().missing();
    }

    @Override
    public ShiftImages open(String name, Optional<OwnImages> own, Seed seed) throws IOException {
        return files().open(name, own, seed);
    }
}
