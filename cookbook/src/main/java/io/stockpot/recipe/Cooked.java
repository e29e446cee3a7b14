package io.stockpot.recipe;

import io.stockpot.base.Progress;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.source.DataPart;
import io.stockpot.outcome.Outcomes;
import io.stockpot.run.Plan;
import io.stockpot.run.Results;
import io.stockpot.run.RunStore;
import io.stockpot.run.Step;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a recipe has made and measured so far of mixtures with one kind of batch-norm statistics.
 *
 * @param models the checkpoints of those that are mixed, by name
 * @param alone what these got right by themselves, as far as it was measured
 * @param soups what mixtures got right, by the name of the soup
 * @param shifts what mixtures got right of shifts, by the name of the seasoning and what the images were for
 * @param remarks sentences on what is left out
 */
public record Cooked(
        Map<String, Path> models,
        Map<String, Outcomes> alone,
        Map<String, GridOutcomes> soups,
        Map<String, ShiftOutcomes> shifts,
        List<String> remarks) {
    /**
     * Reads what is finished.
     *
     * @param policy of the mixtures; those with others are left out
     * @throws IOException if a model that is mixed is not made yet, or something cannot be read
     */
    public static Cooked of(RecipeSteps steps, RunStore store, BatchNormPolicy policy) throws IOException {
        Plan plan = Plan.of(targets(steps), steps.order(), store);
        try (Results results = new Results(plan, store)) {
            Reader reader = new Reader(steps, policy, results, new ArrayList<>());
            return new Cooked(
                    reader.models(), reader.alone(), reader.soups(), reader.shifts(), List.copyOf(reader.remarks()));
        }
    }

    private static List<Step<?>> targets(RecipeSteps steps) {
        List<Step<?>> targets = new ArrayList<>(steps.targets());
        targets.addAll(steps.models());
        return targets;
    }

    /**
     * Reads the images that models and soups were measured on.
     *
     * @return none if the recipe measures none
     * @throws IOException if they cannot be read
     */
    public static Optional<LabelledImages> images(RecipeSteps steps, Progress progress) throws IOException {
        Optional<EvaluationPlan> evaluation = steps.recipe().evaluate();
        return evaluation.isEmpty()
                ? Optional.empty()
                : Optional.of(steps.pictures()
                        .load(DataPart.TEST, progress)
                        .first(evaluation.get().images()));
    }

    /** Reads the results of steps. */
    private record Reader(RecipeSteps steps, BatchNormPolicy policy, Results results, List<String> remarks) {
        /** Returns the ingredients of all soups and seasonings; where there are none, all models. */
        private Set<String> ingredients() {
            Set<String> names = new LinkedHashSet<>();
            steps.recipe().soups().values().forEach(plan -> names.addAll(plan.ingredients()));
            steps.recipe().seasonings().values().forEach(plan -> names.addAll(plan.ingredients()));
            return names.isEmpty() ? steps.recipe().models().keySet() : names;
        }

        Map<String, Path> models() throws IOException {
            Map<String, Path> models = new LinkedHashMap<>();
            Set<String> wanted = ingredients();
            for (ModelStep step : steps.modelSteps()) {
                if (wanted.contains(step.name())) {
                    if (!isDone(step)) {
                        throw new IOException("the model '" + step.name()
                                + "' is not made yet; 'stockpot run' with the same recipe makes it");
                    }
                    models.put(step.name(), results.directory(step).resolve(ModelStep.FILE));
                }
            }
            return models;
        }

        private boolean isDone(Step<?> step) throws IOException {
            return results.isDone(step);
        }

        Map<String, Outcomes> alone() throws IOException {
            Map<String, Outcomes> alone = new LinkedHashMap<>();
            for (OutcomesStep step : steps.evaluations()) {
                String name = step.model().name();
                if (policy.keepsIngredients() && ingredients().contains(name) && isDone(step)) {
                    alone.put(name, results.get(step));
                }
            }
            return alone;
        }

        Map<String, GridOutcomes> soups() throws IOException {
            Map<String, GridOutcomes> soups = new LinkedHashMap<>();
            for (SoupStep step : steps.soups()) {
                if (isWanted("soup", step.name(), step.plan().batchNorm(), List.of(step))) {
                    soups.put(step.name(), step.named(results.get(step)));
                }
            }
            return soups;
        }

        Map<String, ShiftOutcomes> shifts() throws IOException {
            Map<String, ShiftOutcomes> shifts = new LinkedHashMap<>();
            for (SeasoningSteps seasoning : steps.seasonings()) {
                SeasoningPlan plan = steps.recipe().seasonings().get(seasoning.name());
                if (isWanted("seasoning", seasoning.name(), plan.batchNorm(), seasoning.all())) {
                    seasoning.grids(results).forEach(shifts::put);
                }
            }
            return shifts;
        }

        private boolean isWanted(String kind, String name, BatchNormPolicy own, List<? extends Step<?>> needed)
                throws IOException {
            if (!own.equals(policy)) {
                remarks.add(
                        "the " + kind + " '" + name + "' was measured with other batch-norm statistics, so it is not"
                                + " shown; --batch-norm says which are");
                return false;
            }
            for (Step<?> step : needed) {
                if (!isDone(step)) {
                    remarks.add("the " + kind + " '" + name + "' is not measured yet, so it is not shown");
                    return false;
                }
            }
            return true;
        }
    }
}
