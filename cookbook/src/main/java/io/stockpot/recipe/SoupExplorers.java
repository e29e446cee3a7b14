package io.stockpot.recipe;

import io.stockpot.outcome.Outcomes;
import io.stockpot.report.Block;
import io.stockpot.report.Explorer;
import io.stockpot.report.ExplorerColumn;
import io.stockpot.soup.choice.GridOutcomes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of a report where mixtures are tried by hand: one for each soup that the report shows. They are no
 * {@link ReportBlock}, because a recipe need not ask for them, and the keys of its steps must not change by them.
 */
final class SoupExplorers {
    private SoupExplorers() {}

    /** Returns the explorers of the soups that a report shows, those left out whose bits a page cannot hold. */
    static List<Block> of(ReportPlan plan, RecipeOutcomes outcomes) {
        List<Block> explorers = new ArrayList<>();
        plan.blocks().stream()
                .flatMap(block -> block.soups().stream())
                .distinct()
                .forEach(soup ->
                        of(soup, outcomes.soups().get(soup), outcomes.models()).ifPresent(explorers::add));
        return explorers;
    }

    private static Optional<Block> of(String soup, GridOutcomes grid, Map<String, Outcomes> models) {
        List<ExplorerColumn> columns = grid.conditions().stream()
                .map(condition -> column(grid, condition, models))
                .toList();
        if (grid.points().size() < 2 || !Explorer.fits(columns)) {
            return Optional.empty();
        }
        return Optional.of(new Explorer(
                "Try mixtures of " + soup, grid.ingredients(), columns, Optional.empty(), Optional.empty()));
    }

    /** Takes the models as they are where they were measured on the same images, else as mixtures of one. */
    private static ExplorerColumn column(GridOutcomes grid, String condition, Map<String, Outcomes> models) {
        ExplorerColumn column = ExplorerColumn.of(condition, grid, condition);
        for (String ingredient : grid.ingredients()) {
            Outcomes alone = models.get(ingredient);
            if (alone != null
                    && alone.dataDigest().equals(grid.dataDigest())
                    && alone.conditions().contains(condition)) {
                column = column.withAlone(ingredient, alone, condition);
            }
        }
        return column;
    }
}
