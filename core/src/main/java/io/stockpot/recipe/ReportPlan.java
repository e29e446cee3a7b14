package io.stockpot.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

    /** Returns what suits the soups: a table of the models, then tables and figures for each soup. */
    static ReportPlan suiting(Map<String, SoupPlan> soups) {
        List<ReportBlock> blocks = new ArrayList<>();
        blocks.add(new ReportBlock.Models("Models"));
        soups.forEach((name, soup) -> {
            blocks.add(new ReportBlock.BestOf(name));
            blocks.addAll(ReportBlock.figures(name, soup));
        });
        return new ReportPlan(blocks);
    }
}
