package io.stockpot.recipe;

import io.stockpot.base.Seed;
import io.stockpot.evaluate.Condition;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
import io.stockpot.report.Block;
import io.stockpot.soup.choice.GridOutcomes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All outcomes of a recipe, each with its union over the threats (paper §4.2) where there are several.
 *
 * @param models by name
 * @param soups by name
 * @param seasonings by name
 * @param seed of everything that a report draws at random
 * @param how models and soups were measured
 * @param transfers what is shown of adversarial points that are asked about, by the block that asks
 */
record RecipeOutcomes(
        Map<String, Outcomes> models,
        Map<String, GridOutcomes> soups,
        Map<String, SeasoningOutcomes> seasonings,
        Seed seed,
        Measuring how,
        Map<ReportBlock.Transfer, List<Block>> transfers) {
    /** Copies the maps. */
    RecipeOutcomes {
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
        soups = Collections.unmodifiableMap(new LinkedHashMap<>(soups));
        seasonings = Collections.unmodifiableMap(new LinkedHashMap<>(seasonings));
        transfers = Map.copyOf(transfers);
    }

    /** Holds the outcomes of a recipe that asks about no adversarial points. */
    RecipeOutcomes(
            Map<String, Outcomes> models,
            Map<String, GridOutcomes> soups,
            Map<String, SeasoningOutcomes> seasonings,
            Seed seed,
            Measuring how) {
        this(models, soups, seasonings, seed, how, Map.of());
    }

    /** Returns the same outcomes with what is shown of adversarial points. */
    RecipeOutcomes with(Map<ReportBlock.Transfer, List<Block>> shown) {
        return new RecipeOutcomes(models, soups, seasonings, seed, how, shown);
    }

    /** Returns some conditions without those that repeat clean accuracy, which are curves at the radius 0. */
    List<String> withoutRepeated(List<String> conditions) {
        if (!conditions.contains(Labels.CLEAN)) {
            return conditions;
        }
        Set<String> repeated = how.conditions().stream()
                .filter(condition -> condition.curve().isPresent())
                .filter(condition -> !condition.judge().threat().allowsChange())
                .map(Condition::label)
                .collect(Collectors.toSet());
        return conditions.stream().filter(label -> !repeated.contains(label)).toList();
    }

    /** Returns the conditions for figures of mixtures: those on no curve, unless threats are only on curves. */
    List<String> besidesCurves(List<String> conditions) {
        Set<String> curves = how.conditions().stream()
                .filter(condition -> condition.curve().isPresent())
                .map(Condition::label)
                .collect(Collectors.toSet());
        List<String> apart =
                conditions.stream().filter(label -> !curves.contains(label)).toList();
        return apart.stream().anyMatch(label -> !label.equals(Labels.CLEAN)) ? apart : withoutRepeated(conditions);
    }

    /** Returns the mixtures of a soup under the conditions of tables. */
    GridOutcomes tabulated(String soup) {
        GridOutcomes grid = soups.get(soup);
        List<String> shown = withoutRepeated(grid.conditions());
        List<Outcomes> outcomes = grid.points().stream()
                .map(point -> point.outcomes().select(shown))
                .toList();
        return GridOutcomes.of(grid.ingredients(), grid.weights(), outcomes);
    }

    /** Returns the models under the conditions of tables. */
    Map<String, Outcomes> tabulated() {
        Map<String, Outcomes> shown = new LinkedHashMap<>();
        models.forEach((name, outcomes) -> shown.put(name, outcomes.select(withoutRepeated(outcomes.conditions()))));
        return shown;
    }

    /** Returns the models that tell a headline. */
    Map<String, Outcomes> modelsUnder(Headline headline) {
        Map<String, Outcomes> telling = new LinkedHashMap<>(models);
        telling.values().removeIf(outcomes -> headline.in(outcomes).isEmpty());
        return Collections.unmodifiableMap(telling);
    }

    /** Adds the union over the threats, if there are several and no condition has its name. */
    static Outcomes withUnion(Outcomes outcomes, List<String> threats) {
        List<String> present = present(threats, outcomes.conditions());
        return present.size() > 1 && !outcomes.conditions().contains(Labels.UNION)
                ? outcomes.withUnion(Labels.UNION, present)
                : outcomes;
    }

    /** Adds the union over the threats to every mixture, as {@link #withUnion(Outcomes, List)}. */
    static GridOutcomes withUnion(GridOutcomes grid, List<String> threats) {
        List<String> present = present(threats, grid.conditions());
        return present.size() > 1 && !grid.conditions().contains(Labels.UNION)
                ? grid.withUnion(Labels.UNION, present)
                : grid;
    }

    private static List<String> present(List<String> threats, List<String> conditions) {
        return threats.stream().filter(conditions::contains).toList();
    }
}
