package io.stockpot.data.shift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.Golden;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.ImageShape;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.source.Cifar10;
import io.stockpot.text.YamlRecords;
import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A person's own folder of pictures. */
class ImageFolderTest {
    private static final Optional<OwnImages> CIFAR10 = Pictures.own(new LabelledImages(
            "cifar10", new ImageShape(3, 1, 1), new byte[0], new int[0], new Cifar10().classNames()));

    @TempDir
    Path folder;

    private ImageFolder shift(String more) throws IOException {
        return shift(more, folder);
    }

    private static ImageFolder shift(String more, Path folder) throws IOException {
        return YamlRecords.read("{path: " + folder + more + "}", "test", ImageFolder.class, List.of());
    }

    private ShiftImages open(String more) throws IOException {
        return shift(more).open("mine", CIFAR10, new Seed(1));
    }

    private static ShiftSample all(ShiftImages images) throws IOException {
        int[] everything = IntStream.range(0, images.size()).toArray();
        return images.load(ShiftImages.ONLY, everything, Progress.NONE);
    }

    @Test
    void foldersAreTheClassesOfTheClassifier() throws IOException {
        Pictures.write(folder.resolve("dog/2.png"), 8, 8, Color.RED);
        Pictures.write(folder.resolve("dog/10.JPG"), 8, 8, Color.GREEN);
        Pictures.write(folder.resolve("cat/1.jpeg"), 8, 8, Color.BLUE);
        Files.writeString(folder.resolve("dog/notes.txt"), "none");
        Files.writeString(folder.resolve("dog/.hidden.png"), "none");
        Files.createDirectory(folder.resolve(".thumbnails"));
        ShiftImages images = open("");
        assertThat(images.size()).isEqualTo(3);
        assertThat(images.remarks())
                .containsExactly("mine: 1 file was passed over, as its content is no picture: dog/notes.txt");
        LabelledImages read = all(images).images();
        assertThat(IntStream.range(0, 3).map(read::label)).containsExactly(3, 5, 5);
        assertThat(images.photo(1)).isEqualTo("dog/10.JPG " + Files.size(folder.resolve("dog/10.JPG")));
        assertThat(images.lot(1)).isEqualTo("mine dog/10.JPG");
        assertThat(read.pixel(2, 0, 4, 4)).isEqualTo(255);
        assertThat(read.pixel(2, 1, 4, 4)).isZero();
    }

    /** A picture by its content is one, whatever its name. */
    @Test
    void findsPicturesUnderAnyName() throws IOException {
        for (String name : List.of("a.jfif", "b.JPE", "c.JPEG", "d", "e.picture")) {
            Path file = folder.resolve("dog/x.jpg");
            Pictures.write(file, 8, 8, Color.RED);
            Files.move(file, folder.resolve("dog").resolve(name));
        }
        Pictures.write(folder.resolve("dog/x.png"), 8, 8, Color.RED);
        Files.move(folder.resolve("dog/x.png"), folder.resolve("dog/f.jpg"));
        for (int number = 1; number < 8; number++) {
            Files.writeString(folder.resolve("dog/" + number + ".txt"), "BM, not a picture, " + number);
        }
        Files.createFile(folder.resolve("empty"));
        ShiftImages images = open("");
        assertThat(images.remarks())
                .containsExactly("mine: 8 files were passed over, as their content is no picture:"
                        + " dog/1.txt, dog/2.txt, dog/3.txt, dog/4.txt, dog/5.txt, …");
        assertThat(IntStream.range(0, images.size()).mapToObj(images::lot))
                .containsExactly(
                        "mine dog/a.jfif",
                        "mine dog/b.JPE",
                        "mine dog/c.JPEG",
                        "mine dog/d",
                        "mine dog/e.picture",
                        "mine dog/f.jpg");
        assertThat(all(images).images().size()).isEqualTo(6);
    }

    @Test
    void namesFilesThatAreNoPicturesWhereThereAreNone() throws IOException {
        Files.createDirectory(folder.resolve("dog"));
        Files.writeString(folder.resolve("dog/a.svg"), "<svg/>");
        assertThatThrownBy(() -> open(""))
                .hasMessage("there are no images in '" + folder + "'; they lie in a folder per class; 1 file was passed"
                        + " over, as its content is no picture: dog/a.svg");
    }

