package io.stockpot.recipe;

import io.stockpot.model.Architecture;
import io.stockpot.recipe.ShiftRowStep.Role;
import io.stockpot.run.Inputs;
import io.stockpot.run.Step;
import io.stockpot.run.Warnings;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The steps of one seasoning.
 *
 * @param name of the seasoning
 * @param judged the last step of the soups
 * @param rows further models and ensembles, by name, in the order of reports
 */
record SeasoningSteps(String name, ChosenStep judged, Map<String, SeasoningRow> rows) {
    private static final String ADAPTATION = "adaptation";
    private static final String TEST = "test";

    SeasoningSteps {
        rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
    }

    /**
     * Makes the steps; nothing is run.
     *
     * @param seasoning what the mixtures are made of
     * @param models of the recipe, by name
     * @param shifts of the recipe that are there or must be, by name
     * @throws IOException if no image of a shift is left to judge, or no shift is there
     */
    static SeasoningSteps of(
            String name, SeasoningInputs seasoning, Map<String, ModelStep> models, Map<String, RecipeShift> shifts)
            throws IOException {
        SeasoningPlan plan = seasoning.plan();
        List<RecipeShift> wanted = plan.shifts().orElseGet(() -> List.copyOf(shifts.keySet())).stream()
                .filter(shifts::containsKey)
                .map(shifts::get)
                .toList();
        if (wanted.isEmpty()) {
            throw new IOException("none of the shifts of the seasoning '" + name + "' is there");
        }
        for (RecipeShift shift : wanted) {
            shift.requireTest(plan.overlapping());
            Optional<TargetPhotos> target = seasoning.target(shift);
            if (target.isPresent()) {
                target.get().require();
            }
        }
        List<RecipeShift> columns = wanted.stream()
                .flatMap(shift -> plan.seen(shift, seasoning.seed()).stream())
                .toList();
        requireSuit(columns, plan, seasoning.models(), models);
        List<ShiftSearchStep> searches = columns.stream()
                .map(shift -> new ShiftSearchStep(name, seasoning, shift))
                .toList();
        Map<String, SeasoningRow> rows = new LinkedHashMap<>();
        for (String model : plan.compare()) {
            ShiftRowStep.Members alone = new ShiftRowStep.Members(model, plan, List.of(models.get(model)));
            rows.put(model, new SeasoningRow(model, alone.on(columns, Role.JUDGE), alone.on(columns, Role.CHOOSE)));
        }
        plan.ensembles().forEach((ensemble, names) -> {
            List<ModelStep> members = names.stream().map(models::get).toList();
            ShiftRowStep.Members together = new ShiftRowStep.Members(ensemble, plan, members);
            rows.put(ensemble, new SeasoningRow(ensemble, together.on(columns, Role.JUDGE), List.of()));
        });
        return new SeasoningSteps(name, new ChosenStep(name, seasoning, searches), rows);
    }

    /** Checks the images against each kind of model that looks at them. */
    private static void requireSuit(
            List<RecipeShift> wanted, SeasoningPlan plan, List<ModelStep> ingredients, Map<String, ModelStep> models)
            throws IOException {
        Set<ModelStep> looking = new LinkedHashSet<>(ingredients);
        plan.compare().forEach(name -> looking.add(models.get(name)));
        plan.ensembles().values().forEach(members -> members.forEach(name -> looking.add(models.get(name))));
        Set<Architecture> networks = new LinkedHashSet<>();
        for (ModelStep model : looking) {
            model.architecture().ifPresent(networks::add);
        }
        for (RecipeShift shift : wanted) {
            for (Architecture network : networks) {
                shift.requireSuits(network);
            }
        }
    }

    /** Returns all steps that a report reads, or an export. */
    List<Step<?>> all() {
        List<Step<?>> all = new ArrayList<>(judged.grids());
        all.add(judged);
        rows.values().forEach(row -> all.addAll(row.judging()));
        rows.values().forEach(row -> all.addAll(row.choosing()));
        return all;
    }

    /**
     * Reads the bits behind all numbers: those of the grid on the images that choose, if all mixtures judged them, of
     * the chosen soups on those that judge, and of every other row as of a grid of one model.
     *
     * @return by "season-adaptation", "season-test", "season-row-adaptation" and "season-row-test"
     */
    Map<String, ShiftOutcomes> evidence(Inputs inputs) throws IOException {
        Map<String, ShiftOutcomes> evidence = grids(inputs);
        for (SeasoningRow row : rows.values()) {
            String prefix = name + "-" + row.name() + "-";
            if (!row.choosing().isEmpty()) {
                evidence.put(prefix + ADAPTATION, row.evidence(row.choosing(), judged.photos(Role.CHOOSE), inputs));
            }
            evidence.put(prefix + TEST, row.evidence(row.judging(), judged.photos(Role.JUDGE), inputs));
        }
        return evidence;
    }

    /**
     * Reads the bits of mixtures: those of the grid on the images that choose, if all mixtures judged them, and of the
     * chosen soups on those that judge.
     *
     * @return by "season-adaptation" and "season-test"
     */
    Map<String, ShiftOutcomes> grids(Inputs inputs) throws IOException {
        Map<String, ShiftOutcomes> grids = new LinkedHashMap<>();
        judged.choices(inputs).outcomes().ifPresent(all -> grids.put(name + "-" + ADAPTATION, all));
        grids.put(name + "-" + TEST, judged.judged(inputs).right());
        return grids;
    }

    /** Reads what makes accuracies under attack doubtful, of soups and of further rows. */
    List<Alarm> alarms(Inputs inputs) throws IOException {
        List<Alarm> alarms = new ArrayList<>();
        judged.judged(inputs)
                .warnings()
                .forEach((shift, said) ->
                        said.forEach(sentence -> alarms.add(Alarm.of(name + " on " + shift, sentence))));
        for (SeasoningRow row : rows.values()) {
            for (ShiftRowStep step : row.judging()) {
                String who = row.name() + " on " + step.shift().name();
                Warnings.read(inputs.directory(step))
                        .sentences()
                        .forEach(sentence -> alarms.add(Alarm.of(who, sentence)));
            }
        }
        return alarms;
    }

    /** Returns the names of the shifts that are seen as they are. */
    private Set<String> asTheyAre() {
        return judged.grids().stream()
                .map(ShiftSearchStep::shift)
                .filter(shift -> shift.threat().isEmpty())
                .map(RecipeShift::name)
                .collect(Collectors.toSet());
    }

    /** Reads the results of the steps. */
    SeasoningOutcomes outcomes(Inputs inputs) throws IOException {
        Map<String, SeasoningRow.Answers> answers = new LinkedHashMap<>();
        for (SeasoningRow row : rows.values()) {
            answers.put(row.name(), row.answers(inputs));
        }
        return new SeasoningOutcomes(
                judged.choices(inputs), judged.judged(inputs), answers, asTheyAre(), judged.described());
    }
}
