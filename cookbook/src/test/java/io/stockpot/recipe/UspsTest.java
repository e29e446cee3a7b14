package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.Golden;
import io.stockpot.base.Progress;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.run.Plan;
import io.stockpot.run.RunStore;
import io.stockpot.run.Runner;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Torch;
import io.stockpot.tensor.file.NumpyWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Small twins of the recipe of MNIST's models for the digits of USPS, from pixels to the page. */
@ExtendWith(NoLeaks.class)
class UspsTest {
    @TempDir
    private Path folder;

    /** Writes digits that are bars, higher the larger the digit, in the text of USPS. */
    private Path madeDigits(int count) throws IOException {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder();
        for (int digit = 0; digit < count; digit++) {
            int label = digit % 10;
            text.append(label).append(".0000");
            for (int pixel = 0; pixel < 256; pixel++) {
                text.append(pixel / 16 <= label + 3 ? " 0." + (5 + random.nextInt(5)) : " -1.0");
            }
            text.append('\n');
        }
        Path file = folder.resolve("zip.train.gz");
        try (OutputStream output = new GZIPOutputStream(Files.newOutputStream(file))) {
            output.write(text.toString().getBytes(StandardCharsets.US_ASCII));
        }
        return file;
    }

    private static List<String> settings(Path usps) {
        List<String> settings = new ArrayList<>(List.of(
                "shifts.usps.images.usps='" + usps + "'",
                "shifts.usps.adaptation=20",
                "shifts.mnist={images: test-images, adaptation: 20, test: 50}",
                "soups.triangle.weights={simplex: {denominator: 1}}",
                "seasonings.four.weights={simplex: {denominator: 1}}",
                "seasonings.four.batch-norm={reestimate: {batches: 1}}",
                "evaluate.images=16",
                "models.linf.train.epochs=0.04",
                "models.linf.train.selection.images=50"));
        for (String child : List.of("l2", "l1", "nominal")) {
            settings.add("models." + child + ".fine-tune.epochs=0.02");
            settings.add("models." + child + ".fine-tune.selection.images=50");
        }
        return settings;
    }

    private String cook(List<String> settings, DataCache cache) throws Exception {
        Recipe recipe = Recipe.read(Path.of("../recipes/usps.yaml"), settings);
        RecipeSteps steps = new RecipeSteps(recipe, "usps", new RecipeImages(recipe.data(), cache));
        RunStore store = new RunStore(folder.resolve("runs"));
        Plan plan = Plan.of(steps.targets(), steps.order(), store);
        new Runner(store, Progress.NONE, Torch::returnFreeMemory).run(plan);
        return Files.readString(
                store.find(plan.key(steps.report())).orElseThrow().resolve("report.html"));
    }

    /** Writes what stands for MNIST: the same bars, larger. */
    private String madeSource(int count) throws IOException {
        byte[] pixels = new byte[count * 28 * 28];
        byte[] labels = new byte[count];
        for (int image = 0; image < count; image++) {
            labels[image] = (byte) (image % 10);
            for (int row = 4; row < 4 + 2 * (labels[image] + 3); row++) {
                Arrays.fill(pixels, (image * 28 + row) * 28 + 4, (image * 28 + row) * 28 + 24, (byte) 200);
            }
        }
        Path file = folder.resolve("made.npz");
        NumpyWriter.write(
                file,
                Map.of(
                        "images", NumpyWriter.Array.ofBytes(pixels, count, 28, 28),
                        "labels", NumpyWriter.Array.ofBytes(labels, count)));
        return "data={numpy: {path: '" + file + "', test-share: 0.3}}";
    }

    @Test
    void cooksMadeDigitsToTheirPage() throws Exception {
        List<String> settings = settings(madeDigits(60));
        settings.add(madeSource(400));
        for (String model : List.of("linf.train", "l2.fine-tune", "l1.fine-tune", "nominal.fine-tune")) {
            settings.add("models." + model + ".epochs=1");
        }
        assertThat(cook(settings, new DataCache(folder.resolve("cache"))))
                .contains("Another scanner", "usps: 20 images choose, 40 judge");
    }

    @Test
    void cooksDigitsOfUspsToTheirPage() throws Exception {
        Path usps = Golden.data("usps").resolve("zip.train.gz");
        Golden.mnist();
        assertThat(cook(settings(usps), DataCache.ofUser()))
                .contains("Another scanner", "usps: 20 images choose, 7271 judge");
    }
}
