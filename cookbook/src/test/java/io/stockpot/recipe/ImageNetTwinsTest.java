package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.model.Architecture;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.run.Plan;
import io.stockpot.run.RunStore;
import io.stockpot.run.Runner;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.Torch;
import io.stockpot.tensor.file.Safetensors;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every recipe of the paper's ImageNet experiments runs from pictures to its page, made small by {@link ImageNetTwin}. */
@ExtendWith(NoLeaks.class)
class ImageNetTwinsTest {
    @TempDir
    private Path folder;

    /** Runs the twin of a recipe, exports what it exports, and returns the text of its page. */
    private String page(String name, String... more) throws Exception {
        Recipe recipe = ImageNetTwin.of(name, folder, List.of(more));
        RecipeSteps steps =
                new RecipeSteps(recipe, name, new RecipeImages(recipe.data(), new DataCache(folder.resolve("cache"))));
        RunStore store = new RunStore(folder.resolve("runs"));
        Plan plan = Plan.of(steps.targets(), steps.order(), store);
        new Runner(store, Progress.NONE, Torch::returnFreeMemory).run(plan);
        if (recipe.export().isPresent()) {
            new Exporter(steps, store, plan).write(recipe.export().get());
        }
        return Files.readString(
                store.find(plan.key(steps.report())).orElseThrow().resolve("report.html"));
    }

    /** Writes a file like that of a masked autoencoder: the encoder with its norm, a part of the decoder, no head. */
    private void encoder() throws IOException {
        Architecture network =
                YamlRecords.read(ImageNetTwin.transformer("mean-then-norm"), "text", Architecture.class, List.of());
        Files.createDirectories(folder.resolve("checkpoints"));
        try (Classifier classifier = Classifier.initial(network, Normalisation.none(3), new Seed(1));
                StateDict encoder = new StateDict()) {
            for (String name : classifier.weights().names()) {
                if (!name.startsWith("head.") && !name.startsWith("fc_norm.")) {
                    encoder.put(name, classifier.weights().get(name));
                }
            }
            encoder.put("norm.weight", torch.ones(16));
            encoder.put("norm.bias", torch.zeros(16));
            encoder.put("mask_token", torch.zeros(1, 1, 8));
            encoder.put("decoder_embed.bias", torch.zeros(8));
            Safetensors.write(folder.resolve("checkpoints/mae_pretrain_vit_base.pth"), encoder, Map.of());
        }
    }

    @Test
    void transformersGoFromPicturesToTablesAndFigures() throws Exception {
        new ImageNetPictures(folder).write();
        encoder();
        assertThat(page("ingredients")).contains("linf-l1-quarter", "L1 255");
        assertThat(page("baselines")).contains("adv-prop", "pyramid-at", "nominal-linf", "mae");
        assertThat(page("figures")).contains("max-linf-l1", "to-nominal-three", "triangle", "beyond");
        assertThat(page("tables"))
                .contains("independent-networks", "individual-networks", "single soup", "half-radii", "few images")
                .contains("The best soups on each shift: four", "they are the best there");
    }

    @Test
    void residualNetworksGoFromPicturesToTheirTriangles() throws Exception {
        new ImageNetPictures(folder).write();
        assertThat(page("figure-4-resnet50")).contains("triangle", "union");
        assertThat(page("figure-4-resnet50", "soups.triangle.batch-norm={reestimate: {batches: 1, batch-size: 8}}"))
                .contains("triangle");
    }
}