    @Test
    void namesPhotosAlikeWhereverTheirFolderLies(@TempDir Path elsewhere) throws IOException {
        for (int number = 0; number < 20; number++) {
            Pictures.write(folder.resolve("dog/" + number + ".png"), 8, 8, Color.RED);
            Pictures.write(elsewhere.resolve("dog/" + number + ".png"), 30, 40, Color.GREEN);
        }
        Map<String, ShiftImages> shifts = new LinkedHashMap<>();
        shifts.put("large", open(""));
        shifts.put("small", shift(", resize: 4").open("small", CIFAR10, new Seed(1)));
        shifts.put("others", shift("", elsewhere).open("others", CIFAR10, new Seed(1)));
        ShiftSplit.Sizes sizes = new ShiftSplit.Sizes(5, 20);
        Map<String, ShiftSplit> splits = ShiftSplit.draw(
                shifts, Map.of("large", sizes, "small", sizes, "others", new ShiftSplit.Sizes(3, 20)), new Seed(1));
        // both list the same files, so the same number is the same file
        Set<Integer> choosing = numbers(splits.get("large").adaptation());
        choosing.addAll(numbers(splits.get("small").adaptation()));
        assertThat(choosing).hasSizeGreaterThan(5);
        assertThat(numbers(splits.get("large").test(false)))
                .hasSize(20 - choosing.size())
                .doesNotContainAnyElementsOf(choosing)
                .isEqualTo(numbers(splits.get("small").test(false)));
        // other pictures of the same names judge
        assertThat(splits.get("others").test(false)).hasSize(17);
    }

    private static Set<Integer> numbers(int[] indices) {
        return IntStream.of(indices).boxed().collect(Collectors.toSet());
    }

    @Test
    void linkedFoldersAreFollowed(@TempDir Path elsewhere) throws IOException {
        Pictures.write(elsewhere.resolve("pets/1.png"), 8, 8, Color.RED);
        Files.createSymbolicLink(folder.resolve("dog"), elsewhere.resolve("pets"));
        assertThat(all(open("")).images().label(0)).isEqualTo(5);
    }

    @Test
    void ordersClassesAsStated() throws IOException {
        for (String name : List.of("2", "10", "9")) {
            Pictures.write(folder.resolve(name + "/a.png"), 4, 4, Color.RED);
        }
        assertThat(labels(", classes: alphabetical")).containsExactly(0, 1, 2);
        assertThat(labels(", classes: numeric")).containsExactly(10, 2, 9);
        assertThat(labels(", classes: {named: {names: ['9', '10', '2']}}")).containsExactly(1, 2, 0);
    }

