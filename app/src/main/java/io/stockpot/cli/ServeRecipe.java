package io.stockpot.cli;

import io.stockpot.data.LabelledImages;
import io.stockpot.outcome.Outcomes;
import io.stockpot.recipe.Cooked;
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

    @Option(
            names = "--runs",
            paramLabel = "FOLDER",
            defaultValue = "runs",
            description = "Where finished steps are kept (default: ${DEFAULT-VALUE}).")
    private Path runs;

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
        IdleOptions.refuse(
                command, !recipe, List.of("--set", "--runs"), "is for a recipe, and models are named; leave it out");
        return recipe;
    }

    /**
     * Reads what the recipe has made so far, says what is left out, and takes its models for those to be mixed.
     *
     * @param pictures whether its images are needed
     */
    ServeTopic topic(Path file, IngredientOptions models, boolean pictures) throws IOException {
        RunOptions.requireSettingsThatLast(overrides, command);
        Recipe recipe = Recipe.read(file, overrides);
        String title = recipe.title().orElse(RunOptions.title(file));
        RecipeSteps steps = new RecipeSteps(recipe, title, new RecipeImages(recipe.data(), models.cache()));
        Cooked cooked = Cooked.of(steps, new RunStore(runs), models.policy());
        cooked.remarks().forEach(models::note);
        models.take(List.copyOf(cooked.models().values()));
        Optional<LabelledImages> images = pictures ? Cooked.images(steps, models.progress()) : Optional.empty();
        return new ServeTopic(title, known(cooked), images);
    }

    private static Knowledge known(Cooked cooked) {
        Knowledge known = new Knowledge(List.copyOf(cooked.models().keySet()));
        for (Map.Entry<String, Outcomes> model : cooked.alone().entrySet()) {
            Outcomes outcomes = model.getValue();
            known = known.with(model.getKey(), outcomes, outcomes.images() + " test images");
        }
        for (GridOutcomes soup : cooked.soups().values()) {
            known = known.with(soup, soup.images() + " test images");
        }
        for (Map.Entry<String, ShiftOutcomes> shifts : cooked.shifts().entrySet()) {
            known = known.with(shifts.getValue(), "of '" + shifts.getKey() + "'");
        }
        return known;
    }
}
