package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stockpot.data.fetch.DataCache;
import io.stockpot.data.source.Cifar10;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnlabelledSeasonTest {
    private static final Path PANTRY = Path.of("..", "pantry", "cifar10-wrn-16-2");

    @TempDir
    Path folder;

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @Test
    void choosesTellsAndWrites() throws IOException {
        assumeTrue(
                new Cifar10(Optional.empty()).isAvailable(DataCache.ofUser()), "SKIPPED: CIFAR-10 is not in the cache");
        writePictures(25);
        Path soup = folder.resolve("soup.safetensors");
        Path json = folder.resolve("found.json");
        Path page = folder.resolve("page");
        assertThat(season(
                        "--data",
                        "cifar10",
                        "--grid",
                        "{simplex: {denominator: 1}}",
                        "--out",
                        soup.toString(),
                        "--outcomes",
                        json.toString(),
                        "--report",
                        page.toString()))
                .as(errors.toString())
                .isZero();
        assertThat(output.toString())
                .startsWith("Predicted of 25 pictures without labels: ")
                .contains("On 500 labelled test images of cifar10 the soup gets")
                .contains("is predicted, not measured");
        assertThat(json).content().contains("\"proposed\"", "\"agreement\"", "\"fallback-accuracy\"");
        assertThat(folder.resolve("soup.md"))
                .content()
                .contains("500 of its test images")
                .contains("is predicted, not measured");
        assertThat(page.resolve("report.html"))
                .content()
                .contains("without labels?", "predicted of the pictures", "not measured");
        assertThat(soup).exists();
    }

    @Test
    void asksForTheDataWhoseLabelsCalibrate() {
        assertThat(season()).isEqualTo(2);
        assertThat(errors.toString())
                .contains("--unlabelled calibrates confidences")
                .contains("--data cifar10");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--held-out 20",
                "--group (.)",
                "--classes numeric",
                "--search race",
                "--condition Linf_8/255",
                "--attacked 9",
                "--work here"
            })
    void refusesWhatNeedsLabels(String more) {
        List<String> words = new ArrayList<>(List.of("--data", "cifar10"));
        words.addAll(List.of(more.replace("_8", " 8").split(" ", 2)));
        assertThat(season(words.toArray(String[]::new))).isEqualTo(2);
        assertThat(errors.toString()).contains(more.split(" ", 2)[0]);
    }

    @Test
    void refusesFoldersOfClasses() throws IOException {
        writePictures(25);
        Files.createDirectories(folder.resolve("photos").resolve("cat"));
        assertThat(season("--data", "cifar10")).isEqualTo(1);
        assertThat(errors.toString()).contains("holds the folder 'cat'").contains("leave --unlabelled out");
    }

    @Test
    void refusesTooFewPictures() throws IOException {
        writePictures(3);
        assertThat(season("--data", "cifar10")).isEqualTo(1);
        assertThat(errors.toString()).contains("has 3 images");
    }

    private int season(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "season",
                PANTRY.resolve("linf.safetensors").toString(),
                PANTRY.resolve("linf-nominal.safetensors").toString(),
                "--photos",
                folder.resolve("photos").toString(),
                "--unlabelled"));
        arguments.addAll(List.of(more));
        return Stockpot.commandLine()
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments.toArray(String[]::new));
    }

    private void writePictures(int count) throws IOException {
        Path photos = Files.createDirectories(folder.resolve("photos"));
        Random draws = new Random(1);
        for (int i = 0; i < count; i++) {
            BufferedImage picture = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
            for (int pixel = 0; pixel < 32 * 32; pixel++) {
                picture.setRGB(pixel % 32, pixel / 32, draws.nextInt(0x1000000));
            }
            ImageIO.write(picture, "png", photos.resolve(i + ".png").toFile());
        }
    }
}
