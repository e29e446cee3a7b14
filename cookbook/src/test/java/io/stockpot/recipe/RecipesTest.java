package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.attack.AutoAttack;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.evaluate.Condition;
import io.stockpot.run.Plan;
import io.stockpot.run.RunStore;
import io.stockpot.threat.Epsilon;
import io.stockpot.threat.ThreatModel;
import io.stockpot.train.FineTune;
import io.stockpot.train.ModelSource;
import io.stockpot.train.Objective;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recipe that is shipped can be read and planned. */
class RecipesTest {
    @TempDir
    Path runs;

    /** Those whose data are known without being there; twins of the others: {@link SignsTest}, {@link ImageNetTwinsTest}. */
    static List<Path> recipes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../recipes"))) {
            Stream<Path> known = files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("signs.yaml"));
            return Stream.concat(known, Stream.of(Path.of("../recipes/imagenet/tables.yaml")))
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

    /** For each shift one step of the grid, one of each ensemble and two of each further model; and one to judge. */
    private static int seasoned(Recipe recipe, SeasoningPlan seasoning) {
        long shifts = recipe.shifts().entrySet().stream()
                .filter(shift -> seasoning.shifts().stream().allMatch(some -> some.contains(shift.getKey())))
                .map(Map.Entry::getValue)
                .filter(shift -> !shift.optional() || shift.images().missing().isEmpty())
                .count();
        int rows = 2 * seasoning.compare().size() + seasoning.ensembles().size();
        return (int) shifts * (1 + rows) + 1;
    }

    @Test
    void theRecipeOfSectionFiveIsThatOfThePaper() throws IOException {
        Recipe recipe = Recipe.read(Path.of("../recipes/imagenet/tables.yaml"), List.of());
        SeasoningPlan four = recipe.seasonings().get("four");
        assertThat(four.weights().points(four.ingredients().size())).hasSize(480);
        assertThat(four.overlapping()).isTrue();
        assertThat(recipe.shifts()).hasSize(8);
        recipe.shifts()
                .forEach((name, shift) ->
                        assertThat(shift.adaptation()).isEqualTo(name.equals("conflict") ? 1280 : 1000));
        assertThat(recipe.models().values())
                .flatExtracting(model -> model.file().flatMap(ModelSource.Checkpoint::architecture).stream()
                        .toList())
                .hasSize(11)
                .allSatisfy(network -> assertThat(network.toString()).contains("BASE", "patch=16", "image=224"));
    }

    /** Figures 1 and 3 show the same models, trained once, under the two evaluations of App. A.2. */
    @Test
    void trianglesAreOfTheSameModelsUnderTheStrongEvaluation() throws IOException {
        Recipe pairs = Recipe.read(Path.of("../recipes/cifar10-three-norms.yaml"), List.of());
        Recipe triangles = Recipe.read(Path.of("../recipes/cifar10-triangles.yaml"), List.of());
        assertThat(triangles.models()).isEqualTo(pairs.models());
        assertThat(triangles.seed()).isEqualTo(pairs.seed());
        assertThat(pairs.evaluate().orElseThrow().images()).isEqualTo(10_000);
        assertThat(triangles.evaluate().orElseThrow().images()).isEqualTo(1_000);
        assertThat(triangles.evaluate().orElseThrow().conditions())
                .filteredOn(Condition.Robust.class::isInstance)
                .hasSize(3)
                .allMatch(robust -> ((Condition.Robust) robust)
                        .attack()
                        .equals(new AutoAttack(AutoAttack.Version.PAPER_STRONG, Optional.empty())));
    }

    @ParameterizedTest
    @CsvSource({"imagenet/tables, four, half-radii, quarter-radii", "cifar10-radii, whole, half, quarter"})
    void radiiAreComparedOnTheSameGridAndImages(String file, String whole, String half, String quarter)
            throws IOException {
        Recipe recipe = Recipe.read(Path.of("../recipes/" + file + ".yaml"), List.of());
        SeasoningPlan first = recipe.seasonings().get(whole);
        for (String name : List.of(half, quarter)) {
            SeasoningPlan smaller = recipe.seasonings().get(name);
            assertThat(smaller.weights()).isEqualTo(first.weights());
            assertThat(smaller.batchNorm()).isEqualTo(first.batchNorm());
            assertThat(smaller.protocol()).isEqualTo(first.protocol());
            assertThat(smaller.shifts()).isEqualTo(first.shifts());
            // only the nominal ingredient is the same
            assertThat(smaller.ingredients())
                    .hasSize(4)
                    .filteredOn(first.ingredients()::contains)
                    .hasSize(1);
        }
    }

    @Test
    void theRadiiAreHalvedAndHalvedAgain() throws IOException {
        Recipe recipe = Recipe.read(Path.of("../recipes/cifar10-radii.yaml"), List.of());
        for (String norm : List.of("linf", "l2", "l1")) {
            Epsilon half = threat(recipe, "half-" + norm).epsilon();
            Epsilon quarter = threat(recipe, "quarter-" + norm).epsilon();
            assertThat(half.value()).isCloseTo(2 * quarter.value(), within(1e-12));
        }
        assertThat(threat(recipe, "half-linf")).isEqualTo(ThreatModel.parse("Linf 4/255"));
        assertThat(threat(recipe, "half-l2")).isEqualTo(ThreatModel.parse("L2 64/255"));
        assertThat(threat(recipe, "half-l1")).isEqualTo(ThreatModel.parse("L1 6"));
    }

    private static ThreatModel threat(Recipe recipe, String model) {
        FineTune made = (FineTune) recipe.models().get(model);
        return ((Objective.Adversarial) made.settings().objective()).threat();
    }
}
