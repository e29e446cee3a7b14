package io.stockpot.cli;

import io.stockpot.data.LabelledImages;
import io.stockpot.outcome.Outcomes;
import io.stockpot.recipe.CookedSoup;
import io.stockpot.recipe.Recipe;
import io.stockpot.recipe.RecipeImages;
import io.stockpot.recipe.RecipeSteps;
import io.stockpot.run.RunStore;
import io.stockpot.serve.Knowledge;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the live page understands about a recipe that stands in the place of models. */
final class ServeRecipe {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Change the recipe, e.g. models.linf.train.epochs=2; may be repeated.")
    private List<String> overrides = new ArrayList<>();

    /** Takes one file for what is mixed, which may be a recipe, where others that mix take two. */
    static final class OneWillDo implements IModelTransformer {
        @Override
        public CommandSpec transform(CommandSpec spec) {
            PositionalParamSpec files = spec.positionalParameters().get(0);
            spec.remove(files);
            return spec.addPositional(PositionalParamSpec.builder(files)
                    .arity("1..*")
                    .description(
                            "The ingredients, in any format that is known; or one recipe, a YAML file, whose models are"
                                    + " made.")
                    .build());
        }
    }

    /** Returns whether a recipe was named. */
    boolean isNamed(List<Path> files) {
        boolean recipe = files.stream().anyMatch(file -> file.toString().matches(".*\\.ya?ml"));
        if (files.size() == 1 && !recipe) {
            throw new ParameterException(
                    command.commandLine(),
                    "'" + files.get(0) + "' alone is no soup; name at least two models, or a recipe, a file *.yaml");
        }
        if (files.size() > 1 && recipe) {
            throw new ParameterException(
                    command.commandLine(), "a recipe stands alone: its models are mixed, and no others");
        }
        IdleOptions.refuse(command, !recipe, List.of("--set"), "is for a recipe, and models are named; leave it out");
        IdleOptions.refuse(
                command,
                recipe,
                List.of("--batch-norm"),
                "is for models, and the recipe says it of the soup; change it there, e.g. by --set");
        return recipe;
    }

    /**
     * Reads what the recipe has made, and takes the models of its largest soup for those to be mixed.
     *
     * @param runs where finished steps are kept
     * @param pictures whether its images are needed
     */
    ServeTopic topic(IngredientOptions models, Path runs, boolean pictures) throws IOException {
        RunOptions.requireSettingsThatLast(overrides, command);
        Path file = models.paths().get(0);
        Recipe recipe = Recipe.read(file, overrides);
        String title = recipe.title().orElse(RunOptions.title(file));
        RecipeSteps steps = new RecipeSteps(recipe, title, new RecipeImages(recipe.data(), models.cache()));
        CookedSoup soup = CookedSoup.of(steps, new RunStore(runs), Optional.empty());
        models.take(soup.checkpoints(), soup.batchNorm());
        Optional<LabelledImages> images = pictures ? steps.measuredImages(models.progress()) : Optional.empty();
        return new ServeTopic(title, known(soup), images);
    }

    private static Knowledge known(CookedSoup soup) {
        Knowledge known = new Knowledge(soup.ingredients());
        for (Map.Entry<String, Outcomes> model : soup.models().entrySet()) {
            Outcomes outcomes = model.getValue();
            known = known.with(model.getKey(), outcomes, outcomes.images() + " test images");
        }
        for (GridOutcomes grid : soup.grids().values()) {
            known = known.with(grid, grid.images() + " test images");
        }
        for (Map.Entry<String, ShiftOutcomes> shifts : soup.shifts().entrySet()) {
            known = known.with(shifts.getValue(), "of '" + shifts.getKey() + "'");
        }
        for (CookedSoup.Found found : soup.found()) {
            known = known.choosing(
                    found.shift().map(shift -> "for " + shift).orElse("for all shifts"),
                    found.weights(),
                    "As the seasoning '" + found.seasoning() + "' chose for "
                            + found.shift().orElse("all of its shifts on average") + ".");
        }
        return known;
    }
}
