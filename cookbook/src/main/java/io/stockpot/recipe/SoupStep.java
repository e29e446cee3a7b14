package io.stockpot.recipe;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.source.DataPart;
import io.stockpot.evaluate.Condition;
import io.stockpot.evaluate.Evaluator;
import io.stockpot.evaluate.Warning;
import io.stockpot.model.Architecture;
import io.stockpot.model.Depth;
import io.stockpot.outcome.Outcomes;
import io.stockpot.run.Inputs;
import io.stockpot.run.Step;
import io.stockpot.run.Warnings;
import io.stockpot.run.Work;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.GridEvaluation;
import io.stockpot.soup.Ingredients;
import io.stockpot.soup.Soup;
import io.stockpot.soup.StatisticsSource;
import io.stockpot.soup.choice.Anchors;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.LayerRule;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.WeightGrid;
import io.stockpot.tensor.Precision;
import io.stockpot.text.CanonicalJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The evaluation of every mixture of one soup.
 *
 * @param name of the soup
 * @param plan its mixtures
 * @param conditions how they are looked at
 * @param models what was found out about each ingredient alone, in the order of the ingredients
 * @param evaluation the number of images
 * @param images the images
 * @param seed of the recipe
 * @param others the soups of the recipe in the order in which they are run; what is known of mixtures from those that are finished is not measured again
 */
