package io.stockpot.recipe;

import java.util.ArrayList;
import java.util.List;

/**
 * What a report shows.
 *
 * @param blocks from top to bottom
 */
public record ReportPlan(List<ReportBlock> blocks) {
    /** Copies the list. */
    public ReportPlan {
        blocks = List.copyOf(blocks);
    }

    /** Returns what suits a recipe: a table of the models, then tables and figures for each soup and seasoning. */
    static ReportPlan suiting(Recipe recipe) {
        List<ReportBlock> blocks = new ArrayList<>();
        if (recipe.evaluate().isPresent()) {
            blocks.add(new ReportBlock.Models("Models"));
        }
        recipe.soups().forEach((name, soup) -> {
            blocks.add(new ReportBlock.BestOf(name));
            blocks.addAll(ReportBlock.figures(name, soup));
        });
        recipe.seasonings().keySet().forEach(name -> blocks.add(new SeasoningBlock.Seasoned(name)));
        return new ReportPlan(blocks);
    }
}
