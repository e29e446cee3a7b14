package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.MadeImages;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.TransformerSize;
import io.stockpot.model.VisionTransformer;
import io.stockpot.model.VisionTransformer.Pooling;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.run.Plan;
import io.stockpot.run.RunStore;
import io.stockpot.run.Runner;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Models of a recipe whose last layer is replaced, or that are fitted to images of another size. */
@ExtendWith(NoLeaks.class)
class AdaptedModelsTest {
    private static final String SETTINGS =
            "objective: nominal, epochs: 1, batch-size: 50, augmentation: none, selection: {images: 100}";
    private static final String RECIPE = """
            data: mnist
            models:
              base: {checkpoint: FOLDER/base.safetensors}
              one: {fine-tune: {from: base, classes: 6, SETTINGS}}
              two: {fine-tune: {from: base, classes: 6, SETTINGS, schedule: {cosine: {rate: 0.01}}}}
            soups: {pair: {ingredients: [one, two], weights: {segment: {step: 0.5}}}}
            evaluate: {images: 50, conditions: [clean: {}, robust: {threat: Linf 8/255, attack: {apgd: {steps: 2}}}]}
            """.replace("SETTINGS", SETTINGS);

    @TempDir
    Path folder;

    @BeforeEach
    void writeBase() throws IOException {
        write("base.safetensors", 8, 4);
    }

    private void write(String name, int image, int classes) throws IOException {
        VisionTransformer network = new VisionTransformer(
                new TransformerSize.Custom(8, 1, 1), 2, image, Pooling.CLASS_TOKEN, true, classes, 3);
        try (Classifier classifier = Classifier.initial(network, Normalisation.none(3), new Seed(1))) {
            Provenance own = new Provenance(List.of(classifier.weights().digest()), "made");
            StockpotCheckpoint.write(folder.resolve(name), classifier, own);
        }
    }

    private RecipeSteps steps(String text) throws IOException {
        Recipe recipe = YamlRecords.read(text.replace("FOLDER", folder.toString()), "recipe", Recipe.class, List.of());
        RecipeImages images = new RecipeImages(MadeImages.of(200, new Seed(1)), MadeImages.of(60, new Seed(2)));
        return new RecipeSteps(recipe, "Test", images);
    }

    private Plan cook(String text) throws IOException {
        RunStore store = new RunStore(folder.resolve("runs"));
        Plan plan = Plan.of(List.of(steps(text).report()), store);
        new Runner(store, Progress.NONE, () -> {}).run(plan);
        return plan;
    }

    private StockpotCheckpoint model(Plan plan, String name) throws IOException {
        RunStore store = new RunStore(folder.resolve("runs"));
        Plan.Entry entry = plan.entries().stream()
                .filter(planned -> planned.step().name().equals(name))
                .findFirst()
                .orElseThrow();
        Path directory = store.find(entry.key()).orElseThrow();
        return StockpotCheckpoint.open(directory.resolve(ModelStep.FILE));
    }

    @Test
    void mixesChildrenWithAFreshLastLayer() throws IOException {
        assertThat(steps(RECIPE).remarks())
                .contains("'one': the last layer, for 4 classes, is replaced by a fresh one for 6")
                .contains(
                        "'base' is not measured: all models that start from it have another last layer or image size");
        Plan plan = cook(RECIPE);
        StockpotCheckpoint child = model(plan, "one");
        assertThat(child.architecture().classes()).isEqualTo(6);
        assertThat(child.provenance().ancestors())
                .startsWith(StockpotCheckpoint.open(folder.resolve("base.safetensors"))
                        .digest())
                .hasSize(2);
        assertThat(child.provenance().making()).contains("\"classes\":6");
        assertThat(model(plan, "two").digest()).isNotEqualTo(child.digest());
    }

    @Test
    void refusesToMixAChildWithItsParent() {
        assertThatThrownBy(() -> cook(RECIPE.replace("[one, two]", "[base, two]")))
                .hasMessageContaining("'base' and 'two' differ in their last layer, for 4 and for 6 classes")
                .hasMessageContaining("does not mix with its parent");
    }

    @Test
    void startsFromAParentOfFewerClassesThanTheImagesHave() throws IOException {
        write("base.safetensors", 8, 2);
        assertThat(model(cook(RECIPE), "one").architecture().classes()).isEqualTo(6);
    }

    @Test
    void fitsTransformersToTheSizeOfTheImages() throws IOException {
        write("base.safetensors", 4, 4);
        String recipe = RECIPE.replace(
                        "{checkpoint: FOLDER/base.safetensors}",
                        "{checkpoint: {path: FOLDER/base.safetensors, image-size: 8}}")
                .replace(" classes: 6,", "");
        assertThat(steps(recipe).remarks())
                .contains(
                        "'base': the position embeddings, for images of 4 pixels, are interpolated (bicubic) to images"
                                + " of 8; accuracy suffers until it is fine-tuned at this size");
        Plan plan = cook(recipe);
        StockpotCheckpoint base = model(plan, "base");
        assertThat(base.architecture().imageSide()).hasValue(8);
        assertThat(base.provenance().ancestors())
                .startsWith(StockpotCheckpoint.open(folder.resolve("base.safetensors"))
                        .digest())
                .endsWith(base.digest())
                .hasSize(2);
        assertThat(base.provenance().making()).isEqualTo("{\"image-size\":8}");
    }

    @Test
    void refusesImageSizesThatDoNotFitBeforeAnythingIsRun() {
        String recipe = RECIPE.replace("from: base, classes: 6", "from: base, image-size: 9");
        assertThatThrownBy(() -> steps(recipe))
                .hasMessage("models.one.fine-tune: image must be a multiple of the patch's 2 pixels, not 9");
    }
}
