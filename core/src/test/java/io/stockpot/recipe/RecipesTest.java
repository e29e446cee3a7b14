package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.data.DataCache;
import io.stockpot.train.ModelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recipe that is shipped can be read and planned. */
class RecipesTest {
    @TempDir
    Path runs;

    static List<Path> recipes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../recipes"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void parsesAndPlans(Path file) throws IOException {
        Recipe recipe = Recipe.read(file, List.of());
        RecipeSteps steps = new RecipeSteps(recipe, "test", new RecipeImages(recipe.data(), new DataCache(runs)));
        Plan plan = Plan.of(List.of(steps.report()), new RunStore(runs));
        int evaluations = recipe.evaluate().isPresent() ? recipe.models().size() : 0;
        int seasoned = recipe.seasonings().values().stream()
                .mapToInt(seasoning -> seasoned(recipe, seasoning))
                .sum();
        assertThat(plan.toDo().size())
                .isEqualTo(recipe.models().size() + evaluations + recipe.soups().size() + seasoned + 1);
        assertThat(plan.toString()).contains("report").contains(" to do");
    }

    /** For each shift one step of the grid and one of each further row, and one to judge. */
    private static int seasoned(Recipe recipe, SeasoningPlan seasoning) {
        long shifts = recipe.shifts().values().stream()
                .filter(shift -> !shift.optional() || shift.images().missing().isEmpty())
                .count();
        int rows = seasoning.compare().size() + seasoning.ensembles().size();
        return (int) shifts * (1 + rows) + 1;
    }

    @Test
    void theRecipeOfSectionFiveIsThatOfThePaper() throws IOException {
        Recipe recipe = Recipe.read(Path.of("../recipes/imagenet-shifts.yaml"), List.of());
        SeasoningPlan four = recipe.seasonings().get("four");
        assertThat(four.weights().points(four.ingredients().size())).hasSize(480);
        assertThat(four.overlapping()).isTrue();
        assertThat(recipe.shifts()).hasSize(8);
        recipe.shifts()
                .forEach((name, shift) ->
                        assertThat(shift.adaptation()).isEqualTo(name.equals("conflict") ? 1280 : 1000));
        assertThat(recipe.models().values())
                .allSatisfy(model -> assertThat(((ModelSource.Checkpoint) model).architecture())
                        .hasValueSatisfying(
                                network -> assertThat(network.toString()).contains("BASE", "patch=16", "image=224")));
    }
}
