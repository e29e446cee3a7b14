package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.claim.Evidence;
import io.stockpot.data.MadeImages;
import io.stockpot.model.Classifier;
import io.stockpot.model.ImageSize;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.outcome.MeasuredAccuracy;
import io.stockpot.outcome.Outcomes;
import io.stockpot.run.Plan;
import io.stockpot.run.RunStore;
import io.stockpot.run.Runner;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.file.Safetensors;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
class ExporterTest {
    private static final String RECIPE = """
            seed: 3
            data: {mnist: {}}
            models:
              base:
                train:
                  architecture: {softmax-regression: {side: 8, classes: 4}}
                  objective: nominal
                  epochs: 2
                  batch-size: 50
                  augmentation: none
                  selection: {images: 100}
              l2:
                fine-tune:
                  from: base
                  objective: {adversarial: {threat: L2 0.5, attack: {pgd: {steps: 1}}}}
                  epochs: 0.5
                  batch-size: 50
                  augmentation: none
                  selection: {images: 100, attack: {pgd: {steps: 1}}}
            soups:
              pair: {ingredients: [base, l2], weights: {segment: {step: 0.5}}}
            evaluate:
              images: 60
              conditions:
                - clean: {}
                - robust: {threat: L2 0.5, attack: {pgd: {steps: 2}}}
            export: {folder: %s, models: [l2], machine: a kitchen}
            """;
    private static final String SEASONING = """
            shifts: {clean: {images: test-images, adaptation: 20}}
            seasonings: {pair: {ingredients: [base, l2], weights: {segment: {step: 0.5}}, best: 1}}
            """;

    @TempDir
    Path folder;

    @Test
    void exportsModelsCardsAndOutcomes() throws IOException {
        Path out = folder.resolve("pantry");
        RunStore store = new RunStore(folder.resolve("runs"));
        RecipeSteps steps = steps(RECIPE, out);
        Plan plan = Plan.of(List.of(steps.report()), store);
        Exporter exporter = new Exporter(steps, store, plan);
        assertThatIOException()
                .isThrownBy(() -> exporter.write(steps.export().orElseThrow()))
                .withMessageContaining("is not done yet");
        new Runner(store, Progress.NONE, () -> {}).run(plan);

        assertThat(exporter.write(steps.export().orElseThrow())).containsExactly(out.resolve("l2.safetensors"));
        StockpotCheckpoint exported = StockpotCheckpoint.open(out.resolve("l2.safetensors"));
        try (Classifier loaded = exported.load()) {
            assertThat(loaded.classes()).isEqualTo(4);
        }
        assertThat(exported.usage().imageSize()).contains(new ImageSize(3, 8, 8));
        assertThat(exported.usage().classNames().orElseThrow()).hasSize(4);
        TrainingCard card = TrainingCard.ofJson(
                Safetensors.open(out.resolve("l2.safetensors")).metadata().get(TrainingCard.KEY));
        Evidence evidence = Evidence.read(out.resolve(Evidence.FOLDER));
        Outcomes outcomes = evidence.models().get("l2");
        assertThat(card.digest()).isEqualTo(exported.digest());
        assertThat(card.measured().get(0).correct())
                .isEqualTo(outcomes.accuracy("clean").correct());
        assertThat(card.parent()).contains("base");
        assertThat(evidence.models()).containsOnlyKeys("base", "l2");
        assertThat(evidence.soups().get("pair").points()).hasSize(3);
        assertThat(out.resolve("l2.md"))
                .content()
                .contains(
                        "# l2",
                        exported.digest(),
                        "Recipe: Test, model `l2`, seed 3",
                        "* Epochs: 0.5",
                        " hours, with Stockpot",
                        "* Machine: ",
                        "| L2 0.5 | ",
                        "| 60 |",
                        "\"threat\":\"L2 0.5\"");
        assertThat(out.resolve("base.safetensors")).doesNotExist();

        byte[] before = Files.readAllBytes(out.resolve("l2.safetensors"));
        exporter.write(steps.export().orElseThrow());
        assertThat(out.resolve("l2.safetensors")).hasBinaryContent(before);
    }

    @Test
    void statesTheUnionOnCardsWhereNoThreatWasMeasuredAlone() throws IOException {
        String recipe = RECIPE.replaceFirst("(?s)soups:.*?evaluate:", "evaluate:\n  union-only: true")
                .replace("export:", "    - robust: {threat: Linf 0.2, attack: {pgd: {steps: 2}}}\nexport:");
        Path out = folder.resolve("pantry");
        assertThat(exported(recipe, out)).containsExactly(out.resolve("l2.safetensors"));
        TrainingCard card = TrainingCard.ofJson(
                Safetensors.open(out.resolve("l2.safetensors")).metadata().get(TrainingCard.KEY));
        assertThat(card.measured()).extracting(MeasuredAccuracy::condition).containsExactly("clean", "union");
        Outcomes outcomes = Evidence.read(out.resolve(Evidence.FOLDER)).models().get("l2");
        assertThat(card.measured().get(1).correct())
                .isEqualTo(outcomes.accuracy("union").correct());
        assertThat(out.resolve("l2.md"))
                .content()
                .contains("| union | ", "* clean: `{", "* L2 0.5: `{", "* Linf 0.2: `{")
                .doesNotContain("| L2 0.5 | ");
    }

    @Test
    void exportsModelsThatOnlySeasoningsUse() throws IOException {
        String recipe = RECIPE.replaceFirst("(?s)soups:.*?export:", SEASONING + "export:");
        Path out = folder.resolve("pantry");
        assertThat(exported(recipe, out)).containsExactly(out.resolve("l2.safetensors"));
        assertThat(out.resolve("l2.md"))
                .content()
                .contains("## Accuracy", "Not measured alone.", "* Epochs: 0.5")
                .contains("## How to use", "stockpot convert l2.safetensors l2.onnx", "* Classes: ");
        Evidence evidence = Evidence.read(out.resolve(Evidence.FOLDER));
        assertThat(evidence.models()).isEmpty();
        assertThat(evidence.shifts()).containsOnlyKeys("pair-adaptation", "pair-test");
    }

    @Test
    void exportsOutcomesAlone() {
        Export export = new Export("pantry", List.of(), true, Optional.empty());
        assertThat(export.includes("base")).isFalse();
        assertThat(new Export("pantry", List.of(), false, Optional.empty()).includes("base"))
                .isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Export("pantry", List.of("base"), true, Optional.empty()))
                .withMessageContaining("leave out models");
    }

    private List<Path> exported(String recipe, Path out) throws IOException {
        RunStore store = new RunStore(folder.resolve("runs"));
        RecipeSteps steps = steps(recipe, out);
        Plan plan = Plan.of(List.of(steps.report()), store);
        new Runner(store, Progress.NONE, () -> {}).run(plan);
        return new Exporter(steps, store, plan).write(steps.export().orElseThrow());
    }

    private static RecipeSteps steps(String text, Path out) throws IOException {
        Recipe recipe = YamlRecords.read(text.formatted(out), "recipe", Recipe.class, List.of());
        return new RecipeSteps(
                recipe, "Test", new RecipeImages(MadeImages.of(600, new Seed(1)), MadeImages.of(100, new Seed(2))));
    }
}
