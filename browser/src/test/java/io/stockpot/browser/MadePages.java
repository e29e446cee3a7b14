package io.stockpot.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.JavaProcess;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Pages that the command line makes of small coloured pictures: of a recipe with soups of two and three models, attacks,
 * a curve and a seasoning, and of seasons with the recipe's models. Each is made once.
 */
final class MadePages {
    private static final int SIDE = 8;
    private static final List<String> MODELS = List.of("linf", "l2", "plain");
    private static final Path FOLDER = Path.of("target", "pages").toAbsolutePath();
    private static final Map<Integer, Season> SEASONS = new ConcurrentHashMap<>();

    private static final String RECIPE = """
            title: "Colours: a recipe made for a test"
            data: {image-folder: {path: lamps, test-share: 0.4}}
            models:
              linf:
                train:
                  architecture: {softmax-regression: {side: 8, classes: 3, channels: 3}}
                  objective: {adversarial: {threat: Linf 2/255, attack: {apgd: {steps: 2, loss: cross-entropy}}}}
                  epochs: 8
                  batch-size: 20
                  schedule: {cosine: {rate: 0.05}}
                  selection: {images: 20}
              l2:
                fine-tune:
                  from: linf
                  objective: {adversarial: {threat: L2 0.3, attack: {apgd: {steps: 2, loss: cross-entropy}}}}
                  epochs: 3
                  batch-size: 20
                  schedule: {cosine: {rate: 0.05}}
                  selection: {images: 20}
              plain:
                fine-tune:
                  from: linf
                  objective: nominal
                  epochs: 3
                  batch-size: 10
                  schedule: {cosine: {rate: 0.1}}
                  selection: {images: 20}
            soups:
              pair: {ingredients: [linf, plain], weights: {segment: {from: -0.5, to: 1.5, step: 0.25}}}
              triangle: {ingredients: [linf, l2, plain], weights: {simplex: {denominator: 4}}}
            evaluate:
              images: 100
              conditions:
                - clean: {}
                - robust: {threat: L2 0.5, attack: {apgd: {steps: 3, loss: cross-entropy}}}
                - curve: {threats: Linf 0..8/255 by 2/255, attack: {apgd: {steps: 3, loss: cross-entropy}}}
            shifts:
              clean: {images: test-images, adaptation: 40}
              photos: {images: {image-folder: photos}, adaptation: 30}
            seasonings:
              all: {ingredients: [linf, l2, plain], weights: {simplex: {denominator: 3}}, best: 1}
            """;

    private static Recipe recipe;

    private MadePages() {}

    /**
     * What the recipe made.
     *
     * @param page the report
     * @param unfinished what stood at {@code now} when something was still waited for
     * @param now the page that fills itself, which leads to the report in the end
     */
    record Recipe(Path page, String unfinished, Path now) {}

    /**
     * What a season made.
     *
     * @param folder which holds the page, the outcomes and the soup
     * @param printed to standard output
     * @param choosing the number of photos that chose
     * @param judging the number of photos that were held out
     */
    record Season(Path folder, String printed, int choosing, int judging) {
        Path page() {
            return folder.resolve("page").resolve("report.html");
        }
    }

    /** Returns what the recipe made. */
    static synchronized Recipe recipe() {
        if (recipe == null) {
            try {
                recipe = cook();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        return recipe;
    }

    /** Returns what a season makes that holds out so many of 81 photos. */
    static Season season(int heldOut) {
        recipe();
        return SEASONS.computeIfAbsent(heldOut, number -> {
            try {
                return search(number);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
    }

    /** Runs the command line in a process of its own, and returns what it printed. */
    static String stockpot(Path folder, List<String> arguments) throws IOException {
        Process process = start(folder, arguments);
        return ended(process, folder);
    }

    private static Recipe cook() throws IOException {
        clear();
        Random random = new Random(1);
        writePictures(random, "lamps", 100, 20);
        writePictures(random, "photos", 27, 16);
        Files.writeString(FOLDER.resolve("colours.yaml"), RECIPE);
        Path runs = FOLDER.resolve("runs");
        Process process = start(FOLDER, List.of("run", "colours.yaml", "--runs", "runs"));
        Path now = runs.resolve("now-colours").resolve("report.html");
        String unfinished = "";
        while (process.isAlive()) {
            String text = Files.exists(now) ? Files.readString(now) : "";
            unfinished = text.contains("Waiting for ") ? text : unfinished;
            pause();
        }
        ended(process, FOLDER);
        for (String model : MODELS) {
            Files.copy(made(runs, "-" + model).resolve("model.safetensors"), FOLDER.resolve(model + ".safetensors"));
        }
        return new Recipe(made(runs, "-colours-report").resolve("report.html"), unfinished, now);
    }

    /** Removes the pages of an earlier run, which may be of other code. */
    private static void clear() throws IOException {
        if (Files.exists(FOLDER)) {
            try (Stream<Path> all = Files.walk(FOLDER)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static Season search(int heldOut) throws IOException {
        Path folder = Files.createDirectories(FOLDER.resolve("held-out-" + heldOut));
        List<String> arguments = new ArrayList<>(List.of("season"));
        MODELS.forEach(model -> arguments.add("../" + model + ".safetensors"));
        arguments.addAll(List.of("--photos", "../photos", "--held-out", String.valueOf(heldOut), "--report", "page"));
        arguments.addAll(List.of("--out", "soup.safetensors", "--outcomes", "outcomes.json", "--work", "work"));
        return new Season(folder, stockpot(folder, arguments), 81 - heldOut, heldOut);
    }

    private static Path made(Path runs, String name) throws IOException {
        try (Stream<Path> all = Files.list(runs)) {
            return all.filter(run -> run.getFileName().toString().matches("[0-9a-f]{12}" + name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Process start(Path folder, List<String> arguments) throws IOException {
        return JavaProcess.of("io.stockpot.cli.Stockpot", arguments)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("printed").toFile())
                .redirectError(folder.resolve("errors").toFile())
                .start();
    }

    private static String ended(Process process, Path folder) throws IOException {
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            throw new AssertionError("interrupted", interrupted);
        }
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("errors")))
                .isZero();
        return Files.readString(folder.resolve("printed"));
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException interrupted) {
            throw new AssertionError("interrupted", interrupted);
        }
    }

    /** Writes noisy pictures of a random tint; in its own colour, each class is brighter by what is told or a little more. */
    private static void writePictures(Random random, String folder, int each, int brighter) throws IOException {
        List<String> classes = List.of("blue", "green", "red");
        for (int label = 0; label < classes.size(); label++) {
            Path place = Files.createDirectories(FOLDER.resolve(folder).resolve(classes.get(label)));
            for (int i = 0; i < each; i++) {
                int[] tint = {0, 1, 2};
                for (int channel = 0; channel < 3; channel++) {
                    tint[channel] = 90 + random.nextInt(61) + (channel == label ? brighter + random.nextInt(21) : 0);
                }
                BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
                for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
                    int colour = 0;
                    for (int channel = 2; channel >= 0; channel--) {
                        int value = tint[channel] + random.nextInt(101) - 50;
                        colour = colour << 8 | value;
                    }
                    picture.setRGB(pixel % SIDE, pixel / SIDE, colour);
                }
                ImageIO.write(picture, "png", place.resolve(i + ".png").toFile());
            }
        }
    }
}
