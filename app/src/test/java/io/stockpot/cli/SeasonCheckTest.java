package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.base.Seed;
import io.stockpot.data.ImageShape;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.SoftmaxRegression;
import io.stockpot.model.WideResNet;
import io.stockpot.model.layer.Activation;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.file.Safetensors;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Dark and light pictures, and linear models in files that say nothing, which expect pixels in [-1, 1] and have dark
 * pictures first. Each of the usual mistakes stops the search, and what the message says to add mends it.
 */
@ExtendWith(NoLeaks.class)
class SeasonCheckTest {
    private static final int SIDE = 8;
    private static final String HALF = "{mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5]}";

    @TempDir
    Path folder;

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @BeforeEach
    void write() throws IOException {
        writeModel("eager", 4);
        writeModel("shy", -4);
        writePictures(SIDE);
    }

    @Test
    void tellsTheModelsAloneBeforeTheSearch() {
        assertThat(season("--normalisation", HALF)).as(errors.toString()).isZero();
        assertThat(errors.toString())
                .contains("note: 2 files: taken for {softmax-regression: {side: 8, classes: 2}}: all 2 names")
                .containsPattern("note: the models alone: eager [0-9.]+ % \\([0-9.]+ – [0-9.]+ %\\), shy .*, n = 80");
    }

    @Test
    void stopsWithoutTheNormalisationAndNamesIt() {
        assertThat(season()).isEqualTo(1);
        assertThat(output.toString()).isEmpty();
        assertThat(errors.toString())
                .contains("as they are read, 'eager' gets 50.0 % of 80 photos; with [-1, 1] normalisation it would get")
                .contains("Nothing was written");
        assertThat(season(added("--normalisation"))).as(errors.toString()).isZero();
        assertThat(output.toString()).contains("No mixture helps: use ");
    }

    @Test
    void doesNotWarnAtTheEndOfANormalisationThatWasTried() throws IOException {
        writeUnnormalised("eager", 4);
        writeUnnormalised("shy", -4);
        assertThat(season("--out", folder.resolve("soup.safetensors").toString()))
                .as(errors.toString())
                .isZero();
        assertThat(errors.toString())
                .contains("warning: 2 files: how images are normalised is not known, so they are not")
                .containsPattern("note: of 80 photos, '(eager|shy)' gets no more with any customary normalisation");
        assertThat(output.toString())
                .contains("Soup: 0.5 eager + 0.5 shy.")
                .doesNotContain("how images are normalised");
        assertThat(folder.resolve("soup.md")).content().doesNotContain("how images are normalised");
    }

    @Test
    void judgesModelsAloneOnce() throws IOException {
        Path work = folder.resolve("work");
        assertThat(season("--normalisation", HALF, "--work", work.toString()))
                .as(errors.toString())
                .isZero();
        try (Stream<Path> files = Files.walk(work)) {
            Path answers = files.filter(file -> file.endsWith("answers.jsonl"))
                    .findFirst()
                    .orElseThrow();
            // two models and the mixture half-way, each judged and written down once
            assertThat(Files.readAllLines(answers)).hasSize(3);
        }
        int before = errors.getBuffer().length();
        assertThat(season("--normalisation", HALF, "--work", work.toString())).isZero();
        assertThat(errors.toString().substring(before)).contains("note: the models alone: eager");
    }

    @Test
    void stopsAtAWrongOrderAndNamesTheRightOne() {
        assertThat(season("--normalisation", HALF, "--classes", "light, dark")).isEqualTo(1);
        assertThat(errors.toString()).contains("with the classes in the order dark, light it would get");
        assertThat(output.toString()).isEmpty();
        List<String> arguments = new ArrayList<>(List.of("--normalisation", HALF));
        arguments.addAll(List.of(added("--classes")));
        assertThat(season(arguments.toArray(String[]::new)))
                .as(errors.toString())
                .isZero();
    }

    @Test
    void findsTwoMistakesAtOnce() {
        assertThat(season("--classes", "light, dark")).isEqualTo(1);
        assertThat(errors.toString())
                .contains("with [-1, 1] normalisation and the classes in the order dark, light it would get")
                .contains("add --normalisation '" + HALF + "' --classes 'dark, light'");
    }

    @Test
    void goesOnAsToldAndSaysSoAgainAtTheEnd() throws IOException {
        Path page = folder.resolve("page");
        assertThat(season("--normalisation", HALF, "--classes", "light, dark", "--as-is", "--report", page.toString()))
                .as(errors.toString())
                .isZero();
        String said = "with the classes in the order dark, light it would get";
        assertThat(errors.toString()).contains(said);
        assertThat(output.toString())
                .contains("No mixture helps: use ")
                .containsPattern("Warning: as they are read, .*" + said);
        assertThat(page.resolve("report.html")).content().contains("<h2>Warnings</h2>", said);
    }

    @Test
    void bringsPicturesToTheSizeOfTheModels() throws IOException {
        writePictures(2 * SIDE);
        assertThat(season("--normalisation", HALF)).as(errors.toString()).isZero();
        assertThat(errors.toString())
                .contains("note: pictures of 16×16 pixels are brought to 8×8, as the network takes 8×8: shorter side");
    }

