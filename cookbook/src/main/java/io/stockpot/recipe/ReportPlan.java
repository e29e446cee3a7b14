package io.stockpot.recipe;

import io.stockpot.evaluate.Condition;
import io.stockpot.outcome.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a report shows.
 *
 * @param blocks from top to bottom
 * @param inShort whether the page begins with what was learnt; absent means that it does, unless a block says where
 */
public record ReportPlan(List<ReportBlock> blocks, Optional<Boolean> inShort) {
    /** Copies the list and checks that it does not ask for what it leaves out. */
    public ReportPlan {
        blocks = List.copyOf(blocks);
        if (blocks.contains(new ReportBlock.InShort()) && !inShort.orElse(true)) {
            throw new IllegalArgumentException(
                    "in-short is false, and one of the blocks is in-short: leave one of the two out");
        }
    }

    /** Shows blocks below what was learnt. */
    public ReportPlan(List<ReportBlock> blocks) {
        this(blocks, Optional.empty());
    }

    /**
     * Returns what stands for a recipe that names no blocks in the key of its report: a table of the models, then
     * tables and figures for each soup and seasoning. The page follows {@link #shownOf}, which may change.
     */
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

    /** Returns the blocks of a recipe's page: its own, or what suits it, the answer and the telling figure first. */
    static List<ReportBlock> shownOf(Recipe recipe) {
        return recipe.report().map(ReportPlan::shown).orElseGet(() -> {
            List<ReportBlock> blocks = new ArrayList<>(List.of(new ReportBlock.InShort()));
            Optional<ReportBlock> hero = hero(recipe);
            hero.ifPresent(blocks::add);
            blocks.addAll(suiting(recipe).blocks());
            if (hasCurves(recipe) && !blocks.contains(new ReportBlock.RadiusCurve(List.of()))) {
                int first = recipe.evaluate().isPresent() ? blocks.indexOf(new ReportBlock.Models("Models")) : 0;
                blocks.add(first + 1, new ReportBlock.RadiusCurve(List.of()));
            }
            return blocks.stream().distinct().toList();
        });
    }

    private List<ReportBlock> shown() {
        List<ReportBlock> shown = new ArrayList<>(blocks);
        if (inShort.orElse(true) && !blocks.contains(new ReportBlock.InShort())) {
            shown.add(0, new ReportBlock.InShort());
        }
        return shown;
    }

    /**
     * Returns the figure that shows the most of a recipe: a front of its soups of two models, else a triangle, else the
     * curves, else what the seasoned soups are made of.
     */
    private static Optional<ReportBlock> hero(Recipe recipe) {
        return front(recipe)
                .or(() -> triangle(recipe))
                .or(() -> hasCurves(recipe) ? Optional.of(new ReportBlock.RadiusCurve(List.of())) : Optional.empty())
                .or(() -> recipe.seasonings().entrySet().stream()
                        .filter(seasoning -> seasoning.getValue().search().judgesAll())
                        .findFirst()
                        .map(seasoning -> new SeasoningBlock.Compositions(seasoning.getKey(), 5, Optional.empty())));
    }

    private static boolean hasCurves(Recipe recipe) {
        return recipe.evaluate().stream()
                .flatMap(evaluation -> evaluation.each().stream())
                .anyMatch(condition -> condition.curve().isPresent());
    }

    /** The first soup of two models decides the axes: two threats, or one and clean images. */
    private static Optional<ReportBlock> front(Recipe recipe) {
        List<String> axes = List.of();
        List<String> soups = new ArrayList<>();
        for (Map.Entry<String, SoupPlan> soup : recipe.soups().entrySet()) {
            if (soup.getValue().ingredients().size() == 2) {
                List<String> own = axes(recipe, soup.getValue());
                axes = axes.isEmpty() ? own : axes;
                if (!axes.isEmpty() && recipe.conditionsOf(soup.getValue()).containsAll(axes)) {
                    soups.add(soup.getKey());
                }
            }
        }
        return soups.isEmpty()
                ? Optional.empty()
                : Optional.of(new ReportBlock.Front(soups, axes.get(0), axes.get(1), List.of()));
    }

    private static List<String> axes(Recipe recipe, SoupPlan soup) {
        List<String> known = recipe.conditionsOf(soup);
        List<String> axes = new ArrayList<>(threats(recipe, known));
        if (axes.size() == 1 && known.contains(Labels.CLEAN)) {
            axes.add(Labels.CLEAN);
        }
        return axes.size() < 2 ? List.of() : axes.subList(0, 2);
    }

    private static List<String> threats(Recipe recipe, List<String> known) {
        return recipe.evaluate().stream()
                .flatMap(evaluation -> evaluation.each().stream())
                .filter(Condition::isInUnion)
                .map(Condition::label)
                .filter(known::contains)
                .toList();
    }

    private static Optional<ReportBlock> triangle(Recipe recipe) {
        return recipe.soups().entrySet().stream()
                .filter(soup -> ReportBlock.suitsTriangles(soup.getValue()))
                .findFirst()
                .map(soup -> {
                    List<String> threats = threats(recipe, recipe.conditionsOf(soup.getValue()));
                    List<String> shown = threats.size() > 1 ? List.of(Labels.UNION) : threats;
                    return new ReportBlock.Triangles(soup.getKey(), shown);
                });
    }
}
