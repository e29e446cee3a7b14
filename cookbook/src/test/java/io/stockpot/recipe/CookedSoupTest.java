package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.MadeImages;
import io.stockpot.recipe.CookedSoup.Found;
import io.stockpot.run.Plan;
import io.stockpot.run.RunStore;
import io.stockpot.run.Runner;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.choice.GridScores;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.ShiftOutcomes;
import io.stockpot.tensor.NoLeaks;
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
class CookedSoupTest {
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
              one: {fine-tune: {from: base, objective: nominal, epochs: 0.5, batch-size: 50, \
            augmentation: none, selection: {images: 100}}}
              two: {fine-tune: {from: base, objective: nominal, epochs: 0.5, batch-size: 40, \
            augmentation: none, selection: {images: 100}}}
            soups:
              pair: {ingredients: [two, base], weights: {segment: {step: 0.5}}}
              triangle: {ingredients: [base, one, two], weights: {simplex: {denominator: 2}}}
              geometric: {ingredients: [base, one], weights: {segment: {step: 0.5}}, batch-norm: geometric}
            evaluate:
              images: 60
              conditions: [clean: {}]
            """;
    private static final String SEASONING = """
            shifts: {clean: {images: test-images, adaptation: 20}}
            seasonings: {spice: {ingredients: [one, base], weights: {segment: {step: 0.5}}, best: 1}}
            """;

    @TempDir
    Path folder;

    private RecipeSteps steps(String recipe) throws IOException {
        return new RecipeSteps(
                YamlRecords.read(recipe, "recipe", Recipe.class, List.of()),
                "a test",
                new RecipeImages(MadeImages.of(200, new Seed(1)), MadeImages.of(100, new Seed(2))));
    }

    private RunStore cook(RecipeSteps steps) throws IOException {
        RunStore store = new RunStore(folder.resolve("runs"));
        new Runner(store, Progress.NONE, () -> {}).run(Plan.of(List.of(steps.report()), store));
        return store;
    }

    @Test
    void knowsAllMixturesOfItsIngredients() throws IOException {
        RecipeSteps steps = steps(RECIPE + SEASONING);
        CookedSoup soup = CookedSoup.of(steps, cook(steps), Optional.empty());
        assertThat(soup.name()).isEqualTo("triangle");
        assertThat(soup.ingredients()).containsExactly("base", "one", "two");
        assertThat(soup.checkpoints()).hasSize(3).allMatch(Files::isRegularFile);
        assertThat(soup.checkpoints().get(1).getParent().getFileName().toString())
                .endsWith("-one");
        assertThat(soup.batchNorm()).isEqualTo(new BatchNormPolicy.Interpolate());
        assertThat(soup.models()).containsOnlyKeys("base", "one", "two");
        // statistics of another kind make other mixtures
        assertThat(soup.grids()).containsOnlyKeys("pair", "triangle");
        assertThat(soup.shifts()).containsOnlyKeys("spice-adaptation", "spice-test");
    }

    @Test
    void placesFoundMixturesAmongItsIngredients() throws IOException {
        RecipeSteps steps = steps(RECIPE + SEASONING);
        CookedSoup soup = CookedSoup.of(steps, cook(steps), Optional.empty());
        ShiftOutcomes chosen = soup.shifts().get("spice-adaptation");
        MixingWeights best = GridScores.of(chosen).best(List.of("clean")).weights();
        MixingWeights here = best.among(List.of("one", "base"), List.of("base", "one", "two"))
                .orElseThrow();
        assertThat(soup.found())
                .containsExactly(
                        new Found("spice", Optional.empty(), here), new Found("spice", Optional.of("clean"), here));
    }

    @Test
    void takesTheOneThatIsWanted() throws IOException {
        RecipeSteps steps = steps(RECIPE);
        RunStore store = cook(steps);
        CookedSoup geometric = CookedSoup.of(steps, store, Optional.of("geometric"));
        assertThat(geometric.ingredients()).containsExactly("base", "one");
        assertThat(geometric.grids()).containsOnlyKeys("geometric");
        assertThatIOException()
                .isThrownBy(() -> CookedSoup.of(steps, store, Optional.of("square")))
                .withMessage("the recipe has no soup or seasoning 'square'; it has pair, triangle, geometric");
    }

    @Test
    void saysWhatIsNotDone() throws IOException {
        RecipeSteps steps = steps(RECIPE);
        assertThatIOException()
                .isThrownBy(() -> CookedSoup.of(steps, new RunStore(folder.resolve("none")), Optional.empty()))
                .withMessageContaining("steps of 'a test' are not done yet: ")
                .withMessageContaining("; 'stockpot run' does them");
        RunStore store = cook(steps);
        Path deleted =
                CookedSoup.of(steps, store, Optional.empty()).checkpoints().get(0);
        Files.delete(deleted);
        assertThatIOException()
                .isThrownBy(() -> CookedSoup.of(steps, store, Optional.empty()))
                .withMessage("the model 'base' was deleted from the runs; 'stockpot run' makes it again");
    }

    @Test
    void refusesARecipeThatMixesNothing() throws IOException {
        RecipeSteps steps = steps(RECIPE.replaceAll("(?s)soups:.*evaluate:", "evaluate:"));
        assertThatIOException()
                .isThrownBy(() -> CookedSoup.of(steps, new RunStore(folder), Optional.empty()))
                .withMessage("'a test' mixes no models; add soups or seasonings to it");
    }
}