    @Test
    void refusesPicturesWhereNothingSaysTheSize() throws IOException {
        writePictures(40);
        for (int seed = 1; seed <= 2; seed++) {
            WideResNet network = new WideResNet(10, 1, Activation.RELU, 2, 3);
            try (Classifier model = Classifier.initial(network, Normalisation.none(3), new Seed(seed));
                    Scope scope = Scope.open()) {
                // whatever is shown, the answer is the same
                model.weights().get("fc.weight").zero_();
                Safetensors.write(folder.resolve(seed == 1 ? "eager" : "shy"), model.weights(), Map.of());
            }
        }
        assertThat(season("--normalisation", HALF)).isEqualTo(1);
        assertThat(errors.toString())
                .contains("have 40×40 pixels, and nothing says of what size the models were made")
                .contains("--resize 32 --crop 32", "--as-is");
        errors.getBuffer().setLength(0);
        assertThat(season("--normalisation", HALF, "--resize", "32", "--crop", "32"))
                .isEqualTo(1);
        assertThat(errors.toString())
                .contains("which is implausible for 2 classes; tried, and not better by more than chance: ")
                .contains("no normalisation ", "CIFAR-10's normalisation ", "other orders of the classes");
    }

    @Test
    void doubtsAnotherSizeThanThatOfTheDataSet() {
        PictureSize made = new PictureSize(32, "cifar10 has");
        assertThat(made.doubt(new ImageShape(3, 32, 32))).isEmpty();
        assertThat(made.doubt(new ImageShape(3, 32, 64)))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .startsWith("the models look at pictures of 32×64 pixels, as told, and cifar10 has 32×32"));
        WideResNet any = new WideResNet(10, 1, Activation.RELU, 10, 3);
        assertThat(PictureSize.others(Optional.of(made), any, new ImageShape(3, 64, 64)))
                .containsExactly(32);
        assertThat(PictureSize.others(Optional.of(made), any, new ImageShape(3, 32, 32)))
                .isEmpty();
        assertThat(PictureSize.others(Optional.empty(), any, new ImageShape(3, 28, 28)))
                .isEmpty();
        assertThat(PictureSize.others(Optional.empty(), new SoftmaxRegression(8, 2, 3), new ImageShape(3, 64, 64)))
                .isEmpty();
    }

    @Test
    void refusesNamesOfAnotherDataSet() {
        assertThat(season("--normalisation", HALF, "--classes", "cifar10")).isEqualTo(1);
        assertThat(errors.toString())
                .contains("the folders 'dark', 'light' belong to no class; the classes are airplane,");
    }

    @Test
    void evaluateStopsToo() throws IOException {
        writePictures(2 * SIDE);
        assertThat(evaluate()).isEqualTo(1);
        assertThat(errors.toString())
                .contains("note: pictures of 16×16 pixels are brought to 8×8")
                .contains("as they are read, the model gets 50.0 % of 80 photos; with [-1, 1] normalisation it would");
        assertThat(output.toString()).isEmpty();
        assertThat(evaluate("--as-is", "--resize", "8")).as(errors.toString()).isZero();
        assertThat(errors.toString()).contains("gone on as told by --as-is");
        assertThat(evaluate(added("--normalisation"))).as(errors.toString()).isZero();
        assertThat(output.toString()).contains("clean ", " of 80");
        assertThat(evaluate("--normalisation", HALF, "--classes", "light, dark"))
                .isEqualTo(1);
        assertThat(errors.toString()).contains("add --classes 'dark, light'");
    }

    private int evaluate(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "evaluate",
                folder.resolve("eager").toString(),
                "--data",
                folder.resolve("photos").toString(),
                "--condition",
                "clean",
                "--work",
                folder.resolve("work").toString()));
        arguments.addAll(Arrays.asList(more));
        return run(arguments);
    }

    /** Returns the option and its value as the last message gives them to paste. */
    private String[] added(String option) {
        Matcher found = Pattern.compile("add " + option + " '([^']*)'").matcher(errors.toString());
        assertThat(found.find()).as(errors.toString()).isTrue();
        return new String[] {option, found.group(1)};
    }

    private int season(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "season",
                folder.resolve("eager").toString(),
                folder.resolve("shy").toString(),
                "--images",
                folder.resolve("photos").toString(),
                "--grid",
                "{simplex: {denominator: 2}}"));
        arguments.addAll(Arrays.asList(more));
        return run(arguments);
    }

    private int run(List<String> arguments) {
        return Stockpot.commandLine()
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments.toArray(String[]::new));
    }

    /** Light is what is brighter than the middle, in [-1, 1]. */
    private void writeModel(String name, float offset) throws IOException {
        writeModel(name, 0, offset);
    }

    /** Light is what is brighter than the middle, in [0, 1]. */
    private void writeUnnormalised(String name, float offset) throws IOException {
        // half of the values, for each of two logits of opposite signs
        writeModel(name, 3 * SIDE * SIDE, offset);
    }

    private void writeModel(String name, float dark, float light) throws IOException {
        int pixels = 3 * SIDE * SIDE;
        float[] weight = new float[2 * pixels];
        Arrays.fill(weight, 0, pixels, -1);
        Arrays.fill(weight, pixels, 2 * pixels, 1);
        try (Scope scope = Scope.open();
                StateDict values = new StateDict()) {
            values.put("linear.weight", Tensor.create(weight, 2, pixels));
            values.put("linear.bias", Tensor.create(new float[] {dark, light}, 2));
            Safetensors.write(folder.resolve(name), values, Map.of());
        }
    }

    private void writePictures(int side) throws IOException {
        Random draws = new Random(1);
        for (String name : List.of("dark", "light")) {
            Path place = Files.createDirectories(folder.resolve("photos").resolve(name));
            for (int i = 0; i < 40; i++) {
                int grey = (name.equals("dark") ? 96 : 128) + draws.nextInt(32);
                BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
                for (int pixel = 0; pixel < side * side; pixel++) {
                    picture.setRGB(pixel % side, pixel / side, 0x010101 * grey);
                }
                ImageIO.write(picture, "png", place.resolve(i + ".png").toFile());
            }
        }
    }
}
