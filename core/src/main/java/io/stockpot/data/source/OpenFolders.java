package io.stockpot.data.source;

import io.stockpot.base.Checksum;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.base.Shuffle;
import io.stockpot.data.ImageShape;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.shift.ClassFolders;
import io.stockpot.data.shift.FolderListing;
import io.stockpot.data.shift.GroupPattern;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The pictures of an {@link ImageFolder}, found and split. */
final class OpenFolders implements OpenData {
    private final ImageFolder source;
    private final String name;
    private final List<String> classNames;
    private final ImageShape shape;
    private final Map<DataPart, Part> parts;
    private final List<String> remarks;

    /** One picture and its class number. */
    private record Labelled(FolderListing.Item item, int label) {}

    /** The pictures of one part in their order. */
    private record Part(Path root, List<Labelled> pictures) {
        int[] labels() {
            return pictures.stream().mapToInt(Labelled::label).toArray();
        }
    }

    private OpenFolders(
            ImageFolder source, String name, List<String> classNames, Map<DataPart, Part> parts, List<String> remarks)
            throws IOException {
        this.source = source;
        this.name = name;
        this.classNames = List.copyOf(classNames);
        this.parts = new EnumMap<>(parts);
        this.remarks = List.copyOf(remarks);
        Part train = parts.get(DataPart.TRAIN);
        this.shape = source.preparation()
                .read(train.pictures().get(0).item().in(train.root()))
                .shape();
    }

    /**
     * Lists the folders, splits them if need be, and looks at one picture for the size.
     *
     * @param name what the pictures are called in messages and reports
     */
    static OpenFolders of(ImageFolder source, String name) throws IOException {
        FolderListing listing = FolderListing.of(Path.of(source.path()));
        List<String> remarks = new ArrayList<>();
        listing.passedOver().ifPresent(others -> remarks.add(name + ": " + others));
        ClassFolders rule = source.classes().isPresent()
                ? source.classes().get()
                : ClassFolders.suiting(listing.root(), listing.folders().size());
        Map<String, Integer> numbers = numbers(rule, listing);
        List<String> names = rule.allClasses().orElseGet(() -> names(numbers));
        Map<DataPart, Part> parts = new EnumMap<>(DataPart.class);
        if (source.test().isPresent()) {
            FolderListing test = FolderListing.of(Path.of(source.test().get()));
            test.passedOver().ifPresent(others -> remarks.add(source.test().get() + ": " + others));
            if (rule.allClasses().isEmpty()) {
                requireSameClasses(listing, test);
            }
            parts.put(DataPart.TRAIN, shuffled(source, listing, labelled(listing, numbers)));
            parts.put(DataPart.TEST, shuffled(source, test, labelled(test, numbers(rule, test))));
        } else {
            parts.putAll(split(source, listing, labelled(listing, numbers), names));
        }
        parts.forEach((part, pictures) ->
                missing(part, pictures, names.size()).ifPresent(sentence -> remarks.add(name + ": " + sentence)));
        return new OpenFolders(source, name, names, parts, remarks);
    }

    private static Map<String, Integer> numbers(ClassFolders rule, FolderListing listing) throws IOException {
        try {
            return rule.numbers(listing.folders(), List.of());
        } catch (IllegalArgumentException wrong) {
            throw new IOException("'" + listing.root() + "': " + wrong.getMessage(), wrong);
        }
    }

    /** Returns the names of all classes; one without a folder is called by its number. */
    private static List<String> names(Map<String, Integer> numbers) {
        Map<Integer, String> byNumber = new TreeMap<>();
        numbers.forEach((folder, number) -> byNumber.put(number, folder));
        int last = Collections.max(numbers.values());
        return IntStream.rangeClosed(0, last)
                .mapToObj(number -> byNumber.getOrDefault(number, "class " + number))
                .toList();
    }

    private static Optional<String> missing(DataPart part, Part pictures, int classes) {
        long without = classes - Arrays.stream(pictures.labels()).distinct().count();
        return without == 0
                ? Optional.empty()
                : Optional.of(without + " of " + classes + " classes have no picture to "
                        + (part == DataPart.TRAIN ? "learn from" : "judge by"));
    }

    private static List<Labelled> labelled(FolderListing listing, Map<String, Integer> numbers) {
        return listing.files().stream()
                .map(item -> new Labelled(item, numbers.get(item.folder())))
                .toList();
    }

