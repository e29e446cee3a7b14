package io.stockpot.recipe;

import io.stockpot.outcome.Outcomes;
import io.stockpot.run.Inputs;
import io.stockpot.run.Plan;
import io.stockpot.run.Results;
import io.stockpot.run.RunStore;
import io.stockpot.run.Step;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A soup or seasoning of a recipe that was run, with all that the run knows of mixtures of its ingredients: for those who
 * go on with it afterwards.
 *
 * @param name of the soup or seasoning
 * @param ingredients names of the models, in the order of mixing weights
 * @param checkpoints their files
 * @param batchNorm where running statistics come from; what is known of mixtures with others is left out
 * @param models what each ingredient alone gets right of the test images, by its name; empty where mixtures of a single
 *     model get statistics of their own
 * @param grids what mixtures get right of the test images, by the name of the soup
 * @param shifts what mixtures get right of shifts, by the name of the seasoning and the role of the images
 * @param found mixtures that seasonings chose
 */
public record CookedSoup(
        String name,
        List<String> ingredients,
        List<Path> checkpoints,
        BatchNormPolicy batchNorm,
        Map<String, Outcomes> models,
        Map<String, GridOutcomes> grids,
        Map<String, ShiftOutcomes> shifts,
        List<Found> found) {
    /**
     * A mixture that a seasoning chose.
     *
     * @param seasoning its name
     * @param shift for which; absent if it is for all on average
     * @param weights in the order of this soup's ingredients
     */
    public record Found(String seasoning, Optional<String> shift, MixingWeights weights) {}

    /** Copies the collections. */
    public CookedSoup {
        ingredients = List.copyOf(ingredients);
        checkpoints = List.copyOf(checkpoints);
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
        grids = Collections.unmodifiableMap(new LinkedHashMap<>(grids));
        shifts = Collections.unmodifiableMap(new LinkedHashMap<>(shifts));
        found = List.copyOf(found);
    }

    /** What a soup and a seasoning have in common. */
    private record Pot(String name, List<String> ingredients, BatchNormPolicy batchNorm) {}

    /**
     * Reads what a run has left.
     *
     * @param wanted name of the soup or seasoning; absent means the one of most ingredients, of equals a seasoning
     * @throws IOException if the recipe mixes nothing, has none of that name, or steps are not done, with the way out
     */
    public static CookedSoup of(RecipeSteps steps, RunStore store, Optional<String> wanted) throws IOException {
        List<Pot> pots = new ArrayList<>();
        steps.recipe()
                .seasonings()
                .forEach((name, plan) -> pots.add(new Pot(name, plan.ingredients(), plan.batchNorm())));
        steps.recipe().soups().forEach((name, plan) -> pots.add(new Pot(name, plan.ingredients(), plan.batchNorm())));
        if (pots.isEmpty()) {
            throw new IOException("'" + steps.title() + "' mixes no models; add soups or seasonings to it");
        }
        Pot pot = wanted.isEmpty()
                ? Collections.max(
                        // the first of equals
                        reversed(pots),
                        Comparator.comparingInt(one -> one.ingredients().size()))
                : named(pots, wanted.get());
        Plan plan = Plan.of(List.of(steps.report()), store);
        requireDone(steps, store, plan);
        try (Results results = new Results(plan, store)) {
            return read(steps, pot, store, plan, results);
        }
    }

    private static List<Pot> reversed(List<Pot> pots) {
        List<Pot> reversed = new ArrayList<>(pots);
        Collections.reverse(reversed);
        return reversed;
    }

    private static Pot named(List<Pot> pots, String name) throws IOException {
        Optional<Pot> pot = pots.stream().filter(one -> one.name().equals(name)).findFirst();
        if (pot.isEmpty()) {
            throw new IOException("the recipe has no soup or seasoning '" + name + "'; it has "
                    + pots.stream().map(Pot::name).distinct().collect(Collectors.joining(", ")));
        }
        return pot.get();
    }

    /** Everything but the page must be there. */
    private static void requireDone(RecipeSteps steps, RunStore store, Plan plan) throws IOException {
        List<String> missing = new ArrayList<>();
        for (Step<?> step : steps.report().inputs()) {
            if (store.find(plan.key(step)).isEmpty()) {
                missing.add(step.name());
            }
        }
        if (!missing.isEmpty()) {
            throw new IOException("these steps of '" + steps.title() + "' are not done yet: "
                    + String.join(", ", missing) + "; 'stockpot run' does them");
        }
    }

    private static CookedSoup read(RecipeSteps steps, Pot pot, RunStore store, Plan plan, Inputs inputs)
            throws IOException {
        Map<String, ShiftOutcomes> shifts = new LinkedHashMap<>();
        List<Found> found = new ArrayList<>();
        for (SeasoningSteps step : steps.seasonings()) {
            SeasoningPlan seasoning = step.judged().seasoning().plan();
            if (seasoning.batchNorm().equals(pot.batchNorm())
                    && pot.ingredients().containsAll(seasoning.ingredients())) {
                shifts.putAll(step.grids(inputs));
                found.addAll(found(step.name(), step.judged().choices(inputs), pot));
            }
        }
        return new CookedSoup(
                pot.name(),
                pot.ingredients(),
                checkpoints(steps, pot, store, plan),
                pot.batchNorm(),
                models(steps, pot, inputs),
                grids(steps, pot, inputs),
                shifts,
                found);
    }

    private static Map<String, Outcomes> models(RecipeSteps steps, Pot pot, Inputs inputs) throws IOException {
        Map<String, Outcomes> models = new LinkedHashMap<>();
        for (OutcomesStep step : steps.evaluations()) {
            String name = step.model().name();
            if (pot.batchNorm().keepsIngredients() && pot.ingredients().contains(name)) {
                models.put(name, inputs.get(step));
            }
        }
        return models;
    }

    private static Map<String, GridOutcomes> grids(RecipeSteps steps, Pot pot, Inputs inputs) throws IOException {
        Map<String, GridOutcomes> grids = new LinkedHashMap<>();
        for (SoupStep step : steps.soups()) {
            if (step.plan().batchNorm().equals(pot.batchNorm()) && mixesSome(step.plan(), pot)) {
                grids.put(step.name(), step.named(inputs.get(step)));
            }
        }
        return grids;
    }

    private static boolean mixesSome(SoupPlan plan, Pot pot) {
        return plan.mixtures().stream()
                .anyMatch(weights ->
                        weights.among(plan.ingredients(), pot.ingredients()).isPresent());
    }

    /** Returns the best mixture on average and that of each shift. */
    private static List<Found> found(String seasoning, ShiftChoices chosen, Pot pot) {
        List<Found> found = new ArrayList<>();
        chosen.onAverage().stream()
                .findFirst()
                .ifPresent(weights ->
                        found.add(new Found(seasoning, Optional.empty(), moved(weights, chosen.ingredients(), pot))));
        chosen.forEachShift()
                .forEach((shift, best) -> found.add(
                        new Found(seasoning, Optional.of(shift), moved(best.get(0), chosen.ingredients(), pot))));
        return found;
    }

    private static MixingWeights moved(MixingWeights weights, List<String> ingredients, Pot pot) {
        return weights.among(ingredients, pot.ingredients()).orElseThrow();
    }

    private static List<Path> checkpoints(RecipeSteps steps, Pot pot, RunStore store, Plan plan) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String ingredient : pot.ingredients()) {
            for (Step<?> step : steps.models()) {
                if (step.name().equals(ingredient)) {
                    files.add(checkpoint(step, store, plan));
                }
            }
        }
        return files;
    }

    private static Path checkpoint(Step<?> step, RunStore store, Plan plan) throws IOException {
        return store.find(plan.key(step))
                .map(directory -> directory.resolve(ModelStep.FILE))
                .filter(Files::exists)
                .orElseThrow(() -> new IOException(
                        "the model '" + step.name() + "' was deleted from the runs; 'stockpot run' makes it again"));
    }
}
