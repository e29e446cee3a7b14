package io.stockpot.recipe;

import io.stockpot.soup.StatisticsMemory;
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
 */
record SeasoningSteps(String name, ChosenStep judged, Map<String, List<ShiftRowStep>> rows) {
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
        SeasoningKitchen kitchen =
                new SeasoningKitchen(plan, named(plan.ingredients(), models), images, seed, new StatisticsMemory());
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
        List<ShiftGridStep> grids = wanted.stream()
                .map(shift -> new ShiftGridStep(name, kitchen, shift))
                .toList();
        Map<String, List<ShiftRowStep>> rows = new LinkedHashMap<>();
        plan.compare().forEach(model -> rows.put(model, row(model, plan, named(List.of(model), models), wanted)));
        plan.ensembles().forEach((row, members) -> rows.put(row, row(row, plan, named(members, models), wanted)));
        return new SeasoningSteps(name, new ChosenStep(name, kitchen, grids), rows);
    }

    private static List<ModelStep> named(List<String> names, Map<String, ModelStep> models) {
        return names.stream().map(models::get).toList();
    }

    private static List<ShiftRowStep> row(
            String row, SeasoningPlan plan, List<ModelStep> members, List<RecipeShift> shifts) {
        return shifts.stream()
                .map(shift -> new ShiftRowStep(row, plan, members, shift))
                .toList();
    }

    /** Returns all steps that a report reads. */
    List<Step<?>> all() {
        List<Step<?>> all = new ArrayList<>(judged.grids());
        all.add(judged);
        rows.values().forEach(all::addAll);
        return all;
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
        return new SeasoningOutcomes(judged.adaptation(inputs), judged.judged(inputs), found, passes, described());
    }

    private List<String> described() {
        boolean overlapping = judged.kitchen().plan().overlapping();
        return judged.grids().stream()
                .map(grid -> grid.shift().described(overlapping) + ".")
                .toList();
    }
}