    private static void requireSameClasses(FolderListing train, FolderListing test) throws IOException {
        TreeSet<String> only = new TreeSet<>(filled(train));
        only.removeAll(filled(test));
        Path where = train.root();
        if (only.isEmpty()) {
            only.addAll(filled(test));
            only.removeAll(filled(train));
            where = test.root();
        }
        if (!only.isEmpty()) {
            throw new IOException("class '" + only.first() + "' has pictures in '" + where + "' only"
                    + (only.size() > 1 ? ", and so have " + (only.size() - 1) + " more" : "")
                    + "; both folders need every class");
        }
    }

    private static List<String> filled(FolderListing listing) {
        return listing.files().stream()
                .map(FolderListing.Item::folder)
                .distinct()
                .toList();
    }

    private static Map<DataPart, Part> split(
            ImageFolder source, FolderListing listing, List<Labelled> all, List<String> names) throws IOException {
        List<String> groups = groups(source.group(), all);
        int[] labels = all.stream().mapToInt(Labelled::label).toArray();
        Seed seed = new Seed(source.seed()).child("split");
        GroupSplit split;
        try {
            split = GroupSplit.of(groups, labels, source.testShare().orElseThrow(), names, seed);
        } catch (IllegalArgumentException narrow) {
            throw new IOException("'" + source.path() + "': " + narrow.getMessage(), narrow);
        }
        Map<DataPart, Part> parts = new EnumMap<>(DataPart.class);
        for (DataPart part : DataPart.values()) {
            List<Labelled> some =
                    Arrays.stream(split.images(part)).mapToObj(all::get).toList();
            parts.put(part, shuffled(source, listing, some));
        }
        return parts;
    }

    /** Returns the name of the group of each picture: without a pattern, its own. */
    private static List<String> groups(Optional<String> pattern, List<Labelled> all) throws IOException {
        if (pattern.isEmpty()) {
            return all.stream().map(picture -> picture.item().path()).toList();
        }
        return GroupPattern.groups(
                pattern.get(),
                all.stream().map(picture -> picture.item().path()).toList());
    }

    private static Part shuffled(ImageFolder source, FolderListing listing, List<Labelled> some) {
        int[] order = Shuffle.permutation(some.size(), new Seed(source.seed()).child("order"));
        return new Part(listing.root(), Arrays.stream(order).mapToObj(some::get).toList());
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
        return parts.get(part).pictures().size();
    }

    /** Taken over paths, sizes and times of modification, labels and preparation, as for shifts from folders. */
    @Override
    public String fingerprint(DataPart part) {
        String pictures = parts.get(part).pictures().stream()
                .map(picture -> picture.item().path() + " " + picture.item().size() + " "
                        + picture.item().modified() + " " + picture.label())
                .collect(Collectors.joining("\n"));
        // groups decide which pictures a training holds out
        String groups = source.group().map(pattern -> "\n" + pattern).orElse("");
        return Checksum.SHA_256.of(
                source.preparation().identity() + "\n" + classNames.size() + "\n" + pictures + groups);
    }

    @Override
    public LabelledImages load(DataPart part, Progress progress) throws IOException {
        Part chosen = parts.get(part);
        List<Path> files = chosen.pictures().stream()
                .map(picture -> picture.item().in(chosen.root()))
                .toList();
        FilePixels pixels = new FilePixels(
                files, source.preparation(), shape, Runtime.getRuntime().maxMemory() / 4);
        LabelledImages images = LabelledImages.of(name, pixels, chosen.labels(), classNames);
        if (part == DataPart.TEST || source.group().isEmpty()) {
            return images;
        }
        Map<String, Integer> numbers = new HashMap<>();
        return images.inGroups(groups(source.group(), chosen.pictures()).stream()
                .mapToInt(group -> numbers.computeIfAbsent(group, first -> numbers.size()))
                .toArray());
    }

    /** A shift that shows the same file calls it the same. */
    @Override
    public String photo(DataPart part, int index) {
        FolderListing.Item item = parts.get(part).pictures().get(index).item();
        return item.path() + " " + item.size();
    }

    /** In a folder of test pictures of its own, a picture whose name says no group is by itself. */
    @Override
    public Optional<String> group(DataPart part, int index) {
        String path = parts.get(part).pictures().get(index).item().path();
        return source.group().flatMap(pattern -> GroupPattern.group(pattern, path));
    }

    @Override
    public List<String> remarks() {
        return remarks;
    }
}
