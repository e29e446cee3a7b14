package io.stockpot.data.shift;

import io.stockpot.base.Seed;
import io.stockpot.tensor.file.NumpyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Corrupted test images in the layout of CIFAR-10-C (Hendrycks and Dietterich 2019): an array for each of
 * fifteen corruptions, the first fifth of its rows of severity 1, the last of severity 5, each in the order
 * of the test images; and labels.npy. Published arrays have 50,000 rows.
 *
 * @param directory folder of the arrays
 */
public record Cifar10C(String directory) implements Shift {
    @Override
    public Optional<String> location() {
        return Optional.of(Path.of(directory).resolve("labels.npy").toString());
    }

    @Override
    public ShiftImages open(String name, Optional<OwnImages> own, Seed seed) throws IOException {
        Path folder = Path.of(directory);
        Path labelFile = folder.resolve("labels.npy");
        List<String> classNames = own.map(OwnImages::classNames).orElse(List.of());
        int[] labels = block(labelFile, PackedArrays.labels(labelFile, NumpyFile.SINGLE, classNames));
        Map<String, PackedArrays.Rows> versions = new LinkedHashMap<>();
        for (String corruption : CorruptionVersions.FIFTEEN) {
            Path file = folder.resolve(corruption + ".npy");
            if (Files.notExists(file)) {
                throw new IOException("there is no " + corruption + ".npy in '" + directory + "'");
            }
            int rows = PackedArrays.rows(file, NumpyFile.SINGLE);
            if (rows != labels.length * CorruptionVersions.SEVERITIES) {
                throw new IOException(file + " has " + rows + " images, but there are labels for "
                        + labels.length * CorruptionVersions.SEVERITIES);
            }
            for (int severity = 1; severity <= CorruptionVersions.SEVERITIES; severity++) {
                versions.put(
                        CorruptionVersions.name(corruption, severity),
                        new PackedArrays.Rows(file, NumpyFile.SINGLE, (severity - 1) * labels.length));
            }
        }
        String photos = own.map(OwnImages::name).orElse("cifar10");
        return new PackedArrays(name, versions, labels, classNames, index -> photos + " test " + index);
    }

    /** Returns the labels of one severity, which are those of all. */
    private static int[] block(Path file, int[] labels) throws IOException {
        int images = labels.length / CorruptionVersions.SEVERITIES;
        for (int row = 0; row < labels.length; row++) {
            if (images * CorruptionVersions.SEVERITIES != labels.length || labels[row] != labels[row % images]) {
                throw new IOException(file + " is not five times the labels of the test images: " + labels.length
                        + " rows, the first that differs is " + row);
            }
        }
        return Arrays.copyOf(labels, images);
    }
}
