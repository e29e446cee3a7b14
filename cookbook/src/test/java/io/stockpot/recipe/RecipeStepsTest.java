package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.MadeImages;
import io.stockpot.model.Classifier;
import io.stockpot.outcome.Outcomes;
import io.stockpot.run.Plan;
import io.stockpot.run.RunStore;
import io.stockpot.run.Runner;
import io.stockpot.run.Step;
import io.stockpot.run.Warnings;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.text.YamlRecords;
import io.stockpot.train.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole way from images to report, with a tiny network and made images. */
@ExtendWith(NoLeaks.class)
class RecipeStepsTest {
    private static final String RECIPE = """
            seed: 3
            data: {mnist: {}}
            models:
              base:
                train:
                  architecture: {wide-res-net: {depth: 10, widen-factor: 1, classes: 4}}
                  objective: {adversarial: {threat: Linf 8/255, attack: {pgd: {steps: 1, step-size: 1.25}}}}
                  schedule: {cyclic: {rate: 0.1}}
                  epochs: 3
                  batch-size: 50
                  augmentation: none
                  selection: {images: 100, attack: {pgd: {steps: 3}}}
              l2:
                fine-tune:
                  from: base
                  objective: {adversarial: {threat: L2 0.5, attack: {apgd: {steps: 2}}}}
                  schedule: {cosine: {rate: 0.02}}
                  epochs: 1
                  batch-size: 50
                  augmentation: none
                  selection: {images: 100, attack: {pgd: {steps: 3}}}
              l1:
                fine-tune:
                  from: base
                  objective: {adversarial: {threat: L1 4, attack: {apgd: {steps: 2}}}}
                  schedule: {cosine: {rate: 0.02}}
                  epochs: 1
                  batch-size: 50
                  augmentation: none
                  selection: {images: 100, attack: {pgd: {steps: 3}}}
            soups:
              pair: {ingredients: [base, l2], weights: {segment: {from: 0, to: 1.2, step: 0.4}}}
              triangle: {ingredients: [base, l2, l1], weights: {simplex: {denominator: 2}}}
              again: {ingredients: [l2, base], weights: {segment: {step: 0.5}}, batch-norm: {reestimate: {batches: 2}}}
            evaluate:
              images: 60
              conditions:
                - clean: {}
                - robust: {threat: Linf 8/255, attack: {apgd: {steps: 4}}}
                - robust: {threat: L2 0.5, attack: {apgd: {steps: 4}}}
            """;

    @TempDir
    Path runs;

    private RunStore store;

    @BeforeEach
    void open() {
        store = new RunStore(runs);
    }

    @Test
    void cooksFromImagesToReport() throws IOException {
        RecipeSteps steps = steps(RECIPE);
        Plan plan = cook(steps);
        Path report = store.find(plan.key(steps.report())).orElseThrow();
        assertThat(report.resolve("report.html")).content().contains("Linf 8/255", "union", "triangle");
        GridOutcomes triangle = grid(plan, "triangle");
        assertThat(triangle.points()).hasSize(6);
        Outcomes base = Outcomes.read(directory(plan, "evaluate-base").resolve("outcomes.json"));
        assertThat(base.accuracy("clean").value()).isGreaterThan(0.8);
        assertThat(base.accuracy("Linf 8/255").correct())
                .isLessThanOrEqualTo(base.accuracy("clean").correct());
        assertThat(triangle.at(MixingWeights.parse("1, 0, 0"))).isEqualTo(base);
        assertThat(grid(plan, "pair").at(MixingWeights.parse("0, 1")))
                .isEqualTo(triangle.at(MixingWeights.parse("0, 1, 0")));

        assertThat(Plan.of(List.of(steps(RECIPE).report()), store).toDo()).isEmpty();
    }

    /**
     * With anchors each image that stands has stood without; an anchor's image falls to its own point as it did. The
     * points are not kept.
     */
    @Test
    void triesThePointsOfAnchorsOnEveryMixture() throws IOException {
        String anchored = RECIPE.replace(
                "simplex: {denominator: 2}}}", "simplex: {denominator: 2}}, anchors: vertices-and-centre}");
        GridOutcomes without = grid(cook(steps(RECIPE)), "triangle");
        Plan plan = cook(steps(anchored));
        GridOutcomes with = grid(plan, "triangle");
        assertThat(with.points()).hasSameSizeAs(without.points());
        for (String label : List.of("clean", "Linf 8/255", "L2 0.5")) {
            for (String weights : List.of("1, 0, 0", "0, 1, 0", "0, 0, 1", "1, 1, 0", "1, 0, 1", "0, 1, 1")) {
                MixingWeights mixture = weights.chars().filter(c -> c == '1').count() == 1
                        ? MixingWeights.parse(weights)
                        : MixingWeights.parse(weights.replace("1", "1/2"));
                BitSet more = with.at(mixture).correct(label);
                more.andNot(without.at(mixture).correct(label));
                assertThat(more.cardinality()).as(mixture + " " + label).isZero();
            }
        }
        assertThat(with.at(MixingWeights.parse("1, 0, 0")).correct("clean"))
                .isEqualTo(without.at(MixingWeights.parse("1, 0, 0")).correct("clean"));
        assertThat(directory(plan, "triangle").resolve("mixtures")).doesNotExist();
    }

