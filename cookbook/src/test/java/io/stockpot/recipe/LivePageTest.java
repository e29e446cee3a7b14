package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.MadeImages;
import io.stockpot.run.Estimate;
import io.stockpot.run.Plan;
import io.stockpot.run.RunStore;
import io.stockpot.run.Runner;
import io.stockpot.run.Step;
import io.stockpot.run.Work;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A page that fills itself, and how much work its steps are. */
@ExtendWith(NoLeaks.class)
class LivePageTest {
    private static final String RECIPE = """
            data: {mnist: {}}
            models:
              a: &model
                train:
                  architecture: {wide-res-net: {depth: 10, widen-factor: 1, classes: 4}}
                  objective: {adversarial: {threat: Linf 8/255, attack: {apgd: {steps: 2}}}}
                  schedule: {cyclic: {rate: 0.1}}
                  epochs: 2
                  batch-size: 50
                  augmentation: none
                  selection: {images: 100, attack: {apgd: {steps: 1}}}
              b: {fine-tune: {from: a, objective: nominal, schedule: {cosine: {rate: 0.02}}, \
            epochs: 1, batch-size: 50, augmentation: none, selection: {images: 100}}}
              c: {fine-tune: {from: a, objective: nominal, schedule: {cosine: {rate: 0.02}}, \
            epochs: 1, batch-size: 60, augmentation: none, selection: {images: 100}}}
            soups:
              triangle: {ingredients: [a, b, c], weights: {simplex: {denominator: 2}}}
              pair: {ingredients: [b, a], weights: {segment: {step: 0.5}}}
            evaluate:
              images: 30
              conditions:
                - clean: {}
                - robust: {threat: Linf 2/255, attack: {cascade: {attacks: [{apgd: {steps: 3}}, {square: {queries: 10}}]}}}
            """;

    @TempDir
    Path runs;

    private static RecipeSteps steps() throws IOException {
        Recipe recipe = YamlRecords.read(RECIPE, "recipe", Recipe.class, List.of());
        return new RecipeSteps(
                recipe, "a test", new RecipeImages(MadeImages.of(300, new Seed(1)), MadeImages.of(100, new Seed(2))));
    }

    @Test
    void showsWhatIsKnownAndNamesWhatItWaitsFor() throws IOException {
        RecipeSteps steps = steps();
        RunStore store = new RunStore(runs);
        Plan plan = Plan.of(steps.targets(), steps.order(), store);
        List<String> pages = new ArrayList<>();
        LivePage page = new LivePage(steps, store, Optional.of(Estimate.of(plan)), System::nanoTime);
        assertThat(page.path()).isEqualTo(runs.resolve("now-a-test").resolve("report.html"));
        new Runner(store, Progress.NONE, () -> {}, (done, left, inputs) -> {
                    page.reached(done, left, inputs);
                    pages.add(Files.readString(page.path()));
                })
                .run(plan);

        assertThat(plan.toDo())
                .extracting(entry -> entry.step().name())
                .containsExactly("a", "evaluate-a", "b", "evaluate-b", "c", "evaluate-c", "pair", "triangle", "report");
        assertThat(pages).hasSize(10);
        String reload = "<meta http-equiv=\"refresh\" content=\"10\">";
        assertThat(pages.subList(0, 9)).allSatisfy(text -> assertThat(text).contains(reload, "Unfinished: "));
        assertThat(pages.get(0)).contains("Unfinished: 0 of 9 steps done, about ", "Waiting for the models.");
        assertThat(pages.get(2))
                .contains("2 of 9 steps done", "Waiting for b, c.", "Waiting for the soup triangle.")
                .contains("Waiting for the soup pair.");
        assertThat(pages.get(7))
                .contains("7 of 9 steps done", "Waiting for the soup triangle.")
                .doesNotContain("Waiting for the soup pair.")
                .doesNotContain("Waiting for b");
        assertThat(pages.get(8)).doesNotContain("Waiting for");

        Path report = store.find(plan.key(steps.report())).orElseThrow();
        assertThat(pages.get(9)).contains("0; url=../" + report.getFileName() + "/report.html");
        assertThat(report.resolve("report.html"))
                .content()
                .doesNotContain("http-equiv=\"refresh\"")
                .doesNotContain("Unfinished");
    }

    @Test
    void leavesTheReportInTheStoreAsItIsWithoutAPage() throws IOException {
        RecipeSteps steps = steps();
        List<String> reports = new ArrayList<>();
        for (int watched = 0; watched < 2; watched++) {
            RunStore store = new RunStore(runs.resolve("store-" + watched));
            Plan plan = Plan.of(steps.targets(), steps.order(), store);
            Runner.Listener page = watched == 0
                    ? (done, left, inputs) -> {}
                    : new LivePage(steps, store, Optional.empty(), System::nanoTime);
            new Runner(store, Progress.NONE, () -> {}, page).run(plan);
            String report = Files.readString(
                    store.find(plan.key(steps.report())).orElseThrow().resolve("report.html"));
            // two runs are finished in different minutes
            reports.add(report.replaceFirst("Steps were finished [^<]*", ""));
        }
        assertThat(reports.get(1)).isEqualTo(reports.get(0));
    }

    @Test
    void countsPassesFromThePlan() throws IOException {
        Map<String, Work> works = works(steps());
        // 2 epochs of 200 images; two steps of the attack and one of learning, each with a gradient
        assertThat(works.get("a").size()).isEqualTo("2 epochs × 200 images × 9 passes");
        // two validations on 100 images: a look and half of a step of the attack
        assertThat(passes(works.get("a"), true)).isEqualTo(2 * 200 * 3 + 2 * 100 * 0.5);
        assertThat(passes(works.get("a"), false)).isEqualTo(2 * 100);
        assertThat(works.get("a").bytes()).isBetween(4L * 70_000, 4L * 90_000);
        // each image is looked at; half go through three steps with gradients and ten queries
        assertThat(works.get("evaluate-a").size()).isEqualTo("30 images, at most 20 passes each");
        assertThat(passes(works.get("evaluate-a"), true)).isEqualTo(30 * 0.5 * 3);
        assertThat(passes(works.get("evaluate-a"), false)).isEqualTo(30 + 30 * 0.5 * 10);
        // of three mixtures two are models; of the six of the triangle the pair has measured three, and c is a model
        assertThat(works.get("pair").size()).startsWith("1 of 3 soups × 30 images");
        assertThat(works.get("triangle").size()).startsWith("2 of 6 soups × 30 images");
        assertThat(passes(works.get("triangle"), true)).isEqualTo(2 * 30 * 0.5 * 3);
        assertThat(works.get("report")).isEqualTo(Work.LITTLE);
    }

    private Map<String, Work> works(RecipeSteps steps) throws IOException {
        List<Step<?>> all = Plan.of(steps.targets(), new RunStore(runs)).toDo().stream()
                .<Step<?>>map(Plan.Entry::step)
                .toList();
        Function<Step<?>, Work> work = step -> {
            try {
                return step.work();
            } catch (IOException impossible) {
                throw new java.io.UncheckedIOException(impossible);
            }
        };
        return all.stream().collect(Collectors.toMap(Step::name, work));
    }

    private static double passes(Work work, boolean gradient) {
        return work.passes().orElseThrow().stream()
                .filter(passes -> ((NetworkPass) passes.pass()).gradient() == gradient)
                .mapToDouble(Work.Passes::number)
                .sum();
    }
}
