package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.MadeImages;
import io.stockpot.outcome.Outcomes;
import io.stockpot.run.Plan;
import io.stockpot.run.RunStore;
import io.stockpot.run.Runner;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Models that are looked at under all threats together only. */
@ExtendWith(NoLeaks.class)
class OutcomesStepTest {
    private static final String RECIPE = """
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
            evaluate:
              images: 60
              conditions:
                - clean: {}
                - robust: {threat: Linf 0.2, attack: {apgd: {steps: 5}}}
                - robust: {threat: L1 10, attack: {apgd: {steps: 5}}}
            """;
    private static final String UNION_ONLY = RECIPE + "  union-only: true\n";

    @TempDir
    Path folder;

    @Test
    void measuresTheUnionAndNoSingleThreatUnderUnionOnly() throws IOException {
        RunStore store = new RunStore(folder.resolve("runs"));
        Outcomes each = RecipeOutcomes.withUnion(measured(RECIPE, store), List.of("Linf 0.2", "L1 10"));
        Outcomes together = measured(UNION_ONLY, store);
        assertThat(together).isEqualTo(each.select(List.of("clean", "union")));
        assertThat(each.accuracy("union").value())
                .isLessThan(each.accuracy("clean").value());
    }

    private static Outcomes measured(String recipe, RunStore store) throws IOException {
        RecipeSteps steps = steps(recipe);
        Plan plan = Plan.of(List.of(steps.report()), store);
        new Runner(store, Progress.NONE, () -> {}).run(plan);
        assertThat(Files.readString(
                        store.find(plan.key(steps.report())).orElseThrow().resolve("report.html")))
                .satisfies(page -> assertThat(page.contains("union")).isTrue());
        OutcomesStep step = steps.evaluations().get(0);
        return step.read(store.find(plan.key(step)).orElseThrow());
    }

    private static RecipeSteps steps(String recipe) throws IOException {
        return new RecipeSteps(
                read(recipe),
                "Test",
                new RecipeImages(MadeImages.of(300, new Seed(1)), MadeImages.of(100, new Seed(2))));
    }

    private static Recipe read(String recipe) throws IOException {
        return YamlRecords.read(recipe, "recipe", Recipe.class, List.of());
    }

    @Test
    void refusesUnionOnlyWithoutThreatsOrWithSoups() {
        assertThatIOException()
                .isThrownBy(() -> read(UNION_ONLY.replaceFirst(" *- robust: .*\n", "")))
                .withMessageContaining("union-only needs at least two threats that are no curves");
        String soup = "soups: {s: {ingredients: [base, base], weights: {segment: {step: 0.5}}}}\n";
        assertThatIOException()
                .isThrownBy(() -> read(UNION_ONLY + soup))
                .withMessageContaining("soups are looked at under each condition by itself; leave union-only out");
    }

    @Test
    void changesKeysOnlyOfUnionsBesideCurves() throws IOException {
        String curve = "    - curve: {threats: Linf 0..0.2 by 0.1, name: curve}\n";
        assertThat(identity(RECIPE)).doesNotContain("curves-attacked");
        assertThat(identity(RECIPE + curve)).doesNotContain("curves-attacked");
        assertThat(identity(UNION_ONLY)).doesNotContain("curves-attacked");
        assertThat(identity(UNION_ONLY.replace("  union-only", curve + "  union-only")))
                .contains("\"curves-attacked\":true");
    }

    private static String identity(String recipe) throws IOException {
        return steps(recipe).evaluations().get(0).canonical();
    }
}
