package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.data.fetch.DataCache;
import io.stockpot.run.Plan;
import io.stockpot.run.RunStore;
import io.stockpot.tensor.Precision;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was computed under 0.1.0 counts as done under later versions: the keys of all steps of all recipes are those
 * that 0.1.0 gave them, once on a processor with bfloat16 and once on one without. A recipe that is edited, or a
 * component that gets a default of its own, changes keys on purpose: then edit the lists, and say so in CHANGES.md.
 */
class RunKeysTest {
    @TempDir
    Path runs;

    private Stream<String> keys(Path file) throws IOException {
        // the models that come with the code are beside this module, not in it
        String yaml = Files.readString(file).replace(" pantry/", " ../pantry/");
        Recipe recipe = YamlRecords.read(yaml, file.toString(), Recipe.class, List.of());
        RecipeSteps steps = new RecipeSteps(recipe, "test", new RecipeImages(recipe.data(), new DataCache(runs)));
        Plan plan = Plan.of(List.of(steps.report()), new RunStore(runs));
        return plan.entries().stream()
                .map(entry -> file.getFileName() + " " + entry.step().name() + " " + entry.key());
    }

    @Test
    void stepsHaveTheKeysTheyHadBefore() throws IOException {
        StringBuilder keys = new StringBuilder();
        for (Path file : RecipesTest.recipes()) {
            keys(file).forEach(line -> keys.append(line).append('\n'));
        }
        String name = "run-keys-" + Precision.fastest().name().toLowerCase(Locale.ROOT) + ".txt";
        try (InputStream stored = RunKeysTest.class.getResourceAsStream(name)) {
            assertThat(keys).hasToString(new String(stored.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
