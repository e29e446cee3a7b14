package io.stockpot.recipe;

import io.stockpot.outcome.Outcomes;
import io.stockpot.recipe.ShiftRowStep.Role;
import io.stockpot.run.Inputs;
import io.stockpot.run.Step;
import io.stockpot.soup.StatisticsMemory;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The steps of one seasoning.
 *
 * @param name of the seasoning
 * @param judged the last step of the soups
 * @param rows the steps of further models and ensembles, by name, in the order of the shifts
 * @param choosing the same for the models alone, on the images that choose
 */
record SeasoningSteps(
        String name,
        ChosenStep judged,
        Map<String, List<ShiftRowStep>> rows,
        Map<String, List<ShiftRowStep>> choosing) {
    private static final String ADAPTATION = "adaptation";
    private static final String TEST = "test";

    /**
     * Makes the steps; nothing is run.
     *
     * @param shifts those that are there or must be
     * @throws IOException if no image of a shift is left to judge, or no shift is there
     */
    static SeasoningSteps of(
            String name,
            SeasoningPlan plan,
            Map<String, ModelStep> models,
            Map<String, RecipeShift> shifts,
            RecipeImages images,
            long seed)
            throws IOException {
        SeasoningInputs seasoning =
                new SeasoningInputs(plan, named(plan.ingredients(), models), images, seed, new StatisticsMemory());
        List<RecipeShift> wanted = plan.shifts().orElseGet(() -> List.copyOf(shifts.keySet())).stream()
                .filter(shifts::containsKey)
                .map(shifts::get)
                .toList();
        if (wanted.isEmpty()) {
            throw new IOException("none of the shifts of the seasoning '" + name + "' is there");
        }
        for (RecipeShift shift : wanted) {
            shift.requireTest(plan.overlapping());
        }
        List<ShiftSearchStep> grids = wanted.stream()
                .map(shift -> new ShiftSearchStep(name, seasoning, shift))
                .toList();
        Map<String, List<ShiftRowStep>> rows = new LinkedHashMap<>();
        Map<String, List<ShiftRowStep>> choosing = new LinkedHashMap<>();
        for (String model : plan.compare()) {
            List<ModelStep> alone = named(List.of(model), models);
            rows.put(model, row(model, plan, alone, wanted, Role.JUDGE));
            choosing.put(model, row(model, plan, alone, wanted, Role.CHOOSE));
        }
        plan.ensembles()
                .forEach((row, members) -> rows.put(row, row(row, plan, named(members, models), wanted, Role.JUDGE)));
        return new SeasoningSteps(name, new ChosenStep(name, seasoning, grids), rows, choosing);
    }

    private static List<ModelStep> named(List<String> names, Map<String, ModelStep> models) {
        return names.stream().map(models::get).toList();
    }

    private static List<ShiftRowStep> row(
            String row, SeasoningPlan plan, List<ModelStep> members, List<RecipeShift> shifts, Role role) {
        return shifts.stream()
                .map(shift -> new ShiftRowStep(row, plan, members, shift, role))
                .toList();
    }

    /** Returns all steps that a report reads, or an export. */
    List<Step<?>> all() {
        List<Step<?>> all = new ArrayList<>(judged.grids());
        all.add(judged);
        rows.values().forEach(all::addAll);
        choosing.values().forEach(all::addAll);
        return all;
    }

    /**
     * Reads the bits behind all numbers: those of the grid on the images that choose, if all mixtures judged them, of
     * the chosen soups on those that judge, and of every other row as of a grid of one model.
     *
     * @return by "season-adaptation", "season-test", "season-row-adaptation" and "season-row-test"
     */
    Map<String, ShiftOutcomes> evidence(Inputs inputs) throws IOException {
        Map<String, ShiftOutcomes> evidence = new LinkedHashMap<>();
        judged.choices(inputs).outcomes().ifPresent(all -> evidence.put(name + "-" + ADAPTATION, all));
        evidence.put(name + "-" + TEST, judged.judged(inputs).right());
        for (Map.Entry<String, List<ShiftRowStep>> row : choosing.entrySet()) {
            evidence.put(
                    name + "-" + row.getKey() + "-" + ADAPTATION,
                    alone(row.getKey(), row.getValue(), Role.CHOOSE, inputs));
        }
        for (Map.Entry<String, List<ShiftRowStep>> row : rows.entrySet()) {
            evidence.put(
                    name + "-" + row.getKey() + "-" + TEST, alone(row.getKey(), row.getValue(), Role.JUDGE, inputs));
        }
        return evidence;
    }

    private ShiftOutcomes alone(String row, List<ShiftRowStep> steps, Role role, Inputs inputs) throws IOException {
        Map<String, GridOutcomes> answered = new LinkedHashMap<>();
        for (ShiftRowStep step : steps) {
            List<Outcomes> right = List.of(inputs.get(step).right());
            answered.put(
                    step.shift().name(), GridOutcomes.of(List.of(row), List.of(MixingWeights.vertex(0, 1)), right));
        }
        return new ShiftOutcomes(answered, judged.photos(role));
    }

    /** Reads what the steps found out. */
    SeasoningOutcomes outcomes(Inputs inputs) throws IOException {
        Map<String, Map<String, ShiftRowStep.Row>> found = new LinkedHashMap<>();
        Map<String, Integer> passes = new LinkedHashMap<>();
        for (Map.Entry<String, List<ShiftRowStep>> row : rows.entrySet()) {
            Map<String, ShiftRowStep.Row> byShift = new LinkedHashMap<>();
            for (ShiftRowStep step : row.getValue()) {
                byShift.put(step.shift().name(), inputs.get(step));
            }
            found.put(row.getKey(), byShift);
            passes.put(row.getKey(), row.getValue().get(0).members().size());
        }
        return new SeasoningOutcomes(judged.choices(inputs), judged.judged(inputs), found, passes, described());
    }

    private List<String> described() {
        boolean overlapping = judged.seasoning().plan().overlapping();
        return judged.grids().stream()
                .map(grid -> grid.shift().described(overlapping) + ".")
                .toList();
    }
}
