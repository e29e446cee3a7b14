package io.stockpot.data.source;

import io.stockpot.base.Checksum;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.base.Shuffle;
import io.stockpot.data.ImageShape;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.Pixels;
import io.stockpot.data.shift.ClassFolders;
import io.stockpot.data.shift.FolderListing;
import io.stockpot.data.shift.GroupPattern;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The pictures of an {@link ImageFolder}, found and split. */
final class OpenFolders implements OpenData {
    private final ImageFolder source;
    private final String name;
    private final List<String> classNames;
    private final ImageShape shape;
    private final Map<DataPart, Part> parts;
    private final List<String> remarks;

    /** Pictures in their order, and the class number of each. */
    private static final class Part {
        private final Path root;
        private final List<FolderListing.Item> pictures;
        private final int[] labels;

        Part(Path root, List<FolderListing.Item> pictures, int[] labels) {
            this.root = root;
            this.pictures = List.copyOf(pictures);
            this.labels = labels;
        }

        /** Numbers the pictures of a listing by their folders. */
        static Part of(FolderListing listing, Map<String, Integer> numbers) {
            int[] labels = listing.files().stream()
                    .mapToInt(item -> numbers.get(item.folder()))
                    .toArray();
            return new Part(listing.root(), listing.files(), labels);
        }

        Part at(int[] places) {
            return new Part(
                    root,
                    Arrays.stream(places).mapToObj(pictures::get).toList(),
                    Arrays.stream(places).map(place -> labels[place]).toArray());
        }

        List<String> paths() {
            return pictures.stream().map(FolderListing.Item::path).toList();
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
        this.shape =
                source.preparation().read(train.pictures.get(0).in(train.root)).shape();
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
            parts.put(DataPart.TRAIN, shuffled(source, Part.of(listing, numbers)));
            parts.put(DataPart.TEST, shuffled(source, Part.of(test, numbers(rule, test))));
        } else {
            parts.putAll(split(source, Part.of(listing, numbers), names));
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
        long without = classes - Arrays.stream(pictures.labels).distinct().count();
        return without == 0
                ? Optional.empty()
                : Optional.of(without + " of " + classes + " classes have no picture to "
                        + (part == DataPart.TRAIN ? "learn from" : "judge by"));
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

    private static Map<DataPart, Part> split(ImageFolder source, Part all, List<String> names) throws IOException {
        List<String> groups = groups(source.group(), all);
        Seed seed = new Seed(source.seed()).child("split");
        GroupSplit split;
        try {
            split = GroupSplit.of(groups, all.labels, source.testShare().orElseThrow(), names, seed);
        } catch (IllegalArgumentException narrow) {
            throw new IOException("'" + source.path() + "': " + narrow.getMessage(), narrow);
        }
        Map<DataPart, Part> parts = new EnumMap<>(DataPart.class);
        for (DataPart part : DataPart.values()) {
            parts.put(part, shuffled(source, all.at(split.images(part))));
        }
        return parts;
    }

    /** Returns the name of the group of each picture: without a pattern, its own. */
    private static List<String> groups(Optional<String> pattern, Part all) throws IOException {
        return pattern.isEmpty() ? all.paths() : GroupPattern.groups(pattern.get(), all.paths());
    }

    private static Part shuffled(ImageFolder source, Part some) {
        int size = some.pictures.size();
        return some.at(Shuffle.permutation(size, new Seed(source.seed()).child("order")));
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
        return parts.get(part).pictures.size();
    }

    /** Taken over paths, sizes and times of modification, labels and preparation, as for shifts from folders. */
    @Override
    public String fingerprint(DataPart part) {
        Part chosen = parts.get(part);
        MessageDigest hash = Checksum.SHA_256.start();
        update(hash, source.preparation().identity() + "\n" + classNames.size());
        for (int place = 0; place < chosen.labels.length; place++) {
            FolderListing.Item item = chosen.pictures.get(place);
            update(hash, "\n" + item.path() + " " + item.size() + " " + item.modified() + " " + chosen.labels[place]);
        }
        // groups decide which pictures a training holds out
        source.group().ifPresent(pattern -> update(hash, "\n" + pattern));
        return HexFormat.of().formatHex(hash.digest());
    }

    private static void update(MessageDigest hash, String text) {
        hash.update(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public LabelledImages load(DataPart part, Progress progress) throws IOException {
        return images(part, files(part));
    }

    /** Returns the pictures of a part, decoded when they are asked for. */
    FilePixels files(DataPart part) {
        Part chosen = parts.get(part);
        long memory = Runtime.getRuntime().maxMemory() / 4;
        return new FilePixels(chosen.root, chosen.pictures, source.preparation(), shape, memory);
    }

    /**
     * Labels the pictures of a part.
     *
     * @param pixels those of its {@link #files}, wherever they are kept
     */
    LabelledImages images(DataPart part, Pixels pixels) throws IOException {
        Part chosen = parts.get(part);
        LabelledImages images = LabelledImages.of(name, pixels, chosen.labels, classNames);
        if (part == DataPart.TEST || source.group().isEmpty()) {
            return images;
        }
        Map<String, Integer> numbers = new HashMap<>();
        return images.inGroups(groups(source.group(), chosen).stream()
                .mapToInt(group -> numbers.computeIfAbsent(group, first -> numbers.size()))
                .toArray());
    }

    /** A shift that shows the same file calls it the same. */
    @Override
    public String photo(DataPart part, int index) {
        FolderListing.Item item = parts.get(part).pictures.get(index);
        return item.path() + " " + item.size();
    }

    /** In a folder of test pictures of its own, a picture whose name says no group is by itself. */
    @Override
    public Optional<String> group(DataPart part, int index) {
        String path = parts.get(part).pictures.get(index).path();
        return source.group().flatMap(pattern -> GroupPattern.group(pattern, path));
    }

    @Override
    public List<String> remarks() {
        return remarks;
    }
}
