package io.stockpot.cli;

import io.stockpot.recipe.Recipe;
import io.stockpot.recipe.RecipeImages;
import io.stockpot.recipe.RecipeSteps;
import io.stockpot.recipe.RunStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What all commands about recipes understand. */
final class RunOptions {
    @Mixin
    private DataOptions data;

    @Parameters(paramLabel = "RECIPE", description = "The recipe, a YAML file.")
    private Path file;

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Changes the recipe, e.g. models.linf.train.epochs=2; may be repeated.")
    private List<String> overrides = new ArrayList<>();

    @Option(
            names = "--runs",
            paramLabel = "FOLDER",
            defaultValue = "runs",
            description = "Where finished steps are kept (default: ${DEFAULT-VALUE}).")
    private Path runs;

    RecipeSteps steps() throws IOException {
        Recipe recipe = Recipe.read(file, overrides);
        String title = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
        return new RecipeSteps(recipe, title, new RecipeImages(recipe.data(), data.cache()));
    }

    RunStore store() {
        return new RunStore(runs);
    }
}
