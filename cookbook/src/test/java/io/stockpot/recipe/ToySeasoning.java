package io.stockpot.recipe;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.MadeImages;
import io.stockpot.data.shift.Pictures;
import io.stockpot.run.Plan;
import io.stockpot.run.RunStore;
import io.stockpot.run.Runner;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.ShiftOutcomes;
import io.stockpot.text.YamlRecords;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A small seasoning from pictures to page: its recipe as text, figures that it may have, and how it is cooked. */
abstract class ToySeasoning {
    /** Two models, four shifts of which one is not there, and a seasoning. */
    static final String RECIPE = """
            seed: 3
            data: {mnist: {}}
            models:
              base:
                train:
                  architecture: {wide-res-net: {depth: 10, widen-factor: 1, classes: 4}}
                  objective: nominal
                  schedule: {cyclic: {rate: 0.1}}
                  epochs: 2
                  batch-size: 50
                  augmentation: none
                  selection: {images: 100}
              other:
                fine-tune:
                  from: base
                  objective: nominal
                  schedule: {cosine: {rate: 0.05}}
                  epochs: 1
                  batch-size: 50
                  augmentation: none
                  selection: {images: 100}
            shifts:
              clean: {images: test-images, adaptation: 20}
              dark: {images: {corrupted: {corruptions: [brightness, contrast]}}, adaptation: 20, test: 30}
              photos: {images: {image-folder: {path: DIR/photos, resize: 8, crop: 8}}, adaptation: 4}
              elsewhere: {images: {image-folder: DIR/none}, optional: true}
            seasonings:
              pair:
                ingredients: [base, other]
                weights: {segment: {from: -0.5, to: 1.5, step: 0.5}}
                best: 1
                compare: [base]
                ensembles: {both: [base, other]}
            """;

    static final String COMPOSITIONS = """
            report:
              blocks:
                - compositions: {seasoning: pair, best: 2}
                - compositions: {seasoning: pair, versions: dark}
                - compositions: {seasoning: pair, versions: elsewhere}
            """;

    static final String FEW_SHOT = """
            report:
              blocks:
                - few-shot:
                    seasoning: pair
                    shifts: [clean, dark]
                    study: {sizes: [2, 4], held-out: 12, repetitions: 3}
                - few-shot: {seasoning: pair, shifts: [elsewhere]}
            """;

    @TempDir
    Path folder;

    RunStore store;

    @BeforeEach
    void photos() throws IOException {
        store = new RunStore(folder.resolve("runs"));
        for (int photo = 0; photo < 3; photo++) {
            Pictures.write(folder.resolve("photos/a/" + photo + ".png"), 16, 12, new Color(90 + photo, 100, 110));
            Pictures.write(folder.resolve("photos/d/" + photo + ".png"), 12, 16, new Color(110, 100 + photo, 90));
        }
    }

    RecipeSteps steps(String text) throws IOException {
        Recipe recipe = YamlRecords.read(text.replace("DIR", folder.toString()), "recipe", Recipe.class, List.of());
        return new RecipeSteps(
                recipe, "Test", new RecipeImages(MadeImages.of(300, new Seed(1)), MadeImages.of(100, new Seed(2))));
    }

    Plan cook(RecipeSteps steps) throws IOException {
        Plan plan = Plan.of(List.of(steps.report()), store);
        new Runner(store, Progress.NONE, () -> {}).run(plan);
        return plan;
    }

    List<String> left(String recipe) throws IOException {
        return Plan.of(List.of(steps(recipe).report()), store).toDo().stream()
                .map(entry -> entry.step().name())
                .toList();
    }

    GridOutcomes grid(Plan plan, String step) throws IOException {
        Map<String, GridOutcomes> grids =
                ShiftOutcomes.read(directory(plan, step).resolve("grid.json")).dataSets();
        return grids.values().iterator().next();
    }

    Path directory(Plan plan, String name) throws IOException {
        Plan.Entry found = plan.entries().stream()
                .filter(entry -> entry.step().name().equals(name))
                .findFirst()
                .orElseThrow();
        return store.find(found.key()).orElseThrow();
    }
}
