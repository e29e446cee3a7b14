package io.stockpot.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.base.Split;
import io.stockpot.data.ImageShape;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.file.NumpyWriter;
import io.stockpot.text.TextException;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoLeaks.class)
class NumpyTest {
    private static final int IMAGES = 30;

    @TempDir
    private Path folder;

    /** Returns images whose first pixel is their number, and whose other values are 10 row + 3 column + 100 channel. */
    private static NumpyWriter.Array images(int count, int height, int width, int channels, boolean last) {
        byte[] values = new byte[count * height * width * channels];
        int axes = height * width * channels;
        for (int place = 0; place < values.length; place++) {
            int inside = place % axes;
            int channel = last ? inside % channels : inside / (height * width);
            int pixel = last ? inside / channels : inside % (height * width);
            values[place] =
                    (byte) (pixel == 0 ? place / axes : 10 * (pixel / width) + 3 * (pixel % width) + 100 * channel);
        }
        return last
                ? NumpyWriter.Array.ofBytes(values, count, height, width, channels)
                : NumpyWriter.Array.ofBytes(values, count, channels, height, width);
    }

    /** Writes whole numbers of any type, in one row or one column. */
    private static void write(Path file, Map<String, long[]> numbers, ScalarType type, boolean column)
            throws IOException {
        try (Scope scope = Scope.open()) {
            Map<String, NumpyWriter.Array> arrays = new LinkedHashMap<>();
            numbers.forEach((name, values) -> {
                Tensor tensor = Tensor.create(values, values.length).to(type);
                arrays.put(name, NumpyWriter.Array.of(column ? tensor.unsqueeze(1) : tensor));
            });
            NumpyWriter.write(file, arrays);
        }
    }

    private static long[] labels() {
        return IntStream.range(0, IMAGES).mapToLong(image -> image % 2).toArray();
    }

    /** Writes images, their labels, and ten groups of three images. */
    private void arrays(NumpyWriter.Array images) throws IOException {
        NumpyWriter.write(folder.resolve("x.npy"), images);
        long[] groups = IntStream.range(0, IMAGES)
                .mapToLong(image -> 7_000_000_000L + image / 2 % 5 + 5L * (image % 2))
                .toArray();
        write(folder.resolve("y.npz"), Map.of("labels", labels(), "patients", groups), ScalarType.Long, true);
        NumpyWriter.write(folder.resolve("g.npy"), NumpyWriter.Array.ofBytes(bytes(groups), IMAGES));
    }

    private static byte[] bytes(long[] values) {
        byte[] bytes = new byte[values.length];
        IntStream.range(0, values.length).forEach(place -> bytes[place] = (byte) values[place]);
        return bytes;
    }

    private Numpy read(String yaml) throws TextException {
        String told = "{numpy: {" + yaml.replace("DIR", folder.toString()) + "}}";
        return (Numpy) YamlRecords.read(told, "data", DataSource.class, List.of());
    }

    private OpenData open(String yaml) throws IOException, TextException {
        return read(yaml).open(new DataCache(Path.of("none")));
    }

    private static Set<Integer> numbers(LabelledImages images) {
        Set<Integer> numbers = new TreeSet<>();
        IntStream.range(0, images.size()).forEach(image -> numbers.add(images.pixel(image, 0, 0, 0)));
        return numbers;
    }

    @ParameterizedTest
    @CsvSource({"1, true", "3, true", "1, false", "3, false"})
    void tellsChannelsBySize(int channels, boolean last) throws Exception {
        arrays(images(IMAGES, 4, 5, channels, last));
        OpenData data = open("path: DIR/x.npy, labels: DIR/y.npz, test-share: 0.2");
        assertThat(data.shape()).isEqualTo(new ImageShape(channels, 4, 5));
        LabelledImages train = data.load(DataPart.TRAIN, Progress.NONE);
        LabelledImages test = data.load(DataPart.TEST, Progress.NONE);
        assertThat(train.size()).isEqualTo(data.images(DataPart.TRAIN)).isEqualTo(24);
        assertThat(test.size()).isEqualTo(data.images(DataPart.TEST)).isEqualTo(6);
        Set<Integer> all = new HashSet<>(numbers(train));
        all.addAll(numbers(test));
        assertThat(all).hasSize(IMAGES);
        for (int image = 0; image < test.size(); image++) {
            int number = test.pixel(image, 0, 0, 0);
            assertThat(test.label(image)).isEqualTo(number % 2);
            assertThat(test.pixel(image, channels - 1, 2, 4)).isEqualTo(20 + 12 + 100 * (channels - 1));
            assertThat(data.photo(DataPart.TEST, image)).isEqualTo("x.npy " + number);
        }
        assertThat(data.classNames()).containsExactly("class 0", "class 1");
    }

