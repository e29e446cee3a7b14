package io.stockpot.recipe;

import io.stockpot.train.FineTune;
import io.stockpot.train.Training;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns a recipe into steps: one per model, per evaluation, per soup, and the report. */
public final class RecipeSteps {
    private final Recipe recipe;
    private final RecipeImages images;
    private final Map<String, OutcomesStep> models = new LinkedHashMap<>();
    private final List<SoupStep> soups = new ArrayList<>();
    private final ReportStep report;

    /**
     * Makes the steps; nothing is run.
     *
     * @param title of the report, if the recipe has none
     * @param images the images
     */
    public RecipeSteps(Recipe recipe, String title, RecipeImages images) {
        this.recipe = recipe;
        this.images = images;
        recipe.models().forEach((name, training) -> models.put(name, alone(name, training)));
        recipe.soups().forEach((name, plan) -> soups.add(soup(name, plan)));
        this.report = new ReportStep(
                recipe.title().orElse(title), recipe, List.copyOf(models.values()), List.copyOf(soups), images);
    }

    private OutcomesStep alone(String name, Training training) {
        Optional<ModelStep> parent = training instanceof FineTune child
                ? Optional.of(models.get(child.from()).model())
                : Optional.empty();
        ModelStep model = new ModelStep(name, training, parent, images, recipe.seed());
        return new OutcomesStep(model, recipe.evaluate(), images, recipe.seed());
    }

    private SoupStep soup(String name, SoupPlan plan) {
        return new SoupStep(
                name,
                plan,
                recipe.evaluate().conditions(recipe.conditionsOf(plan)),
                plan.ingredients().stream().map(models::get).toList(),
                recipe.evaluate(),
                images,
                recipe.seed());
    }

    /** Returns the last step, which needs all others; its result is the path of the page. */
    public Step<Path> report() {
        return report;
    }

    /** Returns the steps that train the models, whose results are checkpoints. */
    public List<Step<?>> models() {
        return models.values().stream().<Step<?>>map(OutcomesStep::model).toList();
    }
}
