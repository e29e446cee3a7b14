package io.stockpot.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.Interpolation;
import io.stockpot.data.LabelMap;
import io.stockpot.data.shift.ClassFolders;
import io.stockpot.data.shift.ImageFolder;
import io.stockpot.data.shift.ShiftImages;
import io.stockpot.data.shift.Unreadable;
import io.stockpot.model.Classifier;
import io.stockpot.model.ImageSize;
import io.stockpot.model.Normalisation;
import io.stockpot.model.OnnxFile;
import io.stockpot.model.TransformerSize;
import io.stockpot.model.Usage;
import io.stockpot.model.VisionTransformer;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.soup.FileSoup;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Rows;
import io.stockpot.tensor.Scope;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Soups in other runtimes, as docs/deploy.md shows, answer as they do here, picture by picture. */
@ExtendWith(NoLeaks.class)
class DeployTest {
    private static final Path PANTRY = Path.of("../pantry/cifar10-wrn-16-2");
    private static final List<String> NAMES =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");
    private static final int COUNT = 60;

    /** Of the largest logit: below it, two runtimes may round differently which of two logits is larger. */
    private static final double ROUNDING = 1e-5;

    @TempDir
    Path folder;

    private List<Path> photos;

    /** Writes pictures of several sizes, some of them grey: a few coloured discs each, and noise. */
    @BeforeEach
    void write() throws IOException {
        Random random = new Random(1);
        Path pictures = Files.createDirectories(folder.resolve("photos/cat"));
        photos = IntStream.range(0, COUNT)
                .mapToObj(number -> pictures.resolve("photo%02d.png".formatted(number)))
                .toList();
        for (int number = 0; number < COUNT; number++) {
            int type = number % 10 == 0 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
            BufferedImage image = new BufferedImage(32 + random.nextInt(80), 32 + random.nextInt(80), type);
            for (int disc = 0; disc < 6; disc++) {
                Graphics2D graphics = image.createGraphics();
                graphics.setColor(new Color(random.nextInt(1 << 24)));
                int size = 10 + random.nextInt(60);
                graphics.fillOval(random.nextInt(60) - 10, random.nextInt(60) - 10, size, size);
                graphics.dispose();
            }
            assertThat(ImageIO.write(image, "png", photos.get(number).toFile())).isTrue();
        }
    }

    @Test
    void runsASoupWithBatchNormAsWeDo() throws Exception {
        List<Path> files = List.of(PANTRY.resolve("linf.safetensors"), PANTRY.resolve("linf-nominal.safetensors"));
        assertThat(differing(files)).isZero();
    }

    @Test
    void runsASoupOfTransformersAsWeDo() throws Exception {
        VisionTransformer network = new VisionTransformer(
                new TransformerSize.Custom(32, 2, 4), 8, 32, VisionTransformer.Pooling.CLASS_TOKEN, true, 10, 3);
        Normalisation normalisation = new Normalisation(List.of(0.5, 0.5, 0.5), List.of(0.2, 0.2, 0.2));
        List<Path> files = List.of(folder.resolve("a.safetensors"), folder.resolve("b.safetensors"));
        for (Path file : files) {
            try (Classifier classifier = Classifier.initial(
                    network, normalisation, new Seed(file.getFileName().hashCode()))) {
                StockpotCheckpoint.write(file, classifier, new Provenance(List.of("root"), "{}"));
            }
        }
        assertThat(differing(files)).isZero();
    }

