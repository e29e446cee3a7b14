package io.stockpot.recipe;

import io.stockpot.base.Seed;
import io.stockpot.evaluate.Condition;
import io.stockpot.run.Step;
import io.stockpot.soup.StatisticsMemory;
import io.stockpot.train.ModelSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The steps of a recipe: one per model, evaluation and soup, several per seasoning, and the report. */
public final class RecipeSteps {
    private final Recipe recipe;
    private final String title;
    private final RecipeImages images;
    private final Map<String, ModelStep> models = new LinkedHashMap<>();
    private final Map<String, OutcomesStep> alone = new LinkedHashMap<>();
    private final List<SoupStep> soups;
    private final List<SeasoningSteps> seasonings;
    private final List<String> remarks;
    private final ReportStep report;

    /**
     * Makes the steps; nothing is run.
     *
     * @param title of the report, if the recipe has none
     * @param images of the recipe's data
     * @throws IOException if a checkpoint or a shift that is there cannot be read
     */
    public RecipeSteps(Recipe recipe, String title, RecipeImages images) throws IOException {
        this(recipe, title, List.of(), images);
    }

    /**
     * Makes the steps of a recipe that was given to a command; nothing is run.
     *
     * @param title of the report, if the recipe has none
     * @param command its words, for the footer of the page
     * @param images of the recipe's data
     * @throws IOException if a checkpoint or a shift that is there cannot be read
     */
    public RecipeSteps(Recipe recipe, String title, List<String> command, RecipeImages images) throws IOException {
        this.recipe = recipe;
        this.title = title;
        this.images = images;
        List<String> doubts = new ArrayList<>();
        for (Map.Entry<String, ModelSource> model : recipe.models().entrySet()) {
            ModelStep made = model(model.getKey(), model.getValue());
            if (sees(model.getKey(), model.getValue())) {
                ClassFit.check(made, images).ifPresent(doubts::add);
            }
            models.put(model.getKey(), made);
            recipe.evaluate()
                    .filter(look -> !recipe.lenders().contains(model.getKey()))
                    .ifPresent(look -> alone.put(model.getKey(), new OutcomesStep(made, look, images, recipe.seed())));
        }
        RecipeShift.All shifts = RecipeShift.open(recipe.shifts(), images.own(), new Seed(recipe.seed()));
        this.soups = mixed();
        this.seasonings = seasoned(shifts.byName());
        this.remarks = Stream.of(
                        images.facts().map(recipe::doubts).orElse(List.of()).stream(),
                        images.remarks().stream(),
                        doubts.stream(),
                        models.values().stream().flatMap(model -> model.remarks().stream()),
                        notMeasured(),
                        shifts.remarks().stream())
                .flatMap(sentences -> sentences)
                .toList();
        this.report = new ReportStep(
                title,
                List.copyOf(command),
                recipe.title().orElse(title),
                recipe,
                List.copyOf(models.values()),
                List.copyOf(alone.values()),
                soups,
                seasonings,
                transferred(),
                remarks,
                images);
    }

    /** Returns whether a model learns from the images of the recipe or is measured on them. */
    private boolean sees(String name, ModelSource source) {
        return source.training().isPresent()
                || (recipe.evaluate().isPresent() && !recipe.lenders().contains(name));
    }

    private Map<ReportBlock.Transfer, TransferStep> transferred() {
        Map<ReportBlock.Transfer, TransferStep> steps = new LinkedHashMap<>();
        recipe.report().map(ReportPlan::blocks).orElse(List.of()).stream()
                .flatMap(block -> block.transfer().stream())
                .forEach(asked -> steps.put(asked, transfer(asked)));
        return steps;
    }

    private TransferStep transfer(ReportBlock.Transfer asked) {
        SoupStep soup = soups.stream()
                .filter(step -> step.name().equals(asked.soup()))
                .findFirst()
                .orElseThrow();
        Condition condition =
                recipe.evaluate().orElseThrow().conditions(asked.conditions()).get(0);
        return new TransferStep(soup, condition);
    }

    private Stream<String> notMeasured() {
        Set<String> lenders = recipe.evaluate().isPresent() ? recipe.lenders() : Set.of();
        return lenders.stream()
                .map(name -> "'" + name + "' is not measured: all models that start from it have another last layer or"
                        + " image size");
    }

