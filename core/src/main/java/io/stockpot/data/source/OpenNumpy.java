package io.stockpot.data.source;

import io.stockpot.base.Checksum;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.base.Shuffle;
import io.stockpot.data.ImageShape;
import io.stockpot.data.LabelledImages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The arrays of a {@link Numpy}, found and split; labels are read, images are not yet. */
final class OpenNumpy implements OpenData {
    /** What labels may name, unless they are named: a stray number would else make as many classes. */
    private static final int MOST_CLASSES = 100_000;

    private final Numpy source;
    private final List<String> classNames;
    private final ImageShape shape;
    private final Map<DataPart, Part> parts;
    private final Map<DataPart, String> identities;
    private final List<String> remarks;

    /** The images of one part: rows of an array in their order, with the label and perhaps the group of each. */
    private static final class Part {
        private final NumpyArray images;
        private final Numpy.Layout layout;
        private final int[] rows;
        private final int[] labels;
        private final Optional<int[]> groups;

        Part(NumpyArray images, Numpy.Layout layout, int[] rows, int[] labels, Optional<int[]> groups) {
            this.images = images;
            this.layout = layout;
            this.rows = rows;
            this.labels = labels;
            this.groups = groups;
        }

        /** Returns some of the images. */
        Part at(int[] places) {
            return new Part(
                    images,
                    layout,
                    pick(rows, places),
                    pick(labels, places),
                    groups.map(numbers -> pick(numbers, places)));
        }

        private static int[] pick(int[] from, int[] places) {
            return Arrays.stream(places).map(place -> from[place]).toArray();
        }

        Part shuffled(Seed seed) {
            return at(Shuffle.permutation(rows.length, seed));
        }
    }

    private OpenNumpy(Numpy source, List<String> classNames, Map<DataPart, Part> parts) throws IOException {
        this.source = source;
        this.classNames = classNames;
        this.parts = new EnumMap<>(parts);
        Part train = parts.get(DataPart.TRAIN);
        Part test = parts.get(DataPart.TEST);
        this.shape = train.images.imageShape(train.layout);
        ImageShape other = test.images.imageShape(test.layout);
        if (!other.equals(shape)) {
            throw new IOException("images differ in size: " + train.images + " has " + shape + " and " + test.images
                    + " has " + other);
        }
        this.identities = new EnumMap<>(DataPart.class);
        for (DataPart part : DataPart.values()) {
            identities.put(part, parts.get(part).images.identity());
        }
        this.remarks = List.copyOf(describeMissing());
    }

    /** Reads labels and groups and splits the images if need be. */
    static OpenNumpy of(Numpy source) throws IOException {
        Map<DataPart, Part> parts = new EnumMap<>(DataPart.class);
        Part train = part(source, DataPart.TRAIN);
        if (source.testShare().isEmpty()) {
            Part test = part(source, DataPart.TEST);
            List<String> names = names(source, List.of(train, test));
            parts.put(DataPart.TRAIN, train);
            parts.put(DataPart.TEST, test);
            return new OpenNumpy(source, names, shuffled(source, parts));
        }
        List<String> names = names(source, List.of(train));
        GroupSplit split = split(source, train, names);
        for (DataPart part : DataPart.values()) {
            parts.put(part, train.at(split.images(part)));
        }
        return new OpenNumpy(source, names, shuffled(source, parts));
    }

    private static Map<DataPart, Part> shuffled(Numpy source, Map<DataPart, Part> parts) {
        parts.replaceAll((part, images) -> images.shuffled(new Seed(source.seed()).child("order")));
        return parts;
    }

    private static Part part(Numpy source, DataPart part) throws IOException {
        NumpyArray images = source.images(part);
        NumpyArray labels = source.labels(part);
        Numpy.Layout layout = images.layout(source.layout());
        long[] numbers = labels.numbers("labels");
        int rows = images.rows();
        if (rows != numbers.length) {
            throw new IOException(
                    images + " has " + rows + " images and " + labels + " has " + numbers.length + " labels");
        }
        if (rows == 0) {
            throw new IOException(images + " has no images");
        }
        Optional<NumpyArray> grouping = part == DataPart.TRAIN ? source.grouping() : Optional.empty();
        Optional<int[]> groups = grouping.isPresent() ? Optional.of(groups(grouping.get(), rows)) : Optional.empty();
        int[] all = IntStream.range(0, rows).toArray();
        return new Part(images, layout, all, classes(source, labels, numbers), groups);
    }