    private List<Integer> labels(String more) throws IOException {
        ShiftImages images = shift(more).open("mine", Optional.empty(), new Seed(1));
        LabelledImages read = all(images).images();
        return IntStream.range(0, read.size()).mapToObj(read::label).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hound/a.png | '' | the folder 'hound' belongs to no class; the classes are airplane, automobile",
                "a.png | '' | a.png has no label: images lie in a folder per class",
                "dog/small/a.png | '' | is a folder within the folder of a class",
                "dog/a.txt | '' | there are no images in",
                "dog/a.png | ', resize: 8, crop: 9' | crop must not exceed resize",
                "dog/a.png | ', crop: 9' | is smaller than the crop: 8×6 pixels",
                "x/a.png | ', classes: numeric' | the folder 'x' is not the number of a class"
            })
    void faultsOfFoldersAreNamed(String file, String more, String message) throws IOException {
        if (file.endsWith("txt")) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.writeString(folder.resolve(file), "none");
        } else {
            Pictures.write(folder.resolve(file), 8, 6, Color.RED);
        }
        assertThatThrownBy(() -> all(open(more)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    @Test
    void reportsAMissingFolderBeforeOpening() throws IOException {
        assertThat(shift("/none").missing())
                .hasValueSatisfying(text -> assertThat(text).contains("there is no '"));
        assertThat(shift("").missing()).isEmpty();
    }

    @Test
    void asksForClassesWhereNoNamesAreKnown() throws IOException {
        Pictures.write(folder.resolve("dog/a.png"), 8, 8, Color.RED);
        assertThatThrownBy(() -> shift("").open("mine", Optional.empty(), new Seed(1)))
                .hasMessageContaining("say what classes they are");
    }

    /** Names of some classes only would be taken for the first of all. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cat,dog | {named: {names: [cat, dog]}} | 2 names",
                "cat | {named: {names: [cat]}} | 1 name;",
                "cat,dog | alphabetical | 2 folders in alphabetical order",
                "0,1,10 | numeric | a folder for number 10, counted from 0",
                "n01440764 | image-net | the 1000 identifiers of ImageNet"
            })
    void refusesFoldersThatNameOnlySomeClasses(String names, String classes, String found) throws IOException {
        for (String name : names.split(",", -1)) {
            Pictures.write(folder.resolve(name + "/a.png"), 8, 8, Color.RED);
        }
        String message = "there are 10 classes, and " + found;
        assertThatThrownBy(() -> open(", classes: " + classes))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
        assertThatThrownBy(() -> shift(", classes: " + classes).open("mine", 10))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
        // no data and no classifier to be held against
        assertThat(shift(", classes: " + classes)
                        .open("mine", Optional.empty(), new Seed(1))
                        .size())
                .isPositive();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "a,b,c,+lost | 'lost' holds no pictures; folders with pictures are 'a', 'b', 'c'",
                "a,+b,c,+lost | 'b', 'lost' hold no pictures; folders with pictures are 'a', 'c'",
                "a,b | folders with pictures are 'a', 'b'",
                "a,b,c,d,e,f,g,h,i,j,k,l,m,n | 'k', 'l', … (14 in all)",
                "1,2,3 | a folder for number 3, counted from 0; these begin at 1, so name them one lower;"
            })
    void namesTheFoldersThatMayBeTooMany(String names, String message) throws IOException {
        for (String name : names.split(",", -1)) {
            if (name.startsWith("+")) {
                Files.createDirectories(folder.resolve(name.substring(1)));
            } else {
                Pictures.write(folder.resolve(name + "/a.png"), 8, 8, Color.RED);
            }
        }
        ClassFolders classes = ClassFolders.suiting(folder, 3);
        String kind = classes.equals(new ClassFolders.Numeric()) ? "numeric" : "alphabetical";
        assertThatThrownBy(() -> shift(", classes: " + kind).open("mine", 3))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there are 3 classes, and ")
                .hasMessageContaining(message);
    }

    @Test
    void anUnknownFolderWithoutPicturesIsNamedSo() throws IOException {
        Pictures.write(folder.resolve("dog/a.png"), 8, 8, Color.RED);
        Files.createDirectories(folder.resolve("lost+found"));
        Files.createDirectories(folder.resolve("cat"));
        assertThatThrownBy(() -> open(""))
                .hasMessageContaining("the folder 'lost+found' belongs to no class")
                .hasMessageEndingWith("; 'lost+found' holds no pictures");
    }

    /** Nothing tells whether class 0 is missing or somebody counted from 1. */
    @Test
    void remarksThatFoldersMayBeCountedFromOne() throws IOException {
        for (int number = 1; number <= 9; number++) {
            Pictures.write(folder.resolve(number + "/a.png"), 8, 8, Color.RED);
        }
        assertThat(shift(", classes: numeric").open("mine", 10).remarks())
                .singleElement()
                .asString()
                .contains(
                        "the folders 1 to 9 are taken for the classes of these numbers", "name each of them one lower");
        Pictures.write(folder.resolve("0/a.png"), 8, 8, Color.RED);
        assertThat(shift(", classes: numeric").open("mine", 10).remarks()).isEmpty();
    }

    @Test
    void choosesTheKindOfClassesByTheNamesOfFolders() throws IOException {
        for (String place : List.of("numbers/10", "numbers/2", "identifiers/n01440764", "names/2", "names/dog")) {
            Pictures.write(folder.resolve(place + "/a.png"), 8, 8, Color.RED);
        }
        assertThat(ClassFolders.suiting(folder.resolve("numbers"), 100)).isEqualTo(new ClassFolders.Numeric());
        assertThat(ClassFolders.suiting(folder.resolve("identifiers"), 1000)).isEqualTo(new ClassFolders.ImageNet());
        assertThat(ClassFolders.suiting(folder.resolve("identifiers"), 10)).isEqualTo(new ClassFolders.Alphabetical());
        assertThat(ClassFolders.suiting(folder.resolve("names"), 2)).isEqualTo(new ClassFolders.Alphabetical());
    }

    @Test
    void damagedFilesAreErrorsUnlessTheUserSkipsThem() throws IOException {
        Pictures.write(folder.resolve("dog/a.jpg"), 64, 64, Color.RED);
        Pictures.write(folder.resolve("dog/c.jpg"), 64, 64, Color.RED);
        Files.writeString(folder.resolve("dog/b.jpg"), "no picture");
        assertThatThrownBy(() -> all(open("")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("dog/b.jpg cannot be read: its format is not known");
        Path half = folder.resolve("dog/half.jpg");
        Pictures.write(half, Pictures.noise(64));
        Files.write(half, Arrays.copyOf(Files.readAllBytes(half), (int) Files.size(half) / 2));
        ShiftImages skipped = open(", unreadable: skip");
        assertThat(skipped.size()).isEqualTo(2);
        assertThat(skipped.remarks().get(0)).contains("2 of 4 images were skipped", "b.jpg", "half.jpg");
    }

    @Test
    void refusesDifferentSizesUnlessResizedAndCropped() throws IOException {
        Pictures.write(folder.resolve("dog/a.png"), 8, 8, Color.RED);
        Pictures.write(folder.resolve("dog/b.png"), 20, 10, Color.RED);
        assertThatThrownBy(() -> all(open("")))
                .hasMessageContaining("dog/a.png has 3×8×8 and dog/b.png has 3×10×20; tell resize and crop");
        assertThat(all(open(", resize: 8, crop: 6")).images().shape()).isEqualTo(new ImageShape(3, 6, 6));
    }

    @Test
    void theFingerprintIsThatOfTheFilesInUse() throws IOException {
        Pictures.write(folder.resolve("dog/a.png"), 8, 8, Color.RED);
        Pictures.write(folder.resolve("dog/b.png"), 8, 8, Color.RED);
        String both = open("").fingerprint(new int[] {0, 1});
        String first = open("").fingerprint(new int[] {0});
        assertThat(open("").fingerprint(new int[] {0, 1})).isEqualTo(both).isNotEqualTo(first);
        assertThat(open(", resize: 4").fingerprint(new int[] {0})).isNotEqualTo(first);
        Files.setLastModifiedTime(folder.resolve("dog/b.png"), FileTime.fromMillis(1000));
        assertThat(open("").fingerprint(new int[] {0})).isEqualTo(first);
        assertThat(open("").fingerprint(new int[] {0, 1})).isNotEqualTo(both);
    }

    @Test
    void morePixelsThanAnArrayHoldsAreRefusedInWords() throws IOException {
        Pictures.write(folder.resolve("cat/a.png"), 1000, 1000, Color.RED);
        assertThatThrownBy(() -> open("").load(ShiftImages.ONLY, new int[716], Progress.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("716 images of 3×1000×1000, as 'mine' has them, take 2.1 GB")
                .hasMessageContaining("smaller resize and crop");
    }

    /** Other label maps give other answers to the same pictures, though classes and groups have the same numbers. */
    @Test
    void theFingerprintKnowsTheLabelMap() throws IOException {
        Pictures.write(folder.resolve("cat/a.png"), 8, 8, Color.RED);
        Pictures.write(folder.resolve("dog/b.png"), 8, 8, Color.RED);
        assertThat(Stream.of(
                                "all-classes",
                                "{subset: {classes: [3, 5]}}",
                                "{groups: {groups: {cat: [3], dog: [5]}}}",
                                "{groups: {groups: {cat: [3], dog: [5]}, rule: sum}}",
                                "{groups: {groups: {cat: [3, 4], dog: [5]}}}")
                        .map(labels -> fingerprint(", labels: " + labels)))
                .doesNotHaveDuplicates();
    }

    private String fingerprint(String more) {
        try {
            return open(more).fingerprint(new int[] {0, 1});
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cartoon, 713, '5 7'",
        "conflict-stimuli, 560, '0 1 2 3 5 8 9'",
        "tiny-imagenet, 3300, '1 2 3 4 5 6 8 9'"
    })
    void opensRealFolders(String name, int images, String classes) throws IOException {
        ImageFolder real = shift(", resize: 32, crop: 32", Golden.data("cifar10-shifts/" + name));
        ShiftImages opened = real.open(name, CIFAR10, new Seed(1));
        assertThat(opened.size()).isEqualTo(images);
        int[] some = IntStream.range(0, images).filter(index -> index % 20 == 0).toArray();
        LabelledImages read = opened.load(ShiftImages.ONLY, some, Progress.NONE).images();
        assertThat(read.shape()).isEqualTo(new ImageShape(3, 32, 32));
        assertThat(IntStream.range(0, read.size()).map(read::label).distinct().sorted())
                .containsExactly(
                        Arrays.stream(classes.split(" ")).map(Integer::valueOf).toArray(Integer[]::new));
    }

    @Test
    void picturesOfOneSignAreAGroup() throws IOException {
        for (String name : List.of("a_1", "a_2", "b_1")) {
            Pictures.write(folder.resolve("dog/" + name + ".png"), 8, 8, Color.RED);
        }
        ShiftImages images = open(", group: '/(.)_'");
        assertThat(IntStream.range(0, 3).mapToObj(images::unit)).containsExactly("group a", "group a", "group b");
        assertThat(all(images).images().groups().orElseThrow()).containsExactly(0, 0, 1);
        assertThat(images.fingerprint(new int[] {0, 2})).isEqualTo(open("").fingerprint(new int[] {0, 2}));
        assertThatThrownBy(() -> open(", group: '/(b)_'"))
                .hasMessage("group '/(b)_' is not found in 'dog/a_1.png', nor is it then known which pictures belong"
                        + " together");
        assertThatThrownBy(() -> open(", group: b")).hasMessageContaining("must have parentheses");
    }
}
