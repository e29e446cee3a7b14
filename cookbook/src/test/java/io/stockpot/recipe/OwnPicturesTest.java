package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.base.Progress;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.run.Plan;
import io.stockpot.run.RunStore;
import io.stockpot.run.Runner;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Torch;
import io.stockpot.tensor.file.NumpyWriter;
import io.stockpot.text.TextException;
import io.stockpot.text.YamlRecords;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A recipe trains on, attacks and mixes for pictures in folders and arrays as it does published data. */
@ExtendWith(NoLeaks.class)
class OwnPicturesTest {
    @TempDir
    private Path folder;

    /** Forty dark and forty bright pictures of noise, in frames of twenty tracks. */
    private Path pictures() throws IOException {
        Random random = new Random(7);
        for (int picture = 0; picture < 80; picture++) {
            boolean bright = picture % 2 == 1;
            BufferedImage image = new BufferedImage(10, 10, BufferedImage.TYPE_INT_RGB);
            for (int place = 0; place < 100; place++) {
                int grey = (bright ? 120 : 30) + random.nextInt(80);
                image.setRGB(place % 10, place / 10, grey * 0x010101);
            }
            Path file = folder.resolve("lamps")
                    .resolve(bright ? "on" : "off")
                    .resolve("t" + picture / 8 + "_" + picture + ".png");
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", file.toFile());
        }
        return folder.resolve("lamps");
    }

    /** The same as arrays, N×H×W×C, with the track of each; labels in one column. */
    private Path arrays() throws IOException {
        Random random = new Random(7);
        byte[] pixels = new byte[80 * 64 * 3];
        byte[] labels = new byte[80];
        byte[] tracks = new byte[80];
        for (int image = 0; image < 80; image++) {
            labels[image] = (byte) (image % 2);
            tracks[image] = (byte) (image / 8 * 2 + image % 2);
            for (int place = 0; place < 64 * 3; place++) {
                pixels[image * 64 * 3 + place] = (byte) (30 + 90 * (image % 2) + random.nextInt(80));
            }
        }
        NumpyWriter.write(
                folder.resolve("lamps.npz"),
                Map.of(
                        "images", NumpyWriter.Array.ofBytes(pixels, 80, 8, 8, 3),
                        "labels", NumpyWriter.Array.ofBytes(labels, 80, 1),
                        "tracks", NumpyWriter.Array.ofBytes(tracks, 80)));
        return folder.resolve("lamps.npz");
    }

    private String folders() throws IOException {
        return "{image-folder: {path: '" + pictures() + "', test-share: 0.3, group: '(t[0-9]+)_', resize: 8, crop: 8}}";
    }

    private String data(String kind) throws IOException {
        return kind.equals("image-folder")
                ? folders()
                : "{numpy: {path: '" + arrays() + "', test-share: 0.3, groups: tracks, class-names: [off, on]}}";
    }

    private static String recipe(String data) {
        return """
                data: %s
                models:
                  robust:
                    train:
                      architecture: {softmax-regression: {side: 8, classes: 2, channels: 3}}
                      objective: {adversarial: {threat: Linf 8/255, attack: {apgd: {steps: 3, loss: cross-entropy}}}}
                      epochs: 4
                      batch-size: 16
                      schedule: {cosine: {rate: 0.1}}
                      selection: {images: 8, attack: {apgd: {steps: 2, loss: cross-entropy}}}
                  plain: {fine-tune: {from: robust, objective: nominal, epochs: 2, batch-size: 16, schedule: {cosine: {rate: 0.05}}, selection: {images: 8, attack: {apgd: {steps: 2, loss: cross-entropy}}}}}
                soups:
                  pair: {ingredients: [robust, plain], weights: {simplex: {denominator: 2}}}
                evaluate:
                  images: 20
                  conditions: [clean, {robust: {threat: Linf 8/255, attack: {apgd: {steps: 3, loss: cross-entropy}}}}]
                """.formatted(data);
    }

    private RecipeSteps steps(String text) throws IOException, TextException {
        Recipe recipe = YamlRecords.read(text, "own.yaml", Recipe.class, List.of());
        return new RecipeSteps(recipe, "own", new RecipeImages(recipe.data(), new DataCache(folder.resolve("cache"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"image-folder", "numpy"})
    void trainsAttacksMixesAndSeasons(String kind) throws Exception {
        String text = recipe(data(kind)) + """
                shifts:
                  clean: {images: test-images, adaptation: 8}
                  pale: {images: {corrupted: {corruptions: [contrast]}}, adaptation: 8}
                seasonings:
                  lamps: {ingredients: [robust, plain], weights: {simplex: {denominator: 2}}}
                """;
        RecipeSteps steps = steps(text);
        RunStore store = new RunStore(folder.resolve("runs"));
        Plan plan = Plan.of(steps.targets(), store);
        new Runner(store, Progress.NONE, Torch::returnFreeMemory).run(plan);
        try (Stream<Path> files = Files.walk(folder.resolve("runs"))) {
            Path page = files.filter(file -> file.endsWith("report.html"))
                    .findFirst()
                    .orElseThrow();
            assertThat(page).content().contains("lamps").contains("0.5 robust + 0.5 plain");
        }
        assertThat(Plan.of(steps(text).targets(), store).toString()).endsWith("nothing to do");
    }

    @Test
    void asksForNoMoreTestImagesThanThereAre() throws Exception {
        String folders = folders();
        assertThatThrownBy(() -> steps(recipe(folders).replace("images: 20", "images: 30")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("evaluate.images: there are 24 test images in lamps, not 30");
    }
}
