package io.stockpot.recipe;

import io.stockpot.base.Seed;
import io.stockpot.run.Step;
import io.stockpot.train.ModelSource;
import io.stockpot.train.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns a recipe into steps: one per model, per evaluation, per soup, several per seasoning, and the
 * report. */
public final class RecipeSteps {
    private final Recipe recipe;
    private final String title;
    private final RecipeImages images;
    private final Map<String, ModelStep> models = new LinkedHashMap<>();
    private final Map<String, OutcomesStep> alone = new LinkedHashMap<>();
    private final List<SoupStep> soups = new ArrayList<>();
    private final List<SeasoningSteps> seasonings = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final ReportStep report;

    /**
     * Makes the steps; nothing is run.
     *
     * @param title of the report, if the recipe has none
     * @param images the images
     * @throws IOException if a checkpoint or a shift that is there cannot be read
     */
    public RecipeSteps(Recipe recipe, String title, RecipeImages images) throws IOException {
        this.recipe = recipe;
        this.title = title;
        this.images = images;
        for (Map.Entry<String, ModelSource> model : recipe.models().entrySet()) {
            ModelStep made = model(model.getKey(), model.getValue());
            models.put(model.getKey(), made);
            recipe.evaluate()
                    .ifPresent(look -> alone.put(model.getKey(), new OutcomesStep(made, look, images, recipe.seed())));
        }
        recipe.soups().forEach((name, plan) -> soups.add(soup(name, plan)));
        season();
        this.report = new ReportStep(
                recipe.title().orElse(title),
                recipe,
                List.copyOf(alone.values()),
                List.copyOf(soups),
                List.copyOf(seasonings),
                List.copyOf(remarks),
                images);
    }

    private void season() throws IOException {
        Map<String, RecipeShift> shifts =
                RecipeShift.open(recipe.shifts(), images.own(), new Seed(recipe.seed()), remarks);
        for (Map.Entry<String, SeasoningPlan> seasoning : recipe.seasonings().entrySet()) {
            seasonings.add(
                    SeasoningSteps.of(seasoning.getKey(), seasoning.getValue(), models, shifts, images, recipe.seed()));
        }
    }

    private ModelStep model(String name, ModelSource source) throws IOException {
        if (source instanceof ModelSource.Checkpoint checkpoint) {
            return CheckpointStep.of(name, checkpoint, remarks);
        }
        Optional<ModelStep> parent = source.parent().map(models::get);
        return new TrainingStep(name, (Training) source, parent, images, recipe.seed());
    }

    private SoupStep soup(String name, SoupPlan plan) {
        return new SoupStep(
                name,
                plan,
                recipe.evaluate().orElseThrow().conditions(recipe.conditionsOf(plan)),
                plan.ingredients().stream().map(alone::get).toList(),
                recipe.evaluate().orElseThrow(),
                images,
                recipe.seed(),
                this::soups);
    }

    /** Returns the last step, which needs all others; its result is the path of the page. */
    public Step<Path> report() {
        return report;
    }

    /** Returns what a run is for: the report, and what an export reads besides. */
    public List<Step<?>> targets() {
        List<Step<?>> targets = new ArrayList<>(List.of(report));
        if (recipe.export().isPresent()) {
            targets.addAll(report.inputs());
            targets.addAll(handedOver(recipe.export().get()));
        }
        return targets;
    }

    /** Returns the steps of the models that are exported. */
    List<ModelStep> handedOver(Export export) {
        return models.values().stream()
                .filter(model -> export.hands(model.name()))
                .toList();
    }

    /** Returns what the recipe exports, if anything. */
    public Optional<Export> export() {
        return recipe.export();
    }

    /** Returns the recipe. */
    Recipe recipe() {
        return recipe;
    }

    /** Returns the name of the recipe's file, as it was told. */
    String title() {
        return title;
    }

    /** Returns the name of the images. */
    String images() {
        return images.name();
    }

    /** Returns the evaluations of the models alone. */
    List<OutcomesStep> evaluations() {
        return List.copyOf(alone.values());
    }

    /** Returns the evaluations of the soups. */
    List<SoupStep> soups() {
        return List.copyOf(soups);
    }

    /** Returns the steps of the seasonings. */
    List<SeasoningSteps> seasonings() {
        return List.copyOf(seasonings);
    }

    /** Returns sentences on shifts that are not there and images that were left aside; people should see them. */
    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    /** Returns the steps that make the models, whose results are checkpoints. */
    public List<Step<?>> models() {
        return List.copyOf(models.values());
    }
}
