package io.stockpot.data.shift;

import io.stockpot.base.Checksum;
import io.stockpot.base.Progress;
import io.stockpot.data.Answers;
import io.stockpot.data.ImageShape;
import io.stockpot.data.LabelMap;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.MemoryPixels;
import io.stockpot.data.Raster;
import io.stockpot.text.CanonicalJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Pictures in folders, one root folder for each version. */
final class FolderImages implements ShiftImages {
    /** Validation images of ImageNet keep their names in the sets that were made from them. */
    private static final Pattern VALIDATION = Pattern.compile("(ILSVRC2012_val_[0-9]{8})\\..*");

    private final FolderShift shift;
    private final Map<String, FolderListing> versions;
    private final Labelled labelled;
    private final List<FolderListing.Item> files;
    private final Answers answers;
    private final List<String> remarks;
    /** Of each file. */
    private final Optional<List<String>> groups;

    /**
     * The files to be used, with their labels.
     *
     * @param files of the first version
     * @param answers to the files
     * @param asides further answers to the files, by name
     */
    record Labelled(List<FolderListing.Item> files, Answers answers, Map<String, Answers> asides) {
        Labelled {
            files = List.copyOf(files);
        }
    }

    /**
     * Creates the images of what was found.
     *
     * @param versions what lies in the folder of each version; all hold the files, maybe more
     */
    FolderImages(FolderShift shift, Map<String, FolderListing> versions, Labelled labelled, List<String> remarks) {
        this.shift = shift;
        this.versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
        this.labelled = labelled;
        this.files = labelled.files();
        this.answers = labelled.answers();
        this.remarks = List.copyOf(remarks);
        this.groups = Optional.empty();
    }

    private FolderImages(FolderImages all, List<String> groups) {
        this.shift = all.shift;
        this.versions = all.versions;
        this.labelled = all.labelled;
        this.files = all.files;
        this.answers = all.answers;
        this.remarks = all.remarks;
        this.groups = Optional.of(List.copyOf(groups));
    }

    /**
     * Returns the same images in groups.
     *
     * @param pattern as of {@link GroupPattern}
     * @throws IOException if it is not found in the name of a file
     */
    FolderImages inGroups(String pattern) throws IOException {
        return new FolderImages(
                this,
                GroupPattern.groups(
                        pattern, files.stream().map(FolderListing.Item::path).toList()));
    }

    @Override
    public List<String> versions() {
        return List.copyOf(versions.keySet());
    }

    @Override
    public int size() {
        return files.size();
    }

    @Override
    public String photo(int index) {
        // two shifts may show one folder, under other names and in other sizes; where it lies must not matter
        FolderListing.Item file = files.get(index);
        return validation(file).orElseGet(() -> file.path() + " " + file.size());
    }

    @Override
    public Optional<String> group(int index) {
        return groups.map(all -> all.get(index));
    }

    @Override
    public String lot(int index) {
        FolderListing.Item file = files.get(index);
        return validation(file).orElseGet(() -> shift.name() + " " + file.path());
    }

    private static Optional<String> validation(FolderListing.Item file) {
        Matcher validation = VALIDATION.matcher(file.name());
        return validation.matches() ? Optional.of(validation.group(1)) : Optional.empty();
    }

    @Override
    public Optional<ImageShape> shape() throws IOException {
        Path root = versions.values().iterator().next().root();
        return Optional.of(shift.preparation().read(files.get(0).in(root)).shape());
    }

    @Override
    public OptionalInt answers() {
        return OptionalInt.of(shift.answerNames().size());
    }

    @Override
    public LabelMap labelMap() {
        return shift.labelMap();
    }

    @Override
    public String fingerprint(int[] indices) {
        String pictures = versions.entrySet().stream()
                .map(version -> version.getKey() + "\n" + described(version.getValue(), indices))
                .collect(Collectors.joining("\n"));
        String identity = shift.preparation().identity() + "\n"
                + CanonicalJson.of(shift.labelMap()) + "\n"
                + answers.subset(indices).digest() + "\n" + pictures;
        return Checksum.SHA_256.of(identity);
    }

    private String described(FolderListing listing, int[] indices) {
        Map<String, FolderListing.Item> byPath =
                listing.files().stream().collect(Collectors.toMap(FolderListing.Item::path, item -> item));
        return Arrays.stream(indices)
                .mapToObj(index -> byPath.get(files.get(index).path()))
                .map(item -> item.path() + " " + item.size() + " " + item.modified())
                .collect(Collectors.joining("\n"));
    }

    @Override
    public ShiftSample load(String version, int[] indices, Progress progress) throws IOException {
        Path root = Objects.requireNonNull(versions.get(version), version).root();
        Answers right = answers.subset(indices);
        Map<String, Answers> beside = new LinkedHashMap<>();
        labelled.asides().forEach((what, all) -> beside.put(what, all.subset(indices)));
        return new ShiftSample(pixels(root, indices, progress), right, beside);
    }

    /** Decodes on all processors, each picture into its place: no picture is held twice. */
    private LabelledImages pixels(Path root, int[] indices, Progress progress) throws IOException {
        AtomicInteger done = new AtomicInteger();
        try (Progress.Task task = progress.start("read " + shift.name(), indices.length, "images")) {
            ImageShape shape = read(root, indices[0]).shape();
            requireMemory(indices.length, shape);
            MemoryPixels pixels = new MemoryPixels(shape, indices.length);
            IntStream.range(0, indices.length).parallel().forEach(place -> {
                Raster picture = read(root, indices[place]);
                requireShape(shape, picture, indices[0], indices[place]);
                pixels.write(place, picture);
                synchronized (done) {
                    task.advanceTo(done.incrementAndGet());
                }
            });
            int[] labels = Arrays.stream(indices).map(answers::first).toArray();
            LabelledImages images = LabelledImages.of(shift.name(), pixels, labels, shift.answerNames());
            return groups.isPresent() ? images.inGroups(numbers(indices)) : images;
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    private int[] numbers(int[] indices) {
        Map<String, Integer> numbers = new HashMap<>();
        return Arrays.stream(indices)
                .mapToObj(index -> groups.orElseThrow().get(index))
                .mapToInt(group -> numbers.computeIfAbsent(group, first -> numbers.size()))
                .toArray();
    }

    private void requireMemory(int images, ImageShape shape) throws IOException {
        long bytes = (long) images * shape.length();
        long most = Runtime.getRuntime().maxMemory();
        if (bytes > most) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "%d images of %s, as '%s' has them, take %.1f GB, and Java may have %.1f: tell a smaller resize and"
                            + " crop, take fewer images, or give more, e.g. STOCKPOT_JAVA_OPTS=-Xmx%dg",
                    images,
                    shape,
                    shift.name(),
                    bytes / 1e9,
                    most / 1e9,
                    1 + 2 * bytes / 1_000_000_000));
        }
    }

    private Raster read(Path root, int index) {
        try {
            return shift.preparation().read(files.get(index).in(root));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void requireShape(ImageShape shape, Raster picture, int first, int index) {
        if (!picture.shape().equals(shape)) {
            throw new UncheckedIOException(new IOException("images of " + shift.name() + " differ in size: "
                    + files.get(first).path() + " has " + shape + " and "
                    + files.get(index).path() + " has " + picture.shape()
                    + "; tell resize and crop, e.g. --resize 32 --crop 32"));
        }
    }

    @Override
    public List<String> remarks() {
        return remarks;
    }
}
