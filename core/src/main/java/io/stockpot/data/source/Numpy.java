package io.stockpot.data.source;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.data.fetch.DataCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Images and labels of the user's own in NumPy's files: an archive (.npz) of named arrays, or arrays by themselves (.npy).
 * Images are N×H×W, N×H×W×C or N×C×H×W unsigned bytes, labels N or N×1 whole numbers.
 *
 * @param path the images to learn from, or all of them, from the working directory
 * @param labels their labels; absent means in the archive {@code path}
 * @param test the images to judge by; absent means in the archive {@code path}, or a share of all
 * @param testLabels their labels; absent means where those images are
 * @param testShare which part of each class judges, above 0 and below 1, if there are no images to judge by
 * @param imageArray name of the array in an archive; absent means {@code train_images} or {@code images}
 * @param labelArray likewise, {@code train_labels} or {@code labels}
 * @param testImageArray likewise, {@code test_images} or {@code images}
 * @param testLabelArray likewise, {@code test_labels} or {@code labels}
 * @param groups a whole number for each image of {@code path}, equal for those that stay on one side of any split: a .npy
 *     file, or the name of an array in the archive {@code path}. Absent means that each is by itself
 * @param layout where channels are; absent means where there are 1 or 3
 * @param classNames in the order of the labels; absent means numbers, as many as there are labels
 * @param seed of the split and of the order of the images, which is random so that the first of them are a fair sample
 */
public record Numpy(
        String path,
        Optional<String> labels,
        Optional<String> test,
        Optional<String> testLabels,
        Optional<Double> testShare,
        Optional<String> imageArray,
        Optional<String> labelArray,
        Optional<String> testImageArray,
        Optional<String> testLabelArray,
        Optional<String> groups,
        Optional<Layout> layout,
        Optional<List<String>> classNames,
        @JsonProperty(defaultValue = "0") long seed)
        implements DataSource {
    private static final String ARCHIVE = ".npz";

    /** The order of the axes of images with channels. */
    public enum Layout {
        /** N×H×W×C. */
        CHANNELS_LAST,
        /** N×C×H×W. */
        CHANNELS_FIRST
    }

    /** Copies the names and checks that it is said where labels are and which images judge. */
    public Numpy {
        classNames = classNames.map(List::copyOf);
        testShare.ifPresent(Numpy::requireShare);
        if (testShare.isPresent()
                && (test.isPresent()
                        || testLabels.isPresent()
                        || testImageArray.isPresent()
                        || testLabelArray.isPresent())) {
            throw new IllegalArgumentException(
                    "test-share is for images in one array, of which a share judges; leave it out, or test, test-labels,"
                            + " test-image-array and test-label-array");
        }
        boolean archive = isArchive(path);
        if (!archive && test.isEmpty() && testShare.isEmpty()) {
            throw new IllegalArgumentException("say which images judge: either 'test' with a file of them, or"
                    + " 'test-share', e.g. 0.2, of those in 'path'");
        }
        if (!archive && labels.isEmpty()) {
            throw new IllegalArgumentException("labels of the images in '" + path + "' are not told: give their file");
        }
        if (test.isPresent() && !isArchive(test.get()) && testLabels.isEmpty()) {
            throw new IllegalArgumentException(
                    "test-labels of the images in '" + test.get() + "' are not told: give their file");
        }
    }

    private static void requireShare(double share) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("test-share must be above 0 and below 1, not " + share);
        }
    }

    static boolean isArchive(String file) {
        return file.endsWith(ARCHIVE);
    }

    @Override
    public String name() {
        String file = Path.of(path).getFileName().toString();
        int dot = file.lastIndexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }

    @Override
    public Optional<DataFacts> facts() {
        return Optional.empty();
    }

    @Override
    public OpenData open(DataCache cache) throws IOException {
        return OpenNumpy.of(this);
    }

    /** Finds the images of one part; those to be split are to learn from. */
    NumpyArray images(DataPart part) throws IOException {
        return part == DataPart.TRAIN
                ? NumpyArray.find(path, "image-array", imageArray, List.of("train_images", "images"))
                : NumpyArray.find(
                        test.orElse(path), "test-image-array", testImageArray, candidates("test_images", "images"));
    }

    /** Finds the labels of one part. */
    NumpyArray labels(DataPart part) throws IOException {
        return part == DataPart.TRAIN
                ? NumpyArray.find(labels.orElse(path), "label-array", labelArray, List.of("train_labels", "labels"))
                : NumpyArray.find(
                        testLabels.orElse(test.orElse(path)),
                        "test-label-array",
                        testLabelArray,
                        candidates("test_labels", "labels"));
    }

    /** Returns names to look for: in the archive that holds what is learnt from, only the first. */
    private List<String> candidates(String own, String common) {
        return test.isPresent() ? List.of(own, common) : List.of(own);
    }

    /** Finds the groups of the images in {@code path}. */
    Optional<NumpyArray> grouping() throws IOException {
        if (groups.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                groups.get().endsWith(".npy")
                        ? NumpyArray.find(groups.get(), "groups", Optional.empty(), List.of())
                        : NumpyArray.find(path, "groups", groups, List.of()));
    }
}