    /** At its own points a network has the verdicts of its evaluation, though each point is judged anew. */
    @Test
    void asksAllNetworksAboutTheAdversarialPointsOfEach() throws IOException {
        String asking = RECIPE + "report: {blocks: [transfer: {soup: pair, condition: Linf 8/255}]}\n";
        RecipeSteps steps = steps(asking);
        Plan plan = cook(steps);
        Path run = directory(plan, "transfer-pair-Linf 8/255");
        Outcomes clean = Outcomes.read(run.resolve("clean.json"));
        List<String> models = List.of("base", "l2");
        for (int place = 0; place < models.size(); place++) {
            Outcomes alone = Outcomes.read(
                    directory(plan, "evaluate-" + models.get(place)).resolve("outcomes.json"));
            String own = Integer.toString(place);
            Outcomes points = Outcomes.read(run.resolve("points-of-" + place + ".json"));
            assertThat(points.conditions()).containsExactlyInAnyOrder("0", "1", "2");
            assertThat(points.correct(own)).isEqualTo(alone.correct("Linf 8/255"));
            assertThat(clean.correct(own)).isEqualTo(alone.correct("clean"));
        }
        GridOutcomes pair = grid(plan, "pair");
        MixingWeights best = TransferStep.best(pair, "Linf 8/255");
        assertThat(best.numerators()).doesNotContain(0);
        assertThat(Outcomes.read(run.resolve("points-of-2.json")).correct("2"))
                .isEqualTo(pair.at(best).correct("Linf 8/255"));
        assertThat(run.resolve("points-0")).doesNotExist();
        // the attacks of the evaluation once more, so that they warn of the same
        assertThat(Warnings.read(run).sentences())
                .containsAll(Warnings.read(directory(plan, "evaluate-base")).sentences());
        assertThat(store.find(plan.key(steps.report())).orElseThrow().resolve("report.html"))
                .content()
                .contains("points of base", "points that break l2", "points of " + best.formula(models));
        assertThat(left(asking)).isEmpty();
        assertThatThrownBy(() -> steps(asking.replace("condition: Linf 8/255", "condition: clean")))
                .hasMessageContaining("transfer is of the points of one threat");
    }

    @Test
    void runsOnlyWhatChanged() throws IOException {
        cook(steps(RECIPE));
        assertThat(left(RECIPE.replace("steps: 4", "steps: 5"))).doesNotContain("base", "l2", "l1");
        assertThat(left(RECIPE.replace("images: 60", "images: 60\n  batch-size: 7")))
                .isEmpty();
        assertThat(left(RECIPE.replace("base", "first"))).containsExactly("report");
        assertThat(left(RECIPE.replace("L1 4", "L1 5"))).containsExactly("l1", "evaluate-l1", "triangle", "report");
        assertThat(left(RECIPE.replace("seed: 3", "seed: 4"))).hasSize(10);
        String own = RECIPE.replace(
                "cosine: {rate: 0.02}}\n      epochs", "cosine: {rate: 0.02}}\n      seed: 9\n      epochs");
        assertThat(left(own)).contains("l2", "l1").doesNotContain("base");
    }

    /** Models of one architecture start alike, unless they have seeds of their own. */
    @Test
    void startsFromOtherWeightsWithASeedOfItsOwn() throws IOException {
        String own = RECIPE.replace("epochs: 3\n", "epochs: 3\n      seed: 9\n");
        assertThat(start(RECIPE.replace("epochs: 3", "epochs: 4"))).isEqualTo(start(RECIPE));
        assertThat(start(own)).isNotEqualTo(start(RECIPE)).isEqualTo(start(own.replace("seed: 3", "seed: 4")));
    }

    private static String start(String recipe) throws IOException {
        TrainingStep base = (TrainingStep) steps(recipe).evaluations().get(0).model();
        Training.Parent none = () -> {
            throw new AssertionError("the base has no parent");
        };
        try (Classifier classifier = base.training().start(MadeImages.of(60, new Seed(2)), base.seed(), none)) {
            return classifier.weights().digest();
        }
    }