    @Test
    void imagesWithoutChannelsAreGrey() throws Exception {
        byte[] values = new byte[IMAGES * 3 * 5];
        IntStream.range(0, values.length).forEach(place -> values[place] = (byte) (place * 7));
        arrays(NumpyWriter.Array.ofBytes(values, IMAGES, 3, 5));
        OpenData data = open("path: DIR/x.npy, labels: DIR/y.npz, test-share: 0.2, class-names: [no, yes]");
        assertThat(data.shape()).isEqualTo(new ImageShape(1, 3, 5));
        LabelledImages train = data.load(DataPart.TRAIN, Progress.NONE);
        int row = Integer.parseInt(data.photo(DataPart.TRAIN, 0).substring("x.npy ".length()));
        assertThat(train.pixel(0, 0, 2, 1)).isEqualTo(((row * 15 + 11) * 7) & 0xff);
        assertThat(train.classNames()).containsExactly("no", "yes");
    }

    @Test
    void asksWhereChannelsAreIfSizesDoNotTell() throws Exception {
        arrays(images(IMAGES, 3, 4, 3, true));
        String yaml = "path: DIR/x.npy, labels: DIR/y.npz, test-share: 0.2";
        assertThatThrownBy(() -> open(yaml))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "'%s' has shape 30×3×4×3, of which two axes could be channels, 1 or 3; say which is, layout:"
                                        .formatted(folder.resolve("x.npy"))
                                + " channels-last (N×H×W×C) or channels-first (N×C×H×W)");
        assertThat(open(yaml + ", layout: channels-last").shape()).isEqualTo(new ImageShape(3, 3, 4));
        assertThat(open(yaml + ", layout: channels-first").shape()).isEqualTo(new ImageShape(3, 4, 3));
        arrays(images(IMAGES, 5, 4, 2, true));
        assertThatThrownBy(() -> open(yaml)).hasMessageContaining("of which no axis could be channels");
    }

    @ParameterizedTest
    @EnumSource(names = {"Byte", "Char", "Short", "Int", "Long", "Bool"})
    void readsOneArchiveOfBothParts(ScalarType type) throws Exception {
        Path file = folder.resolve("both.npz");
        try (Scope scope = Scope.open()) {
            Map<String, NumpyWriter.Array> arrays = new LinkedHashMap<>();
            Tensor labels = Tensor.create(labels(), IMAGES).to(type);
            arrays.put("train_images", images(IMAGES, 4, 5, 3, true));
            arrays.put("train_labels", NumpyWriter.Array.of(labels.unsqueeze(1)));
            arrays.put("val_images", images(3, 4, 5, 3, true));
            arrays.put("test_images", images(8, 4, 5, 3, true));
            arrays.put("test_labels", NumpyWriter.Array.of(labels.narrow(0, 0, 8)));
            NumpyWriter.write(file, arrays);
        }
        OpenData data = YamlRecords.read("{numpy: " + file + "}", "data", DataSource.class, List.of())
                .open(new DataCache(Path.of("none")));
        assertThat(data.images(DataPart.TRAIN)).isEqualTo(IMAGES);
        LabelledImages test = data.load(DataPart.TEST, Progress.NONE);
        assertThat(test).hasToString("both (8 images of 3×4×5, 2 classes)");
        assertThat(numbers(test))
                .containsExactlyElementsOf(IntStream.range(0, 8).boxed().toList());
        // in random order, so that the first are a fair sample
        assertThat(IntStream.range(0, 8)
                        .map(image -> test.pixel(image, 0, 0, 0))
                        .toArray())
                .isNotEqualTo(IntStream.range(0, 8).toArray());
        assertThatThrownBy(() -> open("path: DIR/both.npz, test-image-array: val_images"))
                .hasMessageContaining("has 3 images and")
                .hasMessageContaining("has 8 labels");
        assertThatThrownBy(() -> open("path: DIR/both.npz, image-array: x_train"))
                .hasMessage("'%s' has no array 'x_train'; it has train_images, train_labels, val_images, test_images,"
                                .formatted(file)
                        + " test_labels: name one by image-array");
    }

    @Test
    void groupsStayOnOneSideOfEverySplit() throws Exception {
        arrays(images(IMAGES, 4, 5, 3, true));
        String yaml = "path: DIR/x.npy, labels: DIR/y.npz, test-share: 0.4";
        OpenData data = open(yaml + ", groups: DIR/g.npy");
        LabelledImages train = data.load(DataPart.TRAIN, Progress.NONE);
        Set<Integer> test = groups(numbers(data.load(DataPart.TEST, Progress.NONE)));
        assertThat(groups(numbers(train))).doesNotContainAnyElementsOf(test);
        assertThat(test).isNotEmpty();
        Split split = train.holdOut(4, new Seed(3));
        assertThat(split.heldOut()).hasSize(4);
        assertThat(groups(numbers(train.subset(split.rest()))))
                .doesNotContainAnyElementsOf(groups(numbers(train.subset(split.heldOut()))));
        assertThat(open(yaml).fingerprint(DataPart.TRAIN)).isNotEqualTo(data.fingerprint(DataPart.TRAIN));
        assertThat(open(yaml + ", groups: DIR/g.npy").fingerprint(DataPart.TRAIN))
                .isEqualTo(data.fingerprint(DataPart.TRAIN));
    }

    private static Set<Integer> groups(Set<Integer> images) {
        Set<Integer> groups = new TreeSet<>();
        images.forEach(image -> groups.add(image / 2 % 5 + 5 * (image % 2)));
        return groups;
    }

    @Test
    void namesLabelsOutsideTheClassesAndLengthsThatDiffer() throws Exception {
        arrays(images(IMAGES, 4, 5, 3, true));
        String yaml = "path: DIR/x.npy, labels: DIR/y.npz, test-share: 0.2";
        assertThatThrownBy(() -> open(yaml + ", class-names: [one]"))
                .isInstanceOf(IOException.class)
                .hasMessage("'%s', array 'labels', has the label 1 for image 1; names are told of classes 0 to 0"
                        .formatted(folder.resolve("y.npz")));
        write(folder.resolve("minus.npz"), Map.of("labels", new long[] {0, -1}), ScalarType.Long, false);
        assertThatThrownBy(() -> open(yaml.replace("y.npz", "minus.npz")))
                .hasMessageContaining("x.npy' has 30 images and")
                .hasMessageContaining("array 'labels', has 2 labels");
        NumpyWriter.write(folder.resolve("x.npy"), images(2, 4, 5, 3, true));
        assertThatThrownBy(() -> open(yaml.replace("y.npz", "minus.npz")))
                .hasMessageContaining("has the label -1 for image 1; classes are numbered from 0");
        assertThat(open("path: DIR/x.npy, labels: DIR/f.npy, test: DIR/x.npy, test-labels: DIR/f.npy"
                                .replace("DIR/f.npy", one(new byte[] {1, 2})))
                        .remarks())
                .containsExactly(
                        "x: 1 of 3 classes have no image to learn from, 'class 0' first; classes are numbered from 0",
                        "x: 1 of 3 classes have no image to judge by, 'class 0' first; classes are numbered from 0");
    }

    private String one(byte[] labels) throws IOException {
        NumpyWriter.write(folder.resolve("f.npy"), NumpyWriter.Array.ofBytes(labels, labels.length));
        return folder.resolve("f.npy").toString();
    }

    @Test
    void refusesWhatIsNoImage() throws Exception {
        arrays(images(IMAGES, 4, 5, 3, true));
        try (Scope scope = Scope.open()) {
            NumpyWriter.write(
                    folder.resolve("x.npy"), NumpyWriter.Array.of(Tensor.create(new float[IMAGES * 20], IMAGES, 4, 5)));
        }
        String yaml = "path: DIR/x.npy, labels: DIR/y.npz, test-share: 0.2";
        assertThatThrownBy(() -> open(yaml))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("from 0 to 255, and it has F32; of values in [0, 1], store"
                        + " (255 * images).round().astype('uint8')");
        assertThatThrownBy(() -> open("path: DIR/g.npy, labels: DIR/y.npz, test-share: 0.2"))
                .hasMessageContaining("they are N×H×W, N×H×W×C or N×C×H×W, and it has shape 30");
        assertThatThrownBy(() -> open("path: DIR/x.npy, labels: DIR/x.npy, test-share: 0.2"))
                .hasMessageContaining("does not hold");
        assertThatThrownBy(() -> open("path: DIR/none.npz"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none.npz");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "path: x.npy, labels: y.npy | say which images judge",
                "path: x.npy, test-share: 0.1 | labels of the images in 'x.npy' are not told",
                "path: x.npy, labels: y.npy, test: z.npy | test-labels of the images in 'z.npy' are not told",
                "path: x.npz, test-share: 2 | test-share must be above 0 and below 1, not 2.0",
                "path: x.npz, test: y.npz, test-share: 0.5 | test-share is for images in one array",
                "path: x.npz, layout: first | unknown value 'first'",
            })
    void refusesWhatDoesNotFitTogether(String yaml, String sentence) {
        assertThatThrownBy(() -> read(yaml)).isInstanceOf(TextException.class).hasMessageContaining(sentence);
    }
}