    /** Returns how many pictures are classified otherwise by ONNX Runtime, of those whose two largest logits differ. */
    private int differing(List<Path> files) throws Exception {
        Path soup = folder.resolve("soup.safetensors");
        FileSoup.of(files, "0.4, 0.6")
                .with(Usage.of(new ImageSize(3, 32, 32), NAMES))
                .cook(soup);
        StockpotCheckpoint checkpoint = StockpotCheckpoint.open(soup);
        Path onnx = folder.resolve("soup.onnx");
        try (Classifier classifier = checkpoint.load()) {
            OnnxFile.write(onnx, classifier, checkpoint.usage(), Map.of());
            double[][] ours = logits(classifier);
            int undecided = 0;
            int differing = 0;
            try (ClassifyPhotos theirs = new ClassifyPhotos(onnx.toString())) {
                for (int number = 0; number < COUNT; number++) {
                    float[] row = theirs.logits(photos.get(number).toFile());
                    double[] sorted = Arrays.stream(ours[number]).sorted().toArray();
                    double scale = Arrays.stream(sorted).map(Math::abs).max().orElseThrow();
                    boolean close = sorted[NAMES.size() - 1] - sorted[NAMES.size() - 2] < ROUNDING * scale;
                    double[] widened = IntStream.range(0, row.length)
                            .mapToDouble(i -> row[i])
                            .toArray();
                    boolean other = largest(widened) != largest(ours[number]);
                    undecided += close ? 1 : 0;
                    differing += other && !close ? 1 : 0;
                }
            }
            assertThat(undecided)
                    .as("pictures whose two largest logits are equal but for rounding")
                    .isZero();
            assertThat(Arrays.stream(ours).map(DeployTest::largest).distinct().count())
                    .as("classes that are answered at all")
                    .isGreaterThan(1);
            return differing;
        }
    }

    /** Returns our logits of the pictures in their order, read and prepared as evaluations do. */
    private double[][] logits(Classifier classifier) throws IOException {
        ShiftImages listed = new ImageFolder(
                        folder.resolve("photos").toString(),
                        Optional.of(32),
                        Optional.of(32),
                        Interpolation.BILINEAR,
                        true,
                        new ClassFolders.Named(NAMES),
                        new LabelMap.AllClasses(),
                        Unreadable.REFUSE,
                        Optional.empty())
                .open("photos", NAMES.size());
        int[] places = IntStream.range(0, COUNT)
                .boxed()
                .sorted((a, b) -> listed.photo(a).compareTo(listed.photo(b)))
                .mapToInt(Integer::intValue)
                .toArray();
        try (Scope scope = Scope.open()) {
            return Rows.of(classifier.logits(listed.load(ShiftImages.ONLY, places, Progress.NONE)
                    .images()
                    .images(IntStream.range(0, COUNT).toArray())));
        }
    }

    /** Needs Python with the packages that the page names. */
    @Test
    void runsTheProgramForPython() throws Exception {
        assumeThat(python("-c", "import numpy, onnxruntime, PIL"))
                .as("SKIPPED: no python3 with numpy, onnxruntime and pillow")
                .isPresent();
        Path soup = folder.resolve("soup.safetensors");
        List<Path> files = List.of(PANTRY.resolve("linf.safetensors"), PANTRY.resolve("linf-nominal.safetensors"));
        FileSoup.of(files, "0.4, 0.6")
                .with(Usage.of(new ImageSize(3, 32, 32), NAMES))
                .cook(soup);
        StockpotCheckpoint checkpoint = StockpotCheckpoint.open(soup);
        Path onnx = folder.resolve("soup.onnx");
        try (Classifier classifier = checkpoint.load()) {
            OnnxFile.write(onnx, classifier, checkpoint.usage(), Map.of());
            List<String> expected = Arrays.stream(logits(classifier))
                    .map(row -> NAMES.get(largest(row)))
                    .toList();
            Matcher program = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL)
                    .matcher(Files.readString(Path.of("../docs/deploy.md")));
            assertThat(program.find()).isTrue();
            Path script = Files.writeString(folder.resolve("classify.py"), program.group(1));
            String[] arguments = Stream.concat(Stream.of(script, onnx), photos.stream())
                    .map(Path::toString)
                    .toArray(String[]::new);
            List<String> printed = python(arguments).orElseThrow();
            long same = IntStream.range(0, COUNT)
                    .filter(number -> printed.get(number).equals(photos.get(number) + ": " + expected.get(number)))
                    .count();
            // it resizes to the same pixels but for rounding
            assertThat(same).isGreaterThanOrEqualTo(COUNT - 3);
        }
    }

    /** Returns the lines that Python prints; none if it is not there or fails. */
    private static Optional<List<String>> python(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                Stream.concat(Stream.of("python3"), Arrays.stream(arguments)).toList();
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? Optional.of(printed.lines().toList()) : Optional.empty();
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    private static int largest(double[] row) {
        return IntStream.range(0, row.length)
                .reduce((a, b) -> row[b] > row[a] ? b : a)
                .orElseThrow();
    }
}
