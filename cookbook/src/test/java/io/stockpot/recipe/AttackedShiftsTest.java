package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.outcome.Outcomes;
import io.stockpot.recipe.ShiftRowStep.Role;
import io.stockpot.run.Plan;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.tensor.NoLeaks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Seasonings whose conditions attack the images of shifts. */
@ExtendWith(NoLeaks.class)
class AttackedShiftsTest extends ToySeasoning {
    /** Each condition makes a column, chosen for and judged by what withstands; what is seen as it is keeps its keys. */
    @Test
    void choosesAndJudgesSoupsByWhatWithstandsAttacksOnShiftedImages() throws IOException {
        String attacked = RECIPE.replace(
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
        assertThat(left(RECIPE.replace("adaptation: 20}", "adaptation: 20, test: 30}")))
                .containsExactlyInAnyOrder("pair-judged", "report");
    }

    @ParameterizedTest
    @ValueSource(strings = {"response-surface", "gradient-descent"})
    void refusesSearchesByLogitsThatSayNothingOfAttacks(String search) {
        String searched = RECIPE.replace(
                "best: 1", "best: 1\n    search: " + search + "\n    conditions: [robust: {threat: L2 1}]");
        assertThatThrownBy(() -> steps(searched))
                .hasMessageContaining("a " + search.replace('-', ' ') + " goes by logits of images as they are");
    }

    /** Shifts of one version and of several; what the search attacked with is no condition. */
    @Test
    void descendsOnAttackedImagesOfEachShift() throws IOException {
        RecipeSteps steps = steps(descending("[Linf 4/255, L2 1/2]"));
        Plan plan = cook(steps);
        for (String shift : List.of("clean", "dark", "photos")) {
            assertThat(directory(plan, "pair-on-" + shift).resolve("choice.json"))
                    .content()
                    .contains("\"role\":\"attacked\"", "APGD of 2 steps under Linf 4/255, L2 1/2; their mean counts");
        }
        assertThat(store.find(plan.key(steps.report())).orElseThrow().resolve("report.html"))
                .content()
                .contains("Gradient descent came by");
        assertThat(left(descending("[Linf 4/255, L2 1/2]"))).isEmpty();
        assertThat(left(descending("[Linf 4/255]"))).contains("pair-on-clean");
    }

    private static String descending(String threats) {
        return RECIPE.replace(
                "best: 1",
                "best: 1\n    search: {robust-descent: {threats: " + threats
                        + ", outer: mean, attack-steps: 2, steps: 1}}");
    }

    @Test
    void refusesThreatsOfASearchAtTheirLine() {
        assertThatThrownBy(() -> steps(descending("[Linf 4/255, L5 1]")))
                .hasMessageContaining("recipe:32:53")
                .hasMessageContaining("L5");
        assertThatThrownBy(() -> steps(descending("[]"))).hasMessageContaining("at least one, e.g. [Linf 8/255]");
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
        assertThatThrownBy(() -> steps(RECIPE.replace("best: 1", "best: 1\n    conditions: " + conditions)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }
}
