package io.stockpot.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.data.source.DataFacts;
import io.stockpot.data.source.DataSource;
import io.stockpot.evaluate.Condition;
import io.stockpot.outcome.Labels;
import io.stockpot.text.LocatedArgumentException;
import io.stockpot.text.YamlRecords;
import io.stockpot.train.ModelSource;
import io.stockpot.train.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything from data to report, as one YAML file says it.
 *
 * @param title of the report; absent means the name of the file
 * @param seed from which all randomness derives
 * @param data the training and test images; needed to train, to evaluate and by shifts that are made of them
 * @param models how each model is trained, or which file holds it, by name; parents come before their children
 * @param soups the mixtures, by name
 * @param shifts other distributions of images, by name
 * @param seasonings soups that are chosen for shifts, by name
 * @param evaluate how models and soups are looked at on the test images; absent means not at all
 * @param report what is shown; absent means what suits the soups
 * @param export what is handed to others; absent means nothing
 */
public record Recipe(
        Optional<String> title,
        @JsonProperty(defaultValue = "0") long seed,
        Optional<DataSource> data,
        Map<String, ModelSource> models,
        @JsonProperty(defaultValue = "{}") Map<String, SoupPlan> soups,
        @JsonProperty(defaultValue = "{}") Map<String, ShiftPlan> shifts,
        @JsonProperty(defaultValue = "{}") Map<String, SeasoningPlan> seasonings,
        Optional<EvaluationPlan> evaluate,
        Optional<ReportPlan> report,
        Optional<Export> export) {
    /** Copies the maps and checks that every name refers to something. */
    public Recipe {
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
        soups = Collections.unmodifiableMap(new LinkedHashMap<>(soups));
        shifts = Collections.unmodifiableMap(new LinkedHashMap<>(shifts));
        seasonings = Collections.unmodifiableMap(new LinkedHashMap<>(seasonings));
        if (models.isEmpty()) {
            throw new LocatedArgumentException("models", "a recipe needs at least one model");
        }
        requireParentsFirst(models);
        RecipeNeeds.requireData(data, models, evaluate);
        RecipeNeeds.requireMeasuring(evaluate, soups, seasonings);
        RecipeNeeds.requireShifts(shifts, seasonings);
        RecipeNeeds.requireClasses(models, Lenders.among(models, soups.values(), report), evaluate);
        RecipeNeeds.requireNetworks(models);
        doubts(data, models, evaluate);
        for (Map.Entry<String, SoupPlan> soup : soups.entrySet()) {
            requireKnown("soups." + soup.getKey(), soup.getValue(), models, evaluate.orElseThrow());
        }
        for (Map.Entry<String, SeasoningPlan> seasoning : seasonings.entrySet()) {
            requireKnown("seasonings." + seasoning.getKey(), seasoning.getValue(), models, shifts);
        }
        if (report.isPresent()) {
            requireKnown(report.get(), models, soups, evaluate);
            requireKnown(report.get(), seasonings, shifts);
        }
        List<String> exported = export.map(Export::models).orElse(List.of());
        for (int i = 0; i < exported.size(); i++) {
            requireOne("export.models." + i, "model", exported.get(i), models.keySet());
        }
    }

    private static void requireParentsFirst(Map<String, ModelSource> models) {
        Map<String, ModelSource> before = new LinkedHashMap<>();
        models.forEach((name, source) -> {
            source.parent().ifPresent(parent -> {
                if (!before.containsKey(parent)) {
                    String why = models.containsKey(parent) ? "comes after it" : "is not one of the models";
                    throw new LocatedArgumentException(
                            "models." + name + ".fine-tune.from",
                            "the parent '" + parent + "' of '" + name + "' " + why + listed(before.keySet()));
                }
                requireHeldOutByParent(name, source, parent, before.get(parent));
            });
            before.put(name, source);
        });
    }

    /** Held-out images are nested, so a child that holds out more would be judged on images its parent learnt. */
    private static void requireHeldOutByParent(String name, ModelSource child, String parentName, ModelSource parent) {
        int heldOutByParent = parent.training().map(Recipe::heldOut).orElse(Integer.MAX_VALUE);
        int heldOut = heldOut(child.training().orElseThrow());
        if (heldOut > heldOutByParent) {
            throw new LocatedArgumentException(
                    "models." + name + ".fine-tune",
                    "'" + name + "' holds out " + heldOut + " images for selection, and its parent '" + parentName
                            + "' learnt from all but " + heldOutByParent + "; hold out no more than the parent");
        }
    }

    private static int heldOut(Training training) {
        return training.settings().selection().images();
    }

    private static void requireKnown(
            String path, SoupPlan soup, Map<String, ModelSource> models, EvaluationPlan evaluation) {
        for (int i = 0; i < soup.ingredients().size(); i++) {
            requireOne(path + ".ingredients." + i, "model", soup.ingredients().get(i), models.keySet());
        }
        List<String> conditions = soup.conditions().orElse(List.of());
        for (int i = 0; i < conditions.size(); i++) {
            requireOne(path + ".conditions." + i, "condition", conditions.get(i), evaluation.labels());
        }
    }

    private static void requireKnown(
            String path, SeasoningPlan plan, Map<String, ModelSource> models, Map<String, ShiftPlan> shifts) {
        plan.ingredients().forEach(name -> requireOne(path + ".ingredients", "model", name, models.keySet()));
        plan.compare().forEach(name -> requireOne(path + ".compare", "model", name, models.keySet()));
        plan.ensembles()
                .forEach((ensemble, members) -> members.forEach(
                        name -> requireOne(path + ".ensembles." + ensemble, "model", name, models.keySet())));
        plan.shifts().orElse(List.of()).forEach(name -> requireOne(path + ".shifts", "shift", name, shifts.keySet()));
    }

    private static void requireKnown(
            ReportPlan plan,
            Map<String, ModelSource> models,
            Map<String, SoupPlan> soups,
            Optional<EvaluationPlan> evaluation) {
        for (int i = 0; i < plan.blocks().size(); i++) {
            String path = "report.blocks." + i;
            ReportBlock block = plan.blocks().get(i);
            block.landmarks().forEach(name -> requireOne(path, "model", name, models.keySet()));
            List<String> curves = evaluation.map(EvaluationPlan::curves).orElse(List.of());
            block.curves().forEach(name -> requireOne(path, "curve", name, curves));
            for (String name : block.soups()) {
                requireOne(path, "soup", name, soups.keySet());
                requireSuits(path, () -> block.requireSuits(soups.get(name)));
                List<String> labels = shown(soups.get(name), evaluation.orElseThrow());
                block.conditions().forEach(label -> requireOne(path, "condition", label, labels));
            }
        }
    }

    private static void requireKnown(
            ReportPlan plan, Map<String, SeasoningPlan> seasonings, Map<String, ShiftPlan> shifts) {
        for (int i = 0; i < plan.blocks().size(); i++) {
            String path = "report.blocks." + i;
            ReportBlock block = plan.blocks().get(i);
            for (String name : block.seasonings()) {
                requireOne(path, "seasoning", name, seasonings.keySet());
                requireSuits(path, () -> block.requireSuits(seasonings.get(name), shifts));
            }
        }
    }

    private static void requireSuits(String path, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException misfit) {
            throw new LocatedArgumentException(path, misfit.getMessage());
        }
    }

    /** Returns the labels that a report has of a soup: its conditions, and the union if there is one. */
    private static List<String> shown(SoupPlan soup, EvaluationPlan evaluation) {
        List<String> labels = new ArrayList<>(soup.conditions().orElseGet(evaluation::labels));
        long threats = evaluation.conditions(labels).stream()
                .filter(Condition::isInUnion)
                .count();
        if (threats > 1) {
            labels.add(Labels.UNION);
        }
        return labels;
    }

    private static void requireOne(String path, String what, String name, Collection<String> known) {
        if (!known.contains(name)) {
            throw new LocatedArgumentException(path, "there is no " + what + " '" + name + "'" + listed(known));
        }
    }

    private static String listed(Collection<String> known) {
        return known.isEmpty() ? "" : "; known: " + String.join(", ", known);
    }

    /**
     * Reads a recipe.
     *
     * @param overrides texts of the form path=value, e.g. "models.linf.train.epochs=2"
     * @throws IOException if the file cannot be read, or does not say what a recipe says, with line and
     *     column
     */
    public static Recipe read(Path file, List<String> overrides) throws IOException {
        return YamlRecords.read(file, Recipe.class, overrides);
    }

    /** Checks what published data are known to have; other data are looked at when they are opened. */
    private static List<String> doubts(
            Optional<DataSource> data, Map<String, ModelSource> models, Optional<EvaluationPlan> evaluate) {
        return data.flatMap(DataSource::facts)
                .map(facts -> new DataNeeds(data.get().name(), facts).check(models, evaluate))
                .orElse(List.of());
    }

    /**
     * Returns sentences on what is hardly meant, such as radii of another unit.
     *
     * @param opened the recipe's data, once they are known
     * @throws IllegalArgumentException naming the place in the recipe that does not fit these data
     */
    List<String> doubts(DataFacts opened) {
        try {
            return new DataNeeds(data.map(DataSource::name).orElse("the data"), opened).check(models, evaluate);
        } catch (LocatedArgumentException misfit) {
            throw new IllegalArgumentException(misfit.path() + ": " + misfit.getMessage(), misfit);
        }
    }

    /** Returns the names of the models that are not measured, because they only lend their weights. */
    Set<String> lenders() {
        return Lenders.among(models, soups.values(), report);
    }

    /** Returns the conditions of a soup, by label. */
    List<String> conditionsOf(SoupPlan soup) {
        return soup.conditions().orElseGet(() -> evaluate.orElseThrow().labels());
    }
}
