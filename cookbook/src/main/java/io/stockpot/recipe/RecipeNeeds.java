package io.stockpot.recipe;

import io.stockpot.data.source.DataSource;
import io.stockpot.evaluate.Condition;
import io.stockpot.evaluate.Conditions;
import io.stockpot.model.Architecture;
import io.stockpot.text.LocatedArgumentException;
import io.stockpot.text.YamlRecords;
import io.stockpot.train.ModelSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What some parts of a recipe need of others. */
final class RecipeNeeds {
    private RecipeNeeds() {}

    /** Checks that there are images to train on and to evaluate on. */
    static void requireData(
            Optional<DataSource> data, Map<String, ModelSource> models, Optional<EvaluationPlan> evaluate) {
        if (data.isEmpty()
                && models.values().stream().anyMatch(model -> model.training().isPresent())) {
            throw new LocatedArgumentException("models", "missing key 'data': models are trained on its images");
        }
        if (data.isEmpty() && evaluate.isPresent()) {
            throw new LocatedArgumentException("evaluate", "missing key 'data': models are evaluated on its images");
        }
    }

    /** Checks that something is measured, and soups in a way that suits them. */
    static void requireMeasuring(
            Optional<EvaluationPlan> evaluate, Map<String, SoupPlan> soups, Map<String, SeasoningPlan> seasonings) {
        if (evaluate.isEmpty() && !soups.isEmpty()) {
            throw new LocatedArgumentException("soups", "missing key 'evaluate': it tells how soups are looked at");
        }
        if (evaluate.isEmpty() && seasonings.isEmpty()) {
            throw new LocatedArgumentException(
                    "", "missing key 'evaluate': without it and without 'seasonings' nothing would be measured");
        }
        if (evaluate.filter(EvaluationPlan::unionOnly).isPresent() && !soups.isEmpty()) {
            throw new LocatedArgumentException(
                    "evaluate.union-only", "soups are looked at under each condition by itself; leave union-only out");
        }
    }

    /** Checks that there are shifts if and only if soups are seasoned. */
    static void requireShifts(Map<String, ShiftPlan> shifts, Map<String, SeasoningPlan> seasonings) {
        if (shifts.isEmpty() && !seasonings.isEmpty()) {
            throw new LocatedArgumentException("seasonings", "missing key 'shifts': a soup is seasoned for some");
        }
        if (seasonings.isEmpty() && !shifts.isEmpty()) {
            throw new LocatedArgumentException("shifts", "missing key 'seasonings': shifts are measured only for them");
        }
    }

    /** Checks that models whose numbers of classes are known have enough for all attacks; parents come first. */
    static void requireClasses(
            Map<String, ModelSource> models, Set<String> notMeasured, Optional<EvaluationPlan> evaluate) {
        List<Conditions> conditions = evaluate.map(EvaluationPlan::conditions).orElse(List.of());
        Map<String, OptionalInt> known = new HashMap<>();
        models.forEach((name, source) -> {
            known.put(name, source.classes(known::get));
            known.get(name).ifPresent(classes -> {
                requireClasses(name, source, classes);
                requireClasses(name, classes, notMeasured.contains(name) ? List.of() : conditions);
            });
        });
    }

    private static void requireClasses(String name, ModelSource source, int classes) {
        locating(name, source, () -> source.requireClasses(classes));
    }

    /** Checks that networks which are known have the parts that settings of their trainings are about. */
    static void requireNetworks(Map<String, ModelSource> models) {
        Map<String, Optional<Architecture>> known = new HashMap<>();
        models.forEach((name, source) -> {
            known.put(name, source.architecture(known::get));
            known.get(name)
                    .ifPresent(network -> source.training()
                            .ifPresent(training -> locating(
                                    name, source, () -> training.settings().requireSuits(network))));
        });
    }

    private static void locating(String name, ModelSource source, Runnable check) {
        try {
            check.run();
        } catch (LocatedArgumentException misfit) {
            String path = "models." + name + "." + YamlRecords.nameOf((Record) source) + "." + misfit.path();
            throw new LocatedArgumentException(path, misfit.getMessage());
        }
    }

    private static void requireClasses(String model, int classes, List<Conditions> written) {
        for (int i = 0; i < written.size(); i++) {
            String path = "evaluate.conditions." + i + "." + YamlRecords.nameOf((Record) written.get(i)) + ".attack";
            for (Condition condition : written.get(i).each()) {
                try {
                    condition.requireClasses(classes);
                } catch (IllegalArgumentException few) {
                    throw new LocatedArgumentException(path, "'" + model + "' under " + few.getMessage());
                }
            }
        }
    }
}