    private static int[] classes(Numpy source, NumpyArray labels, long[] numbers) throws IOException {
        long classes = source.classNames().map(List::size).orElse(MOST_CLASSES);
        for (int image = 0; image < numbers.length; image++) {
            if (numbers[image] < 0 || numbers[image] >= classes) {
                throw new IOException(labels + " has the label " + numbers[image] + " for image " + image + "; "
                        + source.classNames()
                                .map(names -> "names are told of classes 0 to " + (names.size() - 1))
                                .orElse("classes are numbered from 0 to " + (MOST_CLASSES - 1)));
            }
        }
        return Arrays.stream(numbers).mapToInt(Math::toIntExact).toArray();
    }

    /** Returns the groups numbered anew: those of the user may be long. */
    private static int[] groups(NumpyArray grouping, int rows) throws IOException {
        long[] told = grouping.numbers("groups");
        if (told.length != rows) {
            throw new IOException(grouping + " has " + told.length + " groups for " + rows + " images");
        }
        Map<Long, Integer> numbers = new HashMap<>();
        return Arrays.stream(told)
                .mapToInt(group -> numbers.computeIfAbsent(group, first -> numbers.size()))
                .toArray();
    }

    private static List<String> names(Numpy source, List<Part> parts) {
        int last = parts.stream()
                .flatMapToInt(part -> Arrays.stream(part.labels))
                .max()
                .orElseThrow();
        return source.classNames()
                .orElseGet(() -> IntStream.rangeClosed(0, last)
                        .mapToObj(number -> "class " + number)
                        .toList());
    }

    private static GroupSplit split(Numpy source, Part all, List<String> names) throws IOException {
        int[] groups = all.groups.orElse(all.rows);
        List<String> texts = Arrays.stream(groups).mapToObj(Integer::toString).toList();
        Seed seed = new Seed(source.seed()).child("split");
        try {
            return GroupSplit.of(texts, all.labels, source.testShare().orElseThrow(), names, seed);
        } catch (IllegalArgumentException narrow) {
            throw new IOException(all.images + " cannot be split: " + narrow.getMessage(), narrow);
        }
    }

    /** Says which classes have images on one side only or nowhere. */
    private List<String> describeMissing() {
        List<String> found = new ArrayList<>();
        parts.forEach((part, images) -> {
            int[] without = IntStream.range(0, classNames.size())
                    .filter(label -> Arrays.stream(images.labels).noneMatch(other -> other == label))
                    .toArray();
            if (without.length > 0) {
                found.add(source.name() + ": " + without.length + " of " + classNames.size()
                        + " classes have no image to "
                        + (part == DataPart.TRAIN ? "learn from" : "judge by") + ", '" + classNames.get(without[0])
                        + "' first; classes are numbered from 0");
            }
        });
        return found;
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public ImageShape shape() {
        return shape;
    }

    @Override
    public int images(DataPart part) {
        return parts.get(part).rows.length;
    }

    /** Taken over names, sizes and times of modification of the files, rows, labels, groups and layout. */
    @Override
    public String fingerprint(DataPart part) {
        Part images = parts.get(part);
        return Checksum.SHA_256.of(String.join(
                "\n",
                identities.get(part),
                images.layout.name(),
                Integer.toString(classNames.size()),
                Arrays.toString(images.rows),
                Arrays.toString(images.labels),
                images.groups.map(Arrays::toString).orElse("")));
    }

    @Override
    public LabelledImages load(DataPart part, Progress progress) throws IOException {
        Part chosen = parts.get(part);
        LabelledImages images = LabelledImages.of(
                source.name(), chosen.images.images(chosen.rows, chosen.layout), chosen.labels, classNames);
        return chosen.groups.map(images::inGroups).orElse(images);
    }

    /** A shift that shows the same row of the same file calls it the same. */
    @Override
    public String photo(DataPart part, int index) {
        Part images = parts.get(part);
        return images.images.file().getFileName() + " " + images.rows[index];
    }

    @Override
    public List<String> remarks() {
        return remarks;
    }
}
