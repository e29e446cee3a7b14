package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.MadeImages;
import io.stockpot.data.shift.Pictures;
import io.stockpot.outcome.Outcomes;
import io.stockpot.recipe.ShiftRowStep.Role;
import io.stockpot.run.Plan;
import io.stockpot.run.RunStore;
import io.stockpot.run.Runner;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.ShiftOutcomes;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.text.YamlRecords;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seasonings whose conditions attack the images of shifts. */
@ExtendWith(NoLeaks.class)
class AttackedShiftsTest {
    @TempDir
    Path folder;

    private RunStore store;

    @BeforeEach
    void photos() throws IOException {
        store = new RunStore(folder.resolve("runs"));
        for (int photo = 0; photo < 3; photo++) {
            Pictures.write(folder.resolve("photos/a/" + photo + ".png"), 16, 12, new Color(90 + photo, 100, 110));
            Pictures.write(folder.resolve("photos/d/" + photo + ".png"), 12, 16, new Color(110, 100 + photo, 90));
        }
    }

    /** Each condition makes a column, chosen for and judged by what withstands; what is seen as it is keeps its keys. */
    @Test
    void choosesAndJudgesSoupsByWhatWithstandsAttacksOnShiftedImages() throws IOException {
        String attacked = ToySeasoning.RECIPE
                        .replace(
                                "best: 1",
                                "best: 1\n    conditions: [clean: {}, robust: {threat: Linf 16/255, attack: {pgd: {steps: 2}}}]")
                        .replace("adaptation: 20}", "adaptation: 20, test: 30}")
                + "evaluate: {images: 100, conditions: [robust: {threat: Linf 16/255, attack: {pgd: {steps: 2}}}]}\n";
        RecipeSteps steps = steps(attacked);
        Plan plan = cook(steps);
        Path report = store.find(plan.key(steps.report())).orElseThrow();
        assertThat(report.resolve("report.html"))
                .content()
                .contains("For photos under Linf 16/255: ", "dark under Linf 16/255")
                .contains("20 images choose, 30 judge, right if they withstand Linf 16/255 (pgd");
        for (String shift : List.of("clean", "dark", "photos")) {
            GridOutcomes plain = grid(plan, "pair-on-" + shift);
            GridOutcomes robust = grid(plan, "pair-on-" + shift + " under Linf 16/255");
            assertThat(robust.conditions()).isEqualTo(plain.conditions());
            for (GridOutcomes.Point point : robust.points()) {
                for (String version : robust.conditions()) {
                    BitSet gained = point.outcomes().correct(version);
                    gained.andNot(plain.at(point.weights()).correct(version));
                    assertThat(gained.isEmpty()).isTrue();
                }
            }
        }
        // test images as a shift have the verdicts of the evaluation
        ShiftRowStep.Row row = new ShiftRowStep(
                        "", steps.recipe().seasonings().get("pair"), List.of(), null, Role.JUDGE)
                .read(directory(plan, "base-on-clean under Linf 16/255"));
        Outcomes evaluated = Outcomes.read(directory(plan, "evaluate-base").resolve("outcomes.json"));
        int[] judging =
                steps.seasonings().get(0).judged().grids().get(0).shift().test(false);
        for (int place = 0; place < judging.length; place++) {
            assertThat(row.right().correct("images").get(place))
                    .isEqualTo(evaluated.correct("Linf 16/255").get(judging[place]));
        }
        assertThat(left(attacked)).isEmpty();
        assertThat(left(ToySeasoning.RECIPE.replace("adaptation: 20}", "adaptation: 20, test: 30}")))
                .containsExactlyInAnyOrder("pair-judged", "report");
    }

    @Test
    void refusesSearchesByLogitsThatSayNothingOfAttacks() {
        String searched = ToySeasoning.RECIPE.replace(
                "best: 1", "best: 1\n    search: response-surface\n    conditions: [robust: {threat: L2 1}]");
        assertThatThrownBy(() -> steps(searched))
                .hasMessageContaining("a response surface predicts answers to images as they are");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[clean: {}, clean: {}] | two conditions are called 'clean'",
                "[curve: {threats: Linf 0..2/255 by 1/255}] | unknown",
                "[robust: {threat: L2 20}] | L2 20"
            })
    void refusesConditionsThatShiftsCannotHave(String conditions, String message) {
        assertThatThrownBy(
                        () -> steps(ToySeasoning.RECIPE.replace("best: 1", "best: 1\n    conditions: " + conditions)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    private RecipeSteps steps(String text) throws IOException {
        Recipe recipe = YamlRecords.read(text.replace("DIR", folder.toString()), "recipe", Recipe.class, List.of());
        return new RecipeSteps(
                recipe, "Test", new RecipeImages(MadeImages.of(300, new Seed(1)), MadeImages.of(100, new Seed(2))));
    }

    private Plan cook(RecipeSteps steps) throws IOException {
        Plan plan = Plan.of(List.of(steps.report()), store);
        new Runner(store, Progress.NONE, () -> {}).run(plan);
        return plan;
    }

    private List<String> left(String recipe) throws IOException {
        return Plan.of(List.of(steps(recipe).report()), store).toDo().stream()
                .map(entry -> entry.step().name())
                .toList();
    }

    private GridOutcomes grid(Plan plan, String step) throws IOException {
        Map<String, GridOutcomes> grids =
                ShiftOutcomes.read(directory(plan, step).resolve("grid.json")).dataSets();
        return grids.values().iterator().next();
    }

    private Path directory(Plan plan, String name) throws IOException {
        Plan.Entry found = plan.entries().stream()
                .filter(entry -> entry.step().name().equals(name))
                .findFirst()
                .orElseThrow();
        return store.find(found.key()).orElseThrow();
    }
}
