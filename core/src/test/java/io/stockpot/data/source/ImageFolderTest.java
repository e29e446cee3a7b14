package io.stockpot.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.base.Split;
import io.stockpot.data.Augmentation;
import io.stockpot.data.ImageShape;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.RandomResizedCrop;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.data.shift.FolderListing;
import io.stockpot.text.Defaults;
import io.stockpot.text.TextException;
import io.stockpot.text.YamlRecords;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderTest {
    @TempDir
    private Path folder;

    /** Writes a picture whose red is its class, green its track and blue its frame, so that pixels tell which it is. */
    private void write(String root, String name, int label, int track, int frame) throws IOException {
        int side = 12 + frame;
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        int colour = label << 16 | track << 8 | frame;
        IntStream.range(0, side * side).forEach(place -> image.setRGB(place % side, place / side, colour));
        Path file = folder.resolve(root).resolve(name).resolve(String.format("t%02d_%d.png", track, frame));
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }

    /** Two classes, ten tracks each, three frames of each track. */
    private Path tracks(String root) throws IOException {
        for (int track = 0; track < 10; track++) {
            for (int frame = 0; frame < 3; frame++) {
                write(root, "cat", 0, track, frame);
                write(root, "dog", 1, 10 + track, frame);
            }
        }
        return folder.resolve(root);
    }

    private static ImageFolder read(String yaml) throws TextException {
        return (ImageFolder) YamlRecords.read("{image-folder: {" + yaml + "}}", "data", DataSource.class, List.of());
    }

    private static OpenData open(String yaml) throws IOException, TextException {
        return read(yaml).open(new DataCache(Path.of("none")));
    }

    private static Set<Integer> tracks(LabelledImages images) {
        Set<Integer> tracks = new TreeSet<>();
        IntStream.range(0, images.size()).forEach(image -> tracks.add(images.pixel(image, 1, 5, 5)));
        return tracks;
    }

    @Test
    void framesOfATrackStayOnOneSide() throws Exception {
        OpenData data = open("path: " + tracks("signs") + ", test-share: 0.3, group: '(t[0-9]+)_', resize: 8, crop: 8");
        LabelledImages train = data.load(DataPart.TRAIN, Progress.NONE);
        LabelledImages test = data.load(DataPart.TEST, Progress.NONE);
        assertThat(data.images(DataPart.TRAIN)).isEqualTo(train.size()).isEqualTo(42);
        assertThat(data.images(DataPart.TEST)).isEqualTo(test.size()).isEqualTo(18);
        Set<Integer> both = new HashSet<>(tracks(train));
        both.retainAll(tracks(test));
        assertThat(both).isEmpty();
        // three of ten tracks of each class
        assertThat(tracks(test)).hasSize(6).filteredOn(track -> track < 10).hasSize(3);
        assertThat(data.classNames()).containsExactly("cat", "dog");
        assertThat(data.shape()).isEqualTo(new ImageShape(3, 8, 8));
        for (LabelledImages images : List.of(train, test)) {
            IntStream.range(0, images.size())
                    .forEach(image -> assertThat(images.label(image)).isEqualTo(images.pixel(image, 0, 0, 0)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"test-share: 0.3", "test: TEST"})
    void framesOfATrackAreHeldOutTogether(String judging) throws Exception {
        String yaml = "path: " + tracks("signs") + ", resize: 8, crop: 8, group: '(t[0-9]+)_', "
                + judging.replace("TEST", tracks("test").toString());
        OpenData data = open(yaml);
        LabelledImages train = data.load(DataPart.TRAIN, Progress.NONE);
        Split split = train.holdOut(10, new Seed(1));
        assertThat(split.heldOut()).hasSize(10);
        assertThat(split.rest()).hasSize(train.size() - 12);
        assertThat(tracks(train.subset(split.rest())))
                .doesNotContainAnyElementsOf(tracks(train.subset(split.heldOut())));
        OpenData alone = open(yaml.replace("group: '(t[0-9]+)_', ", ""));
        assertThat(alone.load(DataPart.TRAIN, Progress.NONE)
                        .holdOut(10, new Seed(1))
                        .rest())
                .hasSize(alone.images(DataPart.TRAIN) - 10);
        assertThat(alone.fingerprint(DataPart.TRAIN)).isNotEqualTo(data.fingerprint(DataPart.TRAIN));
    }

    @Test
    void withoutGroupsFramesArePicturesLikeAnyOther() throws Exception {
        OpenData data = open("path: " + tracks("signs") + ", test-share: 0.3, resize: 8, crop: 8");
        Set<Integer> both = new HashSet<>(tracks(data.load(DataPart.TRAIN, Progress.NONE)));
        both.retainAll(tracks(data.load(DataPart.TEST, Progress.NONE)));
        assertThat(both).isNotEmpty();
        assertThat(data.images(DataPart.TEST)).isEqualTo(18);
    }

    @Test
    void twoFoldersAreNotSplitAndTheFirstPicturesAreAFairSample() throws Exception {
        OpenData data = open("path: " + tracks("train") + ", test: " + tracks("test") + ", resize: 8, crop: 8");
        assertThat(data.images(DataPart.TRAIN)).isEqualTo(60);
        assertThat(data.images(DataPart.TEST)).isEqualTo(60);
        LabelledImages first = data.load(DataPart.TEST, Progress.NONE).first(20);
        assertThat(IntStream.range(0, 20)
                        .filter(image -> first.label(image) == 0)
                        .count())
                .isBetween(4L, 16L);
        assertThat(data.photo(DataPart.TEST, 0)).matches("(cat|dog)/t[0-9]{2}_[0-2]\\.png [0-9]+");
    }

    @Test
    void theSameFolderIsTheSameData() throws Exception {
        String yaml = "path: " + tracks("signs") + ", test-share: 0.3, resize: 8, crop: 8";
        OpenData one = open(yaml);
        OpenData two = open(yaml);
        OpenData otherSeed = open(yaml + ", seed: 1");
        OpenData otherSize = open(yaml.replace("resize: 8", "resize: 9"));
        assertThat(two.fingerprint(DataPart.TRAIN)).isEqualTo(one.fingerprint(DataPart.TRAIN));
        assertThat(otherSeed.fingerprint(DataPart.TRAIN)).isNotEqualTo(one.fingerprint(DataPart.TRAIN));
        assertThat(otherSize.fingerprint(DataPart.TRAIN)).isNotEqualTo(one.fingerprint(DataPart.TRAIN));
        assertThat(two.load(DataPart.TRAIN, Progress.NONE).digest())
                .isEqualTo(one.load(DataPart.TRAIN, Progress.NONE).digest());
    }

    @Test
    void picturesThatAreNotKeptReadTheSame() throws Exception {
        ImageFolder source = read("path: " + tracks("signs") + ", test-share: 0.3, resize: 8, crop: 8");
        OpenData data = source.open(new DataCache(Path.of("none")));
        LabelledImages kept = data.load(DataPart.TEST, Progress.NONE);
        Path root = folder.resolve("signs");
        Map<String, FolderListing.Item> listed = FolderListing.of(root).files().stream()
                .collect(Collectors.toMap(item -> item.path() + " " + item.size(), item -> item));
        List<FolderListing.Item> files = IntStream.range(0, kept.size())
                .mapToObj(image -> listed.get(data.photo(DataPart.TEST, image)))
                .toList();
        FilePixels none = new FilePixels(root, files, source.preparation(), data.shape(), 0);
        FilePixels all = new FilePixels(root, files, source.preparation(), data.shape(), Long.MAX_VALUE);
        Augmentation augmentation = new Augmentation.CropFlip(2, true);
        int[] some = {3, 0, 7, 3};
        float[] expected = kept.augmented(some, augmentation, new Seed(5));
        for (FilePixels pixels : List.of(none, all, all)) {
            int[] labels = new int[files.size()];
            LabelledImages images = LabelledImages.of("x", pixels, labels, List.of("one"));
            assertThat(images.augmented(some, augmentation, new Seed(5))).isEqualTo(expected);
        }
        assertThat(none.original(0).shape().height()).isGreaterThanOrEqualTo(12);
    }

    @Test
    void packedPicturesAreThoseThatAreDecodedEachTime() throws Exception {
        String yaml = "path: " + tracks("signs") + ", test-share: 0.3, resize: 9, crop: 8";
        DataCache cache = new DataCache(folder.resolve("cache"));
        OpenData plain = open(yaml);
        OpenData packed = read(yaml + ", packed: true").open(cache);
        LabelledImages expected = plain.load(DataPart.TRAIN, Progress.NONE);
        assertThat(packed.load(DataPart.TRAIN, Progress.NONE).digest()).isEqualTo(expected.digest());
        assertThat(packed.fingerprint(DataPart.TEST)).isEqualTo(plain.fingerprint(DataPart.TEST));
        assertThat(packed.fingerprint(DataPart.TRAIN)).isNotEqualTo(plain.fingerprint(DataPart.TRAIN));
        // a later run needs the pictures no more, and a part cut at random is cut out of what was resized
        LabelledImages again = packed.load(DataPart.TRAIN, Progress.NONE);
        try (Stream<Path> files = Files.walk(folder.resolve("signs"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        int[] some = {2, 0, 5};
        Augmentation crops = new Augmentation.CropFlip(1, true);
        assertThat(again.augmented(some, crops, new Seed(1))).isEqualTo(expected.augmented(some, crops, new Seed(1)));
        assertThat(again.augmented(some, Defaults.of(RandomResizedCrop.class), new Seed(1)))
                .hasSize(3 * 3 * 64);
    }

    @Test
    void refusesADamagedPackAndLeavesNoneWhereAPictureCannotBeRead() throws Exception {
        String yaml = "path: " + tracks("signs") + ", test-share: 0.3, resize: 9, crop: 8, packed: true";
        DataCache cache = new DataCache(folder.resolve("cache"));
        OpenData data = read(yaml).open(cache);
        Path file =
                folder.resolve("signs").resolve(data.photo(DataPart.TRAIN, 3).replaceFirst(" [0-9]+$", ""));
        byte[] whole = Files.readAllBytes(file);
        Files.writeString(file, "gone");
        assertThatIOException()
                .isThrownBy(() -> data.load(DataPart.TRAIN, Progress.NONE))
                .withMessageContaining(file.toString());
        assertThat(cache.folder("packed")).isEmptyDirectory();
        Files.write(file, whole);
        data.load(DataPart.TRAIN, Progress.NONE);
        Path pack;
        try (Stream<Path> packs = Files.list(cache.folder("packed"))) {
            pack = packs.findFirst().orElseThrow();
        }
        Files.write(pack, Arrays.copyOf(Files.readAllBytes(pack), 100));
        assertThatIOException()
                .isThrownBy(() -> data.load(DataPart.TRAIN, Progress.NONE))
                .withMessage("'" + pack + "', where pictures are kept, is damaged; delete it, and it is made again");
    }

    @Test
    void packsNoPicturesThatDoNotBecomeOneSize() throws Exception {
        DataCache cache = new DataCache(folder.resolve("cache"));
        OpenData data = read("path: " + tracks("signs") + ", test-share: 0.3, packed: true")
                .open(cache);
        assertThatIOException()
                .isThrownBy(() -> data.load(DataPart.TRAIN, Progress.NONE))
                .withMessageContaining("images differ in size");
        assertThat(cache.folder("packed")).isEmptyDirectory();
    }

    @Test
    void namesThePictureThatBecameUnreadable() throws Exception {
        OpenData data = open("path: " + tracks("signs") + ", test-share: 0.3, resize: 8, crop: 8");
        LabelledImages images = data.load(DataPart.TEST, Progress.NONE);
        String photo = data.photo(DataPart.TEST, 4);
        Path file = folder.resolve("signs").resolve(photo.substring(0, photo.indexOf(' ')));
        byte[] whole = Files.readAllBytes(file);
        Files.writeString(file, "gone");
        assertThatThrownBy(() -> images.augmented(new int[] {1, 4}, new Augmentation.None(), new Seed(0)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString());
        Files.write(file, whole);
        assertThat(images.augmented(new int[] {1, 4}, new Augmentation.None(), new Seed(0)))
                .hasSize(2 * 3 * 64);
    }

    @Test
    void refusesClassesOfOneFolderOnly() throws Exception {
        Path train = tracks("train");
        Path test = tracks("test");
        write("test", "frog", 2, 1, 1);
        assertThatThrownBy(() -> open("path: " + train + ", test: " + test))
                .isInstanceOf(IOException.class)
                .hasMessage("class 'frog' has pictures in '" + test + "' only; both folders need every class");
        // an empty folder is as good as none
        Files.createDirectory(train.resolve("frog"));
        assertThatThrownBy(() -> open("path: " + train + ", test: " + test)).hasMessageContaining("class 'frog'");
        assertThatThrownBy(() -> open("path: " + test + ", test: " + train))
                .hasMessage("class 'frog' has pictures in '" + test + "' only; both folders need every class");
    }

    @Test
    void refusesGroupsThatLeaveASideEmpty() throws Exception {
        Path root = tracks("signs");
        assertThatThrownBy(() -> open("path: " + root + ", test-share: 0.3, group: '(cat|dog)'"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("class 'cat' would have no image to learn from: its 30 images are 1 group");
        assertThatThrownBy(() -> open("path: " + root + ", test-share: 0.3, group: 'cat/t(.*)_'"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not found in 'dog/t10_0.png'");
    }

    @Test
    void picturesOfSeveralSizesNeedOne() throws Exception {
        OpenData data = open("path: " + tracks("signs") + ", test-share: 0.3");
        assertThatThrownBy(() -> data.load(DataPart.TRAIN, Progress.NONE).digest())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("images differ in size")
                .hasMessageContaining("tell resize and crop");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "path: x | say which pictures judge",
                "path: x, test: y, test-share: 0.1 | say which pictures judge",
                "path: x, test-share: 1 | test-share must be above 0 and below 1, not 1.0",
                "path: x, test-share: 0.1, group: 'a' | must have parentheses",
                "path: x, test-share: 0.1, group: '(a' | is no regular expression",
                "path: x, test-share: 0.1, resize: 4, crop: 5 | crop must not exceed resize",
            })
    void refusesWhatDoesNotFitTogether(String yaml, String sentence) {
        assertThatThrownBy(() -> read(yaml)).isInstanceOf(TextException.class).hasMessageContaining(sentence);
    }

    @Test
    void splitsMixedGroupsByTheirCommonestClass() {
        List<String> groups = List.of("a", "a", "a", "b", "b", "c", "c", "c");
        int[] labels = {0, 0, 1, 1, 1, 0, 0, 1};
        BitSet test = GroupSplit.of(groups, labels, 0.3, List.of("x", "y"), new Seed(3))
                .test();
        for (int image = 1; image < labels.length; image++) {
            if (groups.get(image).equals(groups.get(image - 1))) {
                assertThat(test.get(image)).isEqualTo(test.get(image - 1));
            }
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GroupSplit.of(List.of("a", "a"), new int[] {0, 0}, 0.5, List.of("x"), new Seed(0)));
    }
}