    /** Other texts are other keys: whatever people have measured would be measured again. */
    @Test
    void keepsTheIdentityOfMeasurements() throws IOException {
        String conditions =
                "\"conditions\":[{\"clean\":{}},{\"robust\":{\"threat\":\"Linf 8/255\",\"attack\":{\"apgd\":"
                        + "{\"steps\":4,\"restarts\":1,\"large-radii\":false}}}}]";
        RecipeSteps steps = steps(RECIPE.replace("    - robust: {threat: L2 0.5, attack: {apgd: {steps: 4}}}\n", ""));
        assertThat(steps.evaluations().get(0).canonical()).isEqualTo("{\"seed\":3,\"images\":60," + conditions + "}");
        assertThat(steps.soups().get(1).canonical())
                .isEqualTo("{\"seed\":3,\"images\":60," + conditions
                        + ",\"weights\":{\"simplex\":{\"denominator\":2}},\"batch-norm\":{\"interpolate\":{}}}");
    }

    /** The attacks that a name stands for are in the keys, so that other numbers under the name are not the same. */
    @Test
    void spellsOutNamedAttacksInKeys() throws IOException {
        String named = keys("auto-attack: {}");
        assertThat(named)
                .contains("{\"cascade\":{\"attacks\":[{\"apgd\":", "\"queries\":5000", "\"extra-queries\":15000")
                .doesNotContain("auto-attack")
                .isEqualTo(keys("auto-attack: {extra-queries: 15000}"))
                .isNotEqualTo(keys("auto-attack: {extra-queries: 0}"));
    }

    private static String keys(String attack) throws IOException {
        RecipeSteps steps = steps(RECIPE.replace("apgd: {steps: 4}", attack));
        return steps.evaluations().get(0).canonical() + steps.soups().get(0).canonical();
    }

    @Test
    void aModelKilledJustBeforeItsRenameIsNotTrainedAgain() throws IOException {
        List<Step<?>> base = steps(RECIPE).models().subList(0, 1);
        new Runner(store, Progress.NONE, () -> {}).run(Plan.of(base, store));
        Path done = directory(Plan.of(base, store), "base");
        Path partial = runs.resolve("." + done.getFileName() + ".partial");
        Files.move(done, partial);
        Files.writeString(partial.resolve(".model.safetensors-1.partial"), "half");
        FileTime trained = Files.getLastModifiedTime(partial.resolve("model.safetensors"));

        new Runner(store, Progress.NONE, () -> {}).run(Plan.of(base, store));
        assertThat(Files.getLastModifiedTime(done.resolve("model.safetensors"))).isEqualTo(trained);
        assertThat(done).isDirectoryNotContaining("glob:**.partial");
    }

    @Test
    void aKilledEvaluationGoesOnAfterItsLastBlock() throws IOException {
        String recipe = RECIPE.replace("images: 60", "images: 60\n  batch-size: 20");
        Plan whole = cook(steps(recipe));
        Outcomes expected = Outcomes.read(directory(whole, "evaluate-base").resolve("outcomes.json"));
        Path done = directory(whole, "evaluate-base");
        Files.move(done, runs.resolve("elsewhere"));
        AtomicInteger blocks = new AtomicInteger();
        Progress dying = (what, total, unit) -> new Progress.Task() {
            @Override
            public void note(String text) {
                // what is said after each block
                if (text.matches(".*% (right|stand).*") && blocks.incrementAndGet() == 5) {
                    throw new IllegalStateException("out of power");
                }
            }
        };
        assertThatThrownBy(() -> new Runner(store, dying, () -> {}).run(evaluation(recipe)))
                .hasMessageContaining("out of power");
        Path journal = runs.resolve("." + done.getFileName() + ".partial").resolve("journal");
        assertThat(journal.resolve("clean.jsonl")).exists();

        AtomicInteger more = new AtomicInteger();
        Progress counting = (what, total, unit) -> new Progress.Task() {
            @Override
            public void note(String text) {
                more.addAndGet(text.matches(".*% (right|stand).*") ? 1 : 0);
            }
        };
        new Runner(store, counting, () -> {}).run(evaluation(recipe));
        assertThat(Outcomes.read(done.resolve("outcomes.json"))).isEqualTo(expected);
        assertThat(done).isDirectoryNotContaining("glob:**journal");
        // three blocks of clean images and of each threat: five were done; and the end of each task
        assertThat(more.get()).isLessThanOrEqualTo(9 - 5 + 1);
    }

