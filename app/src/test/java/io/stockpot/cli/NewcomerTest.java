package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.JavaProcess;
import io.stockpot.data.source.Cifar10;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.file.TorchFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody with four files of another program that say nothing, and sixty photos in folders, types what the first page
 * of the documentation says and what messages say to add, and nothing else. Photos of a class have a tint; the models
 * are linear and know the tints, each with too much love for some classes. The cache is empty, and nothing is fetched.
 */
@ExtendWith(NoLeaks.class)
class NewcomerTest {
    private static final int SIDE = 32;
    private static final int PHOTO = 64;
    private static final List<String> CLASSES = new Cifar10().classNames();
    private static final double[] MEAN = {0.4914, 0.4822, 0.4465};
    private static final double[] DEVIATION = {0.2471, 0.2435, 0.2616};
    private static final Pattern REMEDY = Pattern.compile("(--[a-z]+) '([^']+)'");
    private static final String COMMAND =
            "season A.pth B.pth C.pth D.pth --photos photos --data cifar10 --out soup.safetensors --report page";

    @TempDir
    Path folder;

    /** What a command answered: its exit code, and what it printed to both streams. */
    private record Answer(int code, String printed) {}

    @BeforeEach
    void writePhotos() throws IOException {
        Random random = new Random(4);
        for (int label = 0; label < CLASSES.size(); label++) {
            Path place = Files.createDirectories(folder.resolve("photos").resolve(CLASSES.get(label)));
            for (int i = 0; i < 6; i++) {
                double[] tint = tint(label);
                for (int channel = 0; channel < 3; channel++) {
                    tint[channel] += 0.1 * random.nextGaussian();
                }
                write(place.resolve(i + ".png"), tint, random);
            }
        }
    }

    /** Nobody says --resize either: the photos are of 64 pixels, the models of 32. */
    @Test
    void makesSoupPageAndOnnxInTwoCommands() throws Exception {
        writeModels(false, CLASSES);
        Answer season = type(COMMAND);
        assertThat(season.code()).as(season.printed()).isZero();
        assertThat(season.printed())
                .contains("note: 4 files: taken for {softmax-regression: {side: 32}}: all 2 names and shapes fit")
                .contains("note: pictures of 64×64 pixels are brought to 32×32")
                .contains("note: the models alone: A ")
                .contains("Expect ", "of the 60 images that chose it", "soup: soup.safetensors, digest ");
        Answer convert = type("convert soup.safetensors soup.onnx");
        assertThat(convert.code()).as(convert.printed()).isZero();
        assertThat(convert.printed()).contains("input: float32 N×3×32×32", "classes: " + String.join(", ", CLASSES));
        assertThat(folder.resolve("soup.onnx")).isNotEmptyFile();
        assertThat(folder.resolve("page/report.html")).content().contains("60 images chose the soup");
        assertThat(StockpotCheckpoint.open(folder.resolve("soup.safetensors"))
                        .usage()
                        .classNames())
                .contains(CLASSES);
    }

    @Test
    void aForgottenNormalisationMendsItself() throws Exception {
        writeModels(true, CLASSES);
        Answer season = type(COMMAND);
        assertThat(season.code()).as(season.printed()).isZero();
        assertThat(season.printed())
                .contains("with CIFAR-10's normalisation it would get")
                .contains(", and is taken: nobody told one, and --data names that data set; --normalisation '")
                .doesNotContain("Warning: 4 files: how images are normalised");
        Path soup = folder.resolve("soup.safetensors");
        assertThat(StockpotCheckpoint.open(soup).normalisation().mean()).containsExactly(0.4914, 0.4822, 0.4465);
        byte[] mended = Files.readAllBytes(soup);
        Files.delete(soup);
        String before = season.printed().substring(0, season.printed().indexOf(" says the same"));
        String told = before.substring(before.lastIndexOf("--normalisation '"));
        assertThat(type(COMMAND + " " + told).code()).isZero();
        assertThat(soup).hasBinaryContent(mended);
    }

    @Test
    void asIsTakesNoNormalisation() throws Exception {
        writeModels(true, CLASSES);
        Answer season = type(COMMAND + " --as-is --resize 32 --crop 32");
        assertThat(season.code()).as(season.printed()).isZero();
        assertThat(season.printed())
                .contains("with CIFAR-10's normalisation it would get")
                .contains("gone on as told by --as-is");
    }

