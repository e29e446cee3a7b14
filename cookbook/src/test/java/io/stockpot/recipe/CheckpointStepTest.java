package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.MadeImages;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.WideResNet;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.model.layer.Activation;
import io.stockpot.run.Plan;
import io.stockpot.run.RunKey;
import io.stockpot.run.RunStore;
import io.stockpot.run.Runner;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.file.Safetensors;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of a recipe that are given as files. */
@ExtendWith(NoLeaks.class)
class CheckpointStepTest {
    private static final String RECIPE = """
            data: mnist
            models:
              base: {checkpoint: FOLDER/base.safetensors}
              other: OTHER
            soups: {pair: {ingredients: [base, other], weights: {segment: {step: 0.5}}}}
            evaluate: {images: 50, conditions: [clean: {}]}
            """;
    private static final String FINE_TUNE = "{fine-tune: {from: base, objective: nominal, epochs: 1, batch-size: 50,"
            + " augmentation: none, selection: {images: 100}}}";

    @TempDir
    Path folder;

    @Test
    void readsOwnCheckpointsByTheirPathAlone() throws IOException {
        write("base.safetensors", 1);
        Plan plan = cook(recipe(FINE_TUNE));
        StockpotCheckpoint taken =
                StockpotCheckpoint.open(directory(plan, "base").resolve("model.safetensors"));
        StockpotCheckpoint original = StockpotCheckpoint.open(folder.resolve("base.safetensors"));
        assertThat(taken.digest()).isEqualTo(original.digest());
        assertThat(taken.provenance()).isEqualTo(original.provenance());
        assertThat(directory(plan, "pair").resolve("grid.json")).exists();
    }

    @Test
    void derivesKeysFromTheContentOfCheckpoints() throws IOException {
        write("base.safetensors", 1);
        RunKey key = key("base", recipe(FINE_TUNE));
        Files.move(folder.resolve("base.safetensors"), folder.resolve("moved.safetensors"));
        assertThat(key("base", recipe(FINE_TUNE).replace("base.safetensors", "moved.safetensors")))
                .isEqualTo(key);
        write("base.safetensors", 2);
        assertThat(key("base", recipe(FINE_TUNE))).isNotEqualTo(key);
    }

    @Test
    void runsForeignCheckpointsAsDescribed() throws IOException {
        write("base.safetensors", 1);
        try (Classifier classifier = classifier(2)) {
            Safetensors.write(folder.resolve("foreign.safetensors"), classifier.weights(), Map.of());
        }
        String path = folder.resolve("foreign.safetensors").toString();
        assertThatThrownBy(() -> cook(recipe("{checkpoint: " + path + "}")))
                .hasMessageContaining("name the architecture");
        String told = "{checkpoint: {path: " + path + ", architecture: {wide-res-net: {depth: 10, widen-factor: 1,"
                + " classes: 4}}, normalisation: {mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25]}}}";
        Plan plan = cook(recipe(told));
        assertThat(directory(plan, "pair").resolve("grid.json")).exists();
        assertThat(steps(recipe(told)).remarks())
                .singleElement()
                .asString()
                .contains("activation (relu) and the order of the classes are taken as told");
        assertThat(steps(recipe(told.replaceAll(", normalisation: .*", "}}"))).remarks())
                .hasSize(2)
                .element(1)
                .asString()
                .contains("foreign.safetensors: how images are normalised is not known");
        assertThat(key("other", recipe(told.replace("0.25", "0.2")))).isNotEqualTo(key("other", recipe(told)));
    }

    @Test
    void refusesToRenameTensorsOfAFileThatDescribesItself() throws IOException {
        write("base.safetensors", 1);
        write("other.safetensors", 2);
        String path = folder.resolve("other.safetensors").toString();
        assertThatThrownBy(() -> plan(recipe("{checkpoint: {path: " + path + ", map: ['^module\\.=']}}")))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "'" + path + "' describes itself, and 'map' is for files of other programs: leave it out of the"
                                + " model 'other'");
    }

    @Test
    void aMissingFileIsPlannedButNothingIsRun() throws IOException {
        write("base.safetensors", 1);
        String recipe = recipe("{checkpoint: " + folder.resolve("none.safetensors") + "}");
        Plan plan = plan(recipe);
        assertThat(plan.toString()).contains("missing: there is no file '", "none.safetensors");
        assertThatThrownBy(() -> cook(recipe)).hasMessageContaining("nothing was run: there is no file");
        assertThat(folder.resolve("runs")).doesNotExist();
        assertThat(plan(recipe("{checkpoint: nowhere/none.safetensors}")).toString())
                .contains("there is no file 'nowhere/none.safetensors' in '"
                        + Path.of("").toAbsolutePath());
    }

    /** The key was read from the old file; nothing of the new one may be found under it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileThatChangesBeforeItsTurnIsNotTakenOver(boolean ours) throws IOException {
        write("base.safetensors", 1);
        write("other.safetensors", 2, ours);
        String told = ours ? "" : ", architecture: {wide-res-net: {depth: 10, widen-factor: 1, classes: 4}}";
        Plan plan = plan(recipe("{checkpoint: {path: " + folder.resolve("other.safetensors") + told + "}}"));
        write("other.safetensors", 3, ours);
        assertThatThrownBy(() -> new Runner(store(), Progress.NONE, () -> {}).run(plan))
                .hasMessageContaining("other.safetensors' has changed since the run began; run again");
        assertThat(store().find(entry(plan, "other").key())).isEmpty();
    }

    private void write(String name, int seed, boolean ours) throws IOException {
        if (ours) {
            write(name, seed);
            return;
        }
        try (Classifier classifier = classifier(seed)) {
            Safetensors.write(folder.resolve(name), classifier.weights(), Map.of());
        }
    }

    private void write(String name, int seed) throws IOException {
        try (Classifier classifier = classifier(seed)) {
            Provenance provenance = new Provenance(List.of(classifier.weights().digest()), "made");
            StockpotCheckpoint.write(folder.resolve(name), classifier, provenance);
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // the caller closes it
    private static Classifier classifier(int seed) {
        WideResNet network = new WideResNet(10, 1, Activation.RELU, 4, 3);
        Normalisation normalisation = new Normalisation(List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25));
        return Classifier.initial(network, normalisation, new Seed(seed));
    }

    private String recipe(String other) {
        return RECIPE.replace("FOLDER", folder.toString()).replace("OTHER", other);
    }

    private Plan plan(String text) throws IOException {
        return Plan.of(List.of(steps(text).report()), store());
    }

    private static RecipeSteps steps(String text) throws IOException {
        Recipe recipe = YamlRecords.read(text, "recipe", Recipe.class, List.of());
        RecipeImages images = new RecipeImages(MadeImages.of(200, new Seed(1)), MadeImages.of(60, new Seed(2)));
        return new RecipeSteps(recipe, "Test", images);
    }

    private Plan cook(String text) throws IOException {
        Plan plan = plan(text);
        new Runner(store(), Progress.NONE, () -> {}).run(plan);
        return plan;
    }

    private RunStore store() {
        return new RunStore(folder.resolve("runs"));
    }

    private RunKey key(String step, String text) throws IOException {
        return entry(plan(text), step).key();
    }

    private Path directory(Plan plan, String step) throws IOException {
        return store().find(entry(plan, step).key()).orElseThrow();
    }

    private static Plan.Entry entry(Plan plan, String step) {
        return plan.entries().stream()
                .filter(entry -> entry.step().name().equals(step))
                .findFirst()
                .orElseThrow();
    }
}
