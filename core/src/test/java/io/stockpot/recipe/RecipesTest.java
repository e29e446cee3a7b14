package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.data.DataCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
        assertThat(plan.toDo())
                .hasSize(2 * recipe.models().size() + recipe.soups().size() + 1);
        assertThat(plan.toString()).contains("report").contains(" to do");
    }
}