    private Plan evaluation(String recipe) throws IOException {
        RecipeSteps steps = steps(recipe);
        Step<?> alone = Plan.of(List.of(steps.report()), store).entries().stream()
                .map(Plan.Entry::step)
                .filter(step -> step.name().equals("evaluate-base"))
                .findFirst()
                .orElseThrow();
        return Plan.of(List.of(alone), store);
    }

    @Test
    void measuresCurvesAsConditionsAndReportsWarnings() throws IOException {
        String recipe = RECIPE.replaceFirst("(?s)  triangle:.*evaluate:", "evaluate:")
                + "    - curve: {threats: Linf 0..16/255 by 8/255, attack: {targeted-apgd: {steps: 4}}, name: rising}\n";
        Plan plan = cook(steps(recipe));
        Outcomes base = Outcomes.read(directory(plan, "evaluate-base").resolve("outcomes.json"));
        assertThat(base.conditions())
                .containsExactly("clean", "Linf 8/255", "L2 0.5", "rising 0", "rising 8/255", "rising 16/255");
        assertThat(base.correct("rising 0")).isEqualTo(base.correct("clean"));
        assertThat(directory(plan, "report").resolve("report.html"))
                .content()
                .contains("rising 16/255", "Warnings", "targeted-apgd is to aim at 9 classes, and there are 3")
                .contains("soup pair, rising 8/255: mixture ", " and others, 3 in all: targeted-apgd is to aim at");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ingredients: [base, l2] | ingredients: [base, l3] | there is no model 'l3'; known: base, l2, l1",
                "from: base | from: basis | the parent 'basis' of 'l2' is not one of the models",
                "seed: 3 | sed: 3 | 1:1: unknown key 'sed'",
                "Linf 8/255 | Linv 8/255 | a norm is one of Linf, L2, L1",
                "evaluate: | report: {blocks: [{triangles: {soup: pear}}]}\\nevaluate: | there is no soup 'pear'",
                "evaluate: | report: {blocks: [{triangles: {soup: pair}}]}\\nevaluate: | a triangle shows mixtures of 3",
                "evaluate: | report: {blocks: [{front: {soups: [triangle], x: clean, y: clean}}]}\\nevaluate: | a front shows",
                "evaluate: | report: {blocks: [{extrapolation: {soup: triangle}}]}\\nevaluate: | a curve shows",
                "soups: | report: {blocks: [{front: {soups: [one], x: clean, y: union}}]}\\nsoups:\\n"
                        + "  one: {ingredients: [base, l2], weights: {segment: {}}, conditions: [clean, L2 0.5]}"
                        + " | there is no condition 'union'; known: clean, L2 0.5",
                "images: 60 | images: 10001 | there are 10000 test images in mnist, not 10001",
                "soups: | shifts: {clean: {images: test-images}}\\nsoups: | missing key 'seasonings': shifts are measured"
                        + " only for them",
                "soups: | shifts: {clean: {images: test-images}}\\nseasonings: {fit: {ingredients: [base, l2], compare:"
                        + " [l1], ensembles: {l1: [base, l2]}}}\\nsoups: | the ensemble 'l1' has the name of a model"
            })
    void refusesFaultyRecipesWithLineAndColumn(String text, String fault, String message) {
        String faulty = RECIPE.replaceFirst(Pattern.quote(text), Matcher.quoteReplacement(fault.replace("\\n", "\n")));
        assertThatThrownBy(() -> steps(faulty))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message)
                .hasMessageMatching("(?s)recipe:\\d+:\\d+: .*");
    }

    private List<String> left(String recipe) throws IOException {
        return Plan.of(List.of(steps(recipe).report()), store).toDo().stream()
                .map(entry -> entry.step().name())
                .toList();
    }

    private Plan cook(RecipeSteps steps) throws IOException {
        Plan plan = Plan.of(List.of(steps.report()), store);
        new Runner(store, Progress.NONE, () -> {}).run(plan);
        return plan;
    }

    private static RecipeSteps steps(String text) throws IOException {
        Recipe recipe = YamlRecords.read(text, "recipe", Recipe.class, List.of());
        return new RecipeSteps(
                recipe, "Test", new RecipeImages(MadeImages.of(600, new Seed(1)), MadeImages.of(100, new Seed(2))));
    }

    private GridOutcomes grid(Plan plan, String soup) throws IOException {
        return GridOutcomes.read(directory(plan, soup).resolve("grid.json"));
    }

    private Path directory(Plan plan, String name) throws IOException {
        Plan.Entry found = plan.entries().stream()
                .filter(entry -> entry.step().name().equals(name))
                .findFirst()
                .orElseThrow();
        return store.find(found.key()).orElseThrow();
    }
}