    private ModelStep model(String name, ModelSource source) throws IOException {
        Optional<ModelSource.Checkpoint> file = source.file();
        if (file.isPresent()) {
            return CheckpointStep.of(name, file.get());
        }
        Optional<ModelStep> parent = source.parent().map(models::get);
        return TrainingStep.of(name, source.training().orElseThrow(), parent, images, recipe.seed());
    }

    /** Returns the steps of the soups, each of which may take over mixtures from any other. */
    private List<SoupStep> mixed() throws IOException {
        List<SoupStep> apart = new ArrayList<>();
        for (Map.Entry<String, SoupPlan> soup : recipe.soups().entrySet()) {
            SoupStep step = soup(soup.getKey(), soup.getValue());
            step.requireLayers();
            apart.add(step);
        }
        List<SoupStep> sorted = smallestFirst(apart);
        return apart.stream().map(soup -> soup.beside(sorted)).toList();
    }

    private static List<SoupStep> smallestFirst(List<SoupStep> soups) {
        return soups.stream()
                .sorted(Comparator.comparingInt(soup -> soup.plan().mixtures().size()))
                .toList();
    }

    private SoupStep soup(String name, SoupPlan plan) {
        EvaluationPlan evaluation = recipe.evaluate().orElseThrow();
        return new SoupStep(
                name,
                plan,
                evaluation.conditions(recipe.conditionsOf(plan)),
                plan.ingredients().stream().map(alone::get).toList(),
                evaluation,
                images,
                recipe.seed(),
                List.of());
    }

    private List<SeasoningSteps> seasoned(Map<String, RecipeShift> shifts) throws IOException {
        List<SeasoningSteps> made = new ArrayList<>();
        for (Map.Entry<String, SeasoningPlan> seasoning : recipe.seasonings().entrySet()) {
            SeasoningPlan plan = seasoning.getValue();
            List<ModelStep> ingredients =
                    plan.ingredients().stream().map(models::get).toList();
            SeasoningInputs inputs =
                    new SeasoningInputs(plan, ingredients, images, recipe.seed(), new StatisticsMemory());
            made.add(SeasoningSteps.of(seasoning.getKey(), inputs, models, shifts));
        }
        return List.copyOf(made);
    }

    /** Returns the last step, which needs all others; its result is the path of the page. */
    public Step<Path> report() {
        return report;
    }

    /**
     * Returns the sentences that say what was learnt, if the page begins with them.
     *
     * @param page the result of {@link #report}
     * @throws IOException if they cannot be read
     */
    public List<String> answer(Path page) throws IOException {
        return ReportStep.answer(page);
    }

    /** Returns the last step as what knows the page. */
    ReportStep page() {
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

    /**
     * Returns the steps in an order in which there is soon something to see: models, the smallest soups first, and
     * shifts. It decides about nothing else, because a soup takes over what another has measured, whichever is first.
     */
    public List<Step<?>> order() {
        List<Step<?>> order = new ArrayList<>(alone.values());
        order.addAll(smallestFirst(soups));
        seasonings.forEach(seasoning -> order.addAll(seasoning.all()));
        order.addAll(report.transfers().values());
        order.add(report);
        return List.copyOf(order);
    }

    /** Returns the steps of the models that are exported. */
    List<ModelStep> handedOver(Export export) {
        return models.values().stream()
                .filter(model -> export.includes(model.name()))
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

    /** Returns the name of the recipe's file, as it was given. */
    String title() {
        return title;
    }

    /** Returns the name of the images. */
    String images() {
        return images.name();
    }

    /** Returns the images. */
    RecipeImages pictures() {
        return images;
    }

    /** Returns the steps that make the models, as what knows checkpoints. */
    List<ModelStep> modelSteps() {
        return List.copyOf(models.values());
    }

    /** Returns the evaluations of the models alone. */
    List<OutcomesStep> evaluations() {
        return List.copyOf(alone.values());
    }

    /** Returns the evaluations of the soups. */
    List<SoupStep> soups() {
        return soups;
    }

    /** Returns the steps of the seasonings. */
    List<SeasoningSteps> seasonings() {
        return seasonings;
    }

    /** Returns sentences on missing shifts and ignored images, which people should see. */
    public List<String> remarks() {
        return remarks;
    }

    /** Returns the steps that make the models, whose results are checkpoints. */
    public List<Step<?>> models() {
        return List.copyOf(models.values());
    }
}
