package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.base.Progress;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.run.Plan;
import io.stockpot.run.RunStore;
import io.stockpot.run.Runner;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Torch;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A small twin of the recipe of somebody's own pictures, from pictures to its page: sixteen colours for sixteen signs. */
@ExtendWith(NoLeaks.class)
class SignsTest {
    private static final int CLASSES = 16;

    @TempDir
    private Path folder;

    private final Random random = new Random(3);

    private void write(String country, int each) throws IOException {
        for (int label = 0; label < CLASSES; label++) {
            Path place = folder.resolve(country).resolve(String.format("sign-%02d", label));
            Files.createDirectories(place);
            for (int i = 0; i < each; i++) {
                int side = 20 + random.nextInt(20);
                BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
                for (int pixel = 0; pixel < side * side; pixel++) {
                    float hue = (label + 0.4f * random.nextFloat()) / CLASSES;
                    image.setRGB(pixel % side, pixel / side, Color.HSBtoRGB(hue, 1, 0.5f + 0.5f * random.nextFloat()));
                }
                // two cameras see each sign
                String name = String.format("%02d-%05d_%05d.png", label, i / 2, i % 2);
                ImageIO.write(image, "png", place.resolve(name).toFile());
            }
        }
    }

    private List<String> settings() {
        String source = "data.image-folder.";
        List<String> settings = new ArrayList<>(List.of(
                source + "path='" + folder.resolve("german") + "'",
                source + "test='" + folder.resolve("german-test") + "'",
                "shifts.belgian.images.image-folder.path='" + folder.resolve("belgian") + "'",
                "shifts.german={images: test-images, adaptation: 16, test: 32}",
                "shifts.belgian.adaptation=16",
                "models.linf.train.architecture.wide-res-net.widen-factor=1",
                "models.linf.train.selection.every=1",
                "models.linf.train.batch-size=32",
                "models.linf.train.epochs=1",
                "models.linf.train.selection.images=16",
                "soups.triangle.weights={simplex: {denominator: 1}}",
                "seasonings.four.weights={simplex: {denominator: 1}}",
                "seasonings.four.batch-norm={reestimate: {batches: 1}}",
                "evaluate.images=16"));
        for (String child : List.of("l2", "l1", "nominal")) {
            settings.add("models." + child + ".fine-tune.batch-size=32");
            settings.add("models." + child + ".fine-tune.epochs=1");
            settings.add("models." + child + ".fine-tune.selection.images=16");
        }
        return settings;
    }

    @Test
    void cooksToItsPage() throws Exception {
        write("german", 10);
        write("german-test", 3);
        write("belgian", 4);
        Recipe recipe = Recipe.read(Path.of("../recipes/signs.yaml"), settings());
        RecipeSteps steps = new RecipeSteps(
                recipe, "signs", new RecipeImages(recipe.data(), new DataCache(folder.resolve("cache"))));
        RunStore store = new RunStore(folder.resolve("runs"));
        Plan plan = Plan.of(steps.targets(), steps.order(), store);
        new Runner(store, Progress.NONE, Torch::returnFreeMemory).run(plan);
        Path page = store.find(plan.key(steps.report())).orElseThrow().resolve("report.html");
        assertThat(page)
                .content()
                .contains("Signs abroad", "belgian: 16 images of 8 groups choose, 48 of 24 groups judge")
                .contains("belgian 48 of 24 groups", "intervals follow from the spread between groups");
    }
}
