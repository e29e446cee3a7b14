package io.stockpot.recipe;

import io.stockpot.outcome.Outcomes;
import io.stockpot.report.Block;
import io.stockpot.report.Explorer;
import io.stockpot.report.ExplorerColumn;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of a report where mixtures are tried by hand: one for each soup and seasoning that the report shows. They
 * are no {@link ReportBlock}, because a recipe need not ask for them, and the keys of its steps must not change by them.
 */
final class RecipeExplorers {
    private RecipeExplorers() {}

    /** Returns the explorers of what a report shows, without those whose bits a page cannot hold. */
    static List<Block> of(ReportPlan plan, RecipeOutcomes outcomes) {
        List<Block> explorers = new ArrayList<>();
        plan.blocks().stream()
                .flatMap(block -> block.soups().stream())
                .distinct()
                .forEach(soup ->
                        of(soup, outcomes.soups().get(soup), outcomes.models()).ifPresent(explorers::add));
        plan.blocks().stream()
                .flatMap(block -> block.seasonings().stream())
                .distinct()
                .forEach(name -> of(name, outcomes.seasonings().get(name)).ifPresent(explorers::add));
        return explorers;
    }

    private static Optional<Block> of(String soup, GridOutcomes grid, Map<String, Outcomes> models) {
        List<ExplorerColumn> columns = grid.conditions().stream()
                .map(condition -> column(grid, condition, models))
                .toList();
        return of("Try mixtures of " + soup, grid.ingredients(), columns, Optional.empty());
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

    /** Shows shifts of one version: whether an image is right in several has no answer of one bit. */
    private static Optional<Block> of(String name, SeasoningOutcomes seasoned) {
        Optional<ShiftOutcomes> adaptation = seasoned.chosen().outcomes();
        if (adaptation.isEmpty()) {
            return Optional.empty();
        }
        List<ExplorerColumn> columns = new ArrayList<>();
        adaptation.get().dataSets().forEach((shift, grid) -> {
            if (grid.conditions().size() == 1) {
                ExplorerColumn all =
                        ExplorerColumn.of(shift, grid, grid.conditions().get(0));
                columns.add(all);
                columns.add(judged(shift, seasoned.judged().right().grid(shift), all));
            }
        });
        Optional<MixingWeights> single = seasoned.chosen().onAverage().stream().findFirst();
        return of("Try mixtures on shifts: " + name, adaptation.get().ingredients(), columns, single);
    }

    /** Returns what test images say of the few mixtures that were judged by them. */
    private static ExplorerColumn judged(String shift, GridOutcomes grid, ExplorerColumn all) {
        Map<MixingWeights, BitSet> mixtures = new LinkedHashMap<>();
        grid.points().stream()
                .filter(point -> all.mixtures().containsKey(point.weights()))
                .forEach(point -> mixtures.put(
                        point.weights(),
                        point.outcomes().correct(grid.conditions().get(0))));
        return new ExplorerColumn(shift + ", test images", grid.images(), mixtures, Map.of(), List.of());
    }

    private static Optional<Block> of(
            String title, List<String> ingredients, List<ExplorerColumn> columns, Optional<MixingWeights> chosen) {
        boolean shows = !columns.isEmpty() && columns.get(0).mixtures().size() > 1 && Explorer.fits(columns);
        return shows
                ? Optional.of(new Explorer(title, ingredients, columns, chosen, Optional.empty()))
                : Optional.empty();
    }
}
