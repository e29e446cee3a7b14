package io.stockpot.recipe;

import io.stockpot.base.Seed;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
import io.stockpot.soup.choice.GridOutcomes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All outcomes of a recipe, each with its union over the threats (paper §4.2) where there are several.
 *
 * @param models by name
 * @param soups by name
 * @param seasonings by name
 * @param seed of everything that a report draws at random
 */
record RecipeOutcomes(
        Map<String, Outcomes> models,
        Map<String, GridOutcomes> soups,
        Map<String, SeasoningOutcomes> seasonings,
        Seed seed) {
    /** Copies the maps. */
    RecipeOutcomes {
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
        soups = Collections.unmodifiableMap(new LinkedHashMap<>(soups));
        seasonings = Collections.unmodifiableMap(new LinkedHashMap<>(seasonings));
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
