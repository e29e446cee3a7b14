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
import io.stockpot.run.RunStore;
import io.stockpot.run.Runner;
import io.stockpot.run.Warnings;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batch-norm statistics of a seasoning's soups that are measured on the images of each shift. */
@ExtendWith(NoLeaks.class)
class TargetStatisticsTest {
    private static final String RECIPE = """
            seed: 3
            data: {mnist: {}}
            models:
              base: {checkpoint: DIR/1}
              other: {checkpoint: DIR/2}
            shifts:
              clean: {images: test-images, adaptation: 20, test: 30}
              dark: {images: test-images, adaptation: 20, test: 80}
            seasonings:
              pair:
                ingredients: [base, other]
                weights: {segment: {from: -0.5, to: 1.5, step: 0.5}}
                batch-norm: {target: {batches: 2, batch-size: 40}}
                best: 1
            """;

    @TempDir
    Path folder;

    private RunStore store;

    @BeforeEach
    void models() throws IOException {
        store = new RunStore(folder.resolve("runs"));
        for (int seed = 1; seed <= 2; seed++) {
            WideResNet network = new WideResNet(10, 1, Activation.RELU, 4, 3);
            try (Classifier classifier = Classifier.initial(network, Normalisation.none(3), new Seed(seed))) {
                StockpotCheckpoint.write(
                        folder.resolve("" + seed), classifier, new Provenance(List.of("root", "" + seed), "{}"));
            }
        }
    }

    private RecipeSteps steps(String text) throws IOException {
        Recipe recipe = YamlRecords.read(text.replace("DIR", folder.toString()), "recipe", Recipe.class, List.of());
        return new RecipeSteps(
                recipe, "Test", new RecipeImages(MadeImages.of(300, new Seed(1)), MadeImages.of(100, new Seed(2))));
    }

    private Plan plan(String text) throws IOException {
        return Plan.of(List.of(steps(text).report()), store);
    }

    private static ShiftSearchStep search(RecipeSteps steps, String shift) {
        return steps.seasonings().get(0).judged().grids().stream()
                .filter(step -> step.shift().name().equals(shift))
                .findFirst()
                .orElseThrow();
    }

    private static Set<Integer> photos(RecipeSteps steps, String shift) {
        ShiftSearchStep step = search(steps, shift);
        int[] indices = step.seasoning().target(step.shift()).orElseThrow().indices();
        return new HashSet<>(Arrays.stream(indices).boxed().toList());
    }

    @Test
    void measuresOnPhotosThatDoNotJudge() throws IOException {
        RecipeSteps steps = steps(RECIPE);
        RecipeShift clean = search(steps, "clean").shift();
        Set<Integer> photos = photos(steps, "clean");
        assertThat(photos).hasSize(70);
        assertThat(Arrays.stream(clean.test(false)).boxed()).doesNotContainAnyElementsOf(photos);
        assertThat(photos).containsAll(Arrays.stream(clean.adaptation()).boxed().toList());
        // all that do not choose judge here
        assertThat(photos(steps, "dark")).hasSize(20);
    }

    @Test
    void looksAtThoseThatJudgeWhereThatIsSaid() throws IOException {
        String judging = RECIPE.replace("batch-size: 40", "batch-size: 40, judging: true");
        assertThat(photos(steps(judging), "dark")).hasSize(80);
        assertThat(steps(judging).seasonings().get(0).judged().described())
                .contains(
                        "dark: 20 images choose, 80 judge, batch-norm statistics of soups are from 80 images of it without"
                                + " their labels, some of which judge.");
    }

    @Test
    void cooksAndKeysByThePhotosThatAreLookedAt() throws IOException {
        Plan plan = plan(RECIPE);
        new Runner(store, Progress.NONE, () -> {}).run(plan);
        assertThat(store.find(plan.key(
                                plan.entries().get(plan.entries().size() - 1).step()))
                        .orElseThrow()
                        .resolve("report.html"))
                .content()
                .contains("statistics of soups are from 70 images of it without their labels, none of which judges");
        assertThat(plan(RECIPE).toDo()).isEmpty();
        assertThat(plan(RECIPE.replace("test: 30", "test: 40")).toDo().stream()
                        .map(entry -> entry.step().name()))
                .contains("pair-on-clean", "pair-judged")
                .doesNotContain("pair-on-dark");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "images: test-images, adaptation: 20, test: 80 | images: {corrupted: {corruptions: [fog]}}, adaptation: 20, test: 30 | the shift 'dark' has 5 versions, and batch-norm statistics",
                "batches: 2 | batches: 0 | re-estimation needs at least 1 batch"
            })
    void refusesWhatGivesNoStatistics(String text, String fault, String message) {
        assertThat(RECIPE).contains(text);
        assertThatThrownBy(() -> steps(RECIPE.replace(text, fault))).hasMessageContaining(message);
    }

    @Test
    void refusesShiftsOfWhichAllJudge() {
        String all = RECIPE.replace("test: 80", "test: 100").replace("best: 1", "protocol: overlapping\n    best: 1");
        assertThatThrownBy(() -> steps(all))
                .hasMessageContaining(
                        "the shift 'dark' has 0 images that do not judge, too few for batch-norm statistics")
                .hasMessageContaining("or take {target: {judging: true}}");
    }

    @Test
    void refusesSoupsThatAreForNoShift() {
        assertThatThrownBy(() -> steps(RECIPE + """
                        soups: {both: {ingredients: [base, other], weights: {segment: {}}, batch-norm: target}}
                        evaluate: {images: 10, conditions: [{clean: {}}]}
                        """))
                .hasMessageContaining("recipe:15:")
                .hasMessageContaining("which seasonings have and soups do not");
    }

    @Test
    void saysWhatIsAssumedOfTheTraining() throws IOException {
        Plan plan = plan(
                RECIPE.replace("{target: {batches: 2, batch-size: 40}}", "{augmented: {batches: 2, batch-size: 40}}"));
        new Runner(store, Progress.NONE, () -> {}).run(plan);
        Path page = store.find(
                        plan.key(plan.entries().get(plan.entries().size() - 1).step()))
                .orElseThrow();
        assertThat(page.resolve("report.html")).content().contains("the models do not say how images were augmented");
        Plan.Entry first = plan.entries().stream()
                .filter(entry -> entry.step().name().equals("pair-on-clean"))
                .findFirst()
                .orElseThrow();
        assertThat(Warnings.read(store.find(first.key()).orElseThrow()).sentences())
                .hasSize(1);
    }
}