record SoupStep(
        String name,
        SoupPlan plan,
        List<Condition> conditions,
        List<OutcomesStep> models,
        EvaluationPlan evaluation,
        RecipeImages images,
        long seed,
        List<SoupStep> others)
        implements Step<GridOutcomes> {
    private static final String FILE = "grid.json";
    private static final String MIXTURES = "mixtures";

    /** What decides the outcomes, besides the images and the models. */
    private record Identity(
            long seed,
            int images,
            List<Condition> conditions,
            WeightGrid weights,
            BatchNormPolicy batchNorm,
            Optional<LayerRule> layers,
            Optional<Precision> ascent,
            Optional<Integer> attackRevision,
            Optional<Anchors> anchors) {}

    SoupStep {
        conditions = List.copyOf(conditions);
        models = List.copyOf(models);
        others = List.copyOf(others);
    }

    /** Returns the step of the same soup, which takes over what some soups know of its mixtures. */
    SoupStep beside(List<SoupStep> soups) {
        return new SoupStep(name, plan, conditions, models, evaluation, images, seed, soups);
    }

    /**
     * Checks that the network has the layers that the plan names.
     *
     * @throws IllegalArgumentException if it has not
     * @throws IOException if the file of a model cannot be read
     */
    void requireLayers() throws IOException {
        Optional<Architecture> network = models.get(0).model().architecture();
        if (plan.layers().isPresent() && network.isPresent()) {
            try {
                plan.layers().get().requireTensors(Depth.names(network.get()));
            } catch (IllegalArgumentException unfit) {
                throw new IllegalArgumentException("soup '" + name + "', layers: " + unfit.getMessage(), unfit);
            }
        }
    }

    @Override
    public String canonical() {
        return CanonicalJson.of(new Identity(
                seed,
                evaluation.images(),
                OutcomesStep.spelledOut(conditions),
                plan.weights(),
                plan.batchNorm(),
                plan.layers(),
                evaluation.roughAscent(),
                OutcomesStep.revision(conditions),
                plan.anchors()));
    }

    @Override
    public List<Step<?>> inputs() {
        return models.stream().<Step<?>>map(OutcomesStep::model).toList();
    }

    @Override
    public List<String> dataDigests() {
        return List.of(images.fingerprint(DataPart.TEST), images.fingerprint(DataPart.TRAIN));
    }

    @Override
    public boolean resumes() {
        return true;
    }

    @Override
    public Work work() throws IOException {
        Effort effort = new Effort(models.get(0).model().architecture(), images.shape());
        int number = evaluation.images();
        List<MixingWeights> mixtures = plan.measured();
        int measured = 0;
        for (MixingWeights weights : mixtures) {
            List<Condition> left = conditions.stream()
                    .filter(condition -> !isMeasuredBefore(weights, condition))
                    .toList();
            if (!left.isEmpty()) {
                measured++;
                effort.looking((double) number + plan.batchNorm().looks(), Precision.FLOAT32);
                left.forEach(condition -> effort.attacking(
                        number, condition.judge(), evaluation.ascent().orElse(Precision.FLOAT32)));
            }
        }
        String of = measured == mixtures.size() ? "" : measured + " of ";
        return effort.of(of + mixtures.size() + " soups × " + number + " images, at most " + Effort.most(conditions)
                + " passes each");
    }

    /** Returns whether a mixture is looked at under a condition by steps that come before, whose outcomes are taken. */
    private boolean isMeasuredBefore(MixingWeights weights, Condition condition) {
        if (plan.anchors().isPresent()) {
            return false;
        }
        if (keepsIngredients()) {
            for (int i = 0; i < models.size(); i++) {
                if (MixingWeights.vertex(i, models.size()).equals(weights)
                        && models.get(i).evaluation().each().contains(condition)) {
                    return true;
                }
            }
        }
        return others.stream()
                .takeWhile(other -> !other.name.equals(name))
                .filter(other -> measuresAlike(other) && other.conditions.contains(condition))
                .anyMatch(other -> weights.among(plan.ingredients(), other.plan.ingredients())
                        .filter(other.plan.mixtures()::contains)
                        .isPresent());
    }

    /** Returns whether a mixture of a single ingredient is that ingredient. */
    private boolean keepsIngredients() {
        return plan.batchNorm().keepsIngredients() && plan.layers().isEmpty();
    }

    /** Returns whether another soup makes the same network of the same mixture. */
    private boolean mixesAs(SoupStep other) {
        return other.plan.batchNorm().equals(plan.batchNorm())
                && other.plan.layers().isEmpty()
                && plan.layers().isEmpty();
    }

    @Override
    public void run(Path directory, Inputs inputs, Progress progress) throws IOException {
        Evaluator evaluator = OutcomesStep.evaluator(images, evaluation, conditions, seed, progress);
        StatisticsSource source = StatisticsSource.of(() -> images.load(DataPart.TRAIN, progress), new Seed(seed));
        try (Ingredients ingredients =
                        ModelStep.load(models.stream().map(OutcomesStep::model).toList(), inputs);
                Soup soup = new Soup(ingredients.all(), plan.batchNorm(), source, plan.layers())) {
            GridEvaluation sweep =
                    new GridEvaluation(evaluator, directory.resolve(MIXTURES), known(inputs), plan.anchors());
            GridEvaluation.Result result = sweep.run(soup, plan.weights().points(models.size()), progress);
            List<String> sentences = new ArrayList<>(Warning.sentences(result.warnings()));
            soup.assumption().ifPresent(sentences::add);
            new Warnings(sentences).write(directory);
            result.outcomes().write(directory.resolve(FILE));
            sweep.delete();
        }
    }

    /**
     * Returns what finished steps have found out about mixtures of this soup: ingredients alone, where a soup of
     * one ingredient is that ingredient, and other soups. They are not inputs: a condition that this soup
     * does not look at, or another soup, must not make it anew.
     */
    private Map<MixingWeights, Outcomes> known(Inputs inputs) throws IOException {
        if (plan.anchors().isPresent()) {
            // others have not tried the same points; what is taken over must not depend on what happens to be finished
            return Map.of();
        }
        KnownMixtures known = new KnownMixtures(conditions);
        if (keepsIngredients()) {
            for (int i = 0; i < models.size(); i++) {
                OutcomesStep alone = models.get(i);
                Optional<Outcomes> outcomes = inputs.find(alone);
                if (outcomes.isPresent()) {
                    known.add(
                            MixingWeights.vertex(i, models.size()),
                            outcomes.get(),
                            alone.evaluation().each());
                }
            }
        }
        for (SoupStep other : others) {
            Optional<GridOutcomes> grid = measuresAlike(other) ? inputs.find(other) : Optional.empty();
            if (grid.isPresent()) {
                known.add(other.named(grid.get()), plan.ingredients(), other.conditions);
            }
        }
        return known.outcomes();
    }

    /** Returns whether another soup has the outcomes that this one would measure: neither tries points of anchors. */
    private boolean measuresAlike(SoupStep other) {
        return mixesAs(other) && other.plan.anchors().isEmpty();
    }

    /** Returns outcomes under the names that ingredients have in this recipe, not in the one that measured them. */
    GridOutcomes named(GridOutcomes outcomes) {
        return new GridOutcomes(plan.axes(name), outcomes.points());
    }

    @Override
    public GridOutcomes read(Path directory) throws IOException {
        return GridOutcomes.read(directory.resolve(FILE));
    }
}