    @Test
    void aWrongOrderOfClassesStopsAndTheRemedyWorks() throws Exception {
        List<String> reversed = new ArrayList<>(CLASSES);
        Collections.reverse(reversed);
        writeModels(false, reversed);
        Answer stopped = type(COMMAND);
        assertStopped(stopped);
        assertThat(stopped.printed()).contains("with the classes in the order truck, ship, ");
        assertThat(remedied(stopped).code()).isZero();
        assertThat(StockpotCheckpoint.open(folder.resolve("soup.safetensors"))
                        .usage()
                        .classNames())
                .contains(reversed);
    }

    private void assertStopped(Answer answer) {
        assertThat(answer.code()).as(answer.printed()).isEqualTo(1);
        assertThat(answer.printed())
                .contains("as they are read, '", "Nothing was written")
                .doesNotContain("Soup: ");
        assertThat(folder.resolve("soup.safetensors")).doesNotExist();
        assertThat(folder.resolve("page")).doesNotExist();
    }

    /** Types the command again with the options of the last sentence as they stand there. */
    private Answer remedied(Answer stopped) throws Exception {
        String sentence = stopped.printed().substring(stopped.printed().lastIndexOf(": add "));
        List<String> added =
                REMEDY.matcher(sentence).results().map(MatchResult::group).toList();
        assertThat(added).as(sentence).isNotEmpty();
        return type(COMMAND + " " + String.join(" ", added));
    }

    /** Runs the command as a shell does, in the folder of the files, with an empty cache. */
    private Answer type(String typed) throws Exception {
        List<String> arguments = Pattern.compile("'([^']*)'|(\\S+)")
                .matcher(typed)
                .results()
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                .toList();
        Path printed = folder.resolve("printed");
        ProcessBuilder builder = JavaProcess.of(Stockpot.class.getName(), arguments)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        builder.environment().put("STOCKPOT_CACHE", folder.resolve("cache").toString());
        Process process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Answer(process.exitValue(), Files.readString(printed));
    }

    /** Eight corners of a cube of colours, and two greys. */
    private static double[] tint(int label) {
        return label < 8
                ? new double[] {0.3 + 0.4 * (label & 1), 0.3 + 0.2 * (label & 2), 0.3 + 0.1 * (label & 4)}
                : new double[] {label == 8 ? 0.1 : 0.9, label == 8 ? 0.1 : 0.9, label == 8 ? 0.1 : 0.9};
    }

    /** Writes four files of a state dictionary, whose logits fall with the squared distance from each class's tint. */
    private void writeModels(boolean normalised, List<String> order) throws IOException {
        int pixels = SIDE * SIDE;
        for (int model = 0; model < 4; model++) {
            float[] weight = new float[CLASSES.size() * 3 * pixels];
            float[] bias = new float[CLASSES.size()];
            for (int output = 0; output < bias.length; output++) {
                int label = CLASSES.indexOf(order.get(output));
                bias[output] = label % 4 == model ? 1.5f : 0;
                for (int channel = 0; channel < 3; channel++) {
                    double mean = normalised ? MEAN[channel] : 0;
                    double deviation = normalised ? DEVIATION[channel] : 1;
                    double tint = (tint(label)[channel] - mean) / deviation;
                    double steep = 20 * deviation * deviation;
                    bias[output] -= (float) (steep * tint * tint);
                    int from = (output * 3 + channel) * pixels;
                    Arrays.fill(weight, from, from + pixels, (float) (2 * steep * tint / pixels));
                }
            }
            try (Scope scope = Scope.open();
                    StateDict values = new StateDict()) {
                values.put("linear.weight", Tensor.create(weight, CLASSES.size(), 3L * pixels));
                values.put("linear.bias", Tensor.create(bias, CLASSES.size()));
                Files.write(folder.resolve("ABCD".charAt(model) + ".pth"), TorchFiles.stateDict(values, false));
            }
        }
    }

    private static void write(Path file, double[] tint, Random random) throws IOException {
        BufferedImage picture = new BufferedImage(PHOTO, PHOTO, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < PHOTO * PHOTO; pixel++) {
            int colour = 0;
            for (double channel : tint) {
                double value = channel + 0.05 * random.nextGaussian();
                colour = colour << 8 | (int) Math.round(255 * Math.max(0, Math.min(1, value)));
            }
            picture.setRGB(pixel % PHOTO, pixel / PHOTO, colour);
        }
        ImageIO.write(picture, "png", file.toFile());
    }
}
