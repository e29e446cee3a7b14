package io.stockpot.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.outcome.Labels;
import io.stockpot.report.Block;
import io.stockpot.report.ExtrapolationCurve;
import io.stockpot.report.Table;
import io.stockpot.report.TernaryMap;
import io.stockpot.report.TradeOffFront;
import io.stockpot.soup.choice.GridOutcomes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request for tables or figures. */
public sealed interface ReportBlock
        permits ReportBlock.InShort,
                ReportBlock.Models,
                ReportBlock.RadiusCurve,
                ReportBlock.BestOf,
                ReportBlock.Front,
                ReportBlock.Triangles,
                ReportBlock.Extrapolation,
                ReportBlock.Transfer,
                SeasoningBlock {
    /** Returns the blocks of the page. */
    List<Block> blocks(RecipeOutcomes outcomes);

    /** Returns the names of the soups it shows, to be checked when the recipe is read. */
    default List<String> soups() {
        return List.of();
    }

    /** Returns the labels of the conditions it names, to be checked when the recipe is read. */
    default List<String> conditions() {
        return List.of();
    }

    /** Returns the names of the models it marks, to be checked when the recipe is read. */
    default List<String> landmarks() {
        return List.of();
    }

    /** Returns the names of the curves it shows, to be checked when the recipe is read. */
    default List<String> curves() {
        return List.of();
    }

    /** Returns the names of the seasonings it shows, to be checked when the recipe is read. */
    default List<String> seasonings() {
        return List.of();
    }

    /** Returns the soup and the condition of the adversarial points that are asked about, if it shows that. */
    default Optional<Transfer> transfer() {
        return Optional.empty();
    }

    /** Returns whether it speaks of everything that is measured, and so can say nothing before all is there. */
    default boolean summarises() {
        return false;
    }

    /**
     * Checks that it can show a soup, before anything is measured.
     *
     * @throws IllegalArgumentException if it cannot
     */
    default void requireSuits(SoupPlan soup) {}

    /**
     * Checks that it can show a seasoning, before anything is measured.
     *
     * @param shifts those of the recipe, by name
     * @throws IllegalArgumentException if it cannot
     */
    default void requireSuits(SeasoningPlan seasoning, Map<String, ShiftPlan> shifts) {}

    private static void requireModels(String what, int number, SoupPlan soup) {
        if (soup.ingredients().size() != number) {
            throw new IllegalArgumentException(what + " shows mixtures of " + number + " models, not of "
                    + soup.ingredients().size() + ": " + String.join(", ", soup.ingredients()));
        }
    }

    /** What was learnt, in at most four sentences. */
    record InShort() implements ReportBlock {
        @Override
        public List<Block> blocks(RecipeOutcomes outcomes) {
            return List.of(RecipeSummary.of(outcomes));
        }

        @Override
        public boolean summarises() {
            return true;
        }
    }

    /**
     * Robust accuracy over the radius, a figure for each curve of the evaluation.
     *
     * @param curves names of the curves, as written under conditions; absent means all
     */
    record RadiusCurve(
            @Override @JsonProperty(defaultValue = "[]") List<String> curves) implements ReportBlock {
        /** Copies the list. */
        public RadiusCurve {
            curves = List.copyOf(curves);
        }

        @Override
        public List<Block> blocks(RecipeOutcomes outcomes) {
            return RadiusCurves.of(outcomes, curves);
        }
    }

    /**
     * A table of all models under all conditions.
     *
     * @param title above it
     */
    record Models(@JsonProperty(defaultValue = "Models") String title) implements ReportBlock {
        @Override
        public List<Block> blocks(RecipeOutcomes outcomes) {
            Table table = Table.of(title, outcomes.tabulated());
            String gloss = table.conditions().contains(Labels.UNION)
                    ? "Union: right under every threat, whichever is chosen."
                    : "";
            return List.of(new Table(table.title(), table.conditions(), table.rows(), gloss)
                    .withMarks(Alarm.marks(outcomes.how().alarms())));
        }
    }

    /**
     * A table of a soup's ingredients and its best mixtures.
     *
     * @param soup its name
     */
    record BestOf(String soup) implements ReportBlock {
        @Override
        public List<Block> blocks(RecipeOutcomes outcomes) {
            GridOutcomes grid = outcomes.tabulated(soup);
            List<String> averaged = grid.conditions().stream()
                    .filter(condition -> !condition.equals(Labels.UNION))
                    .toList();
            return List.of(Table.bestOf("Best mixtures of " + soup, grid, averaged));
        }

        @Override
        public List<String> soups() {
            return List.of(soup);
        }
    }

    /**
     * The trade-off between two conditions along soups of two models (paper Fig. 1 and 2).
     *
     * @param soups their names
     * @param x label of the condition that goes to the right
     * @param y label of the condition that goes up
     * @param landmarks names of other models to mark
     */
    record Front(
            List<String> soups,
            String x,
            String y,
            @JsonProperty(defaultValue = "[]") List<String> landmarks) implements ReportBlock {
        /** Copies the lists. */
        public Front {
            soups = List.copyOf(soups);
            landmarks = List.copyOf(landmarks);
        }

        @Override
        public List<Block> blocks(RecipeOutcomes outcomes) {
            Map<String, GridOutcomes> shown = new LinkedHashMap<>();
            for (String soup : soups) {
                GridOutcomes grid = outcomes.soups().get(soup);
                String pair = String.join(" + ", grid.ingredients());
                shown.put(shown.containsKey(pair) ? pair + " (" + soup + ")" : pair, grid);
            }
            TradeOffFront front = TradeOffFront.of(y + " against " + x, shown, x, y);
            for (String landmark : landmarks) {
                front = front.withLandmark(landmark, outcomes.models().get(landmark));
            }
            return List.of(front);
        }

        @Override
        public List<String> conditions() {
            return List.of(x, y);
        }

        @Override
        public void requireSuits(SoupPlan soup) {
            requireModels("a front", 2, soup);
        }
    }

    /**
     * Triangles over the mixtures of three models, one per condition (paper Fig. 3).
     *
     * @param soup its name
     * @param conditions labels; absent means all of the soup and their union
     */
    record Triangles(
            String soup, @JsonProperty(defaultValue = "[]") List<String> conditions) implements ReportBlock {
        /** Copies the list. */
        public Triangles {
            conditions = List.copyOf(conditions);
        }

        @Override
        public List<Block> blocks(RecipeOutcomes outcomes) {
            GridOutcomes grid = outcomes.soups().get(soup);
            List<String> shown = conditions.isEmpty() ? outcomes.besidesCurves(grid.conditions()) : conditions;
            return List.copyOf(TernaryMap.row(grid, shown));
        }

        @Override
        public List<String> soups() {
            return List.of(soup);
        }

        @Override
        public void requireSuits(SoupPlan plan) {
            requireModels("a triangle", 3, plan);
            if (!TernaryMap.suits(plan.mixtures())) {
                throw new IllegalArgumentException("a triangle shows a simplex of weights, not other grids");
            }
        }
    }

    /**
     * Accuracy along a soup of two models, beyond its ends where the grid goes there (paper Fig. 5).
     *
     * @param soup its name
     * @param conditions labels; absent means all of the soup
     */
    record Extrapolation(
            String soup, @JsonProperty(defaultValue = "[]") List<String> conditions) implements ReportBlock {
        /** Copies the list. */
        public Extrapolation {
            conditions = List.copyOf(conditions);
        }

        @Override
        public List<Block> blocks(RecipeOutcomes outcomes) {
            GridOutcomes grid = outcomes.soups().get(soup);
            List<String> shown = conditions.isEmpty() ? outcomes.besidesCurves(grid.conditions()) : conditions;
            return List.of(ExtrapolationCurve.of("Along " + soup, grid, shown));
        }

        @Override
        public List<String> soups() {
            return List.of(soup);
        }

        @Override
        public void requireSuits(SoupPlan plan) {
            requireModels("a curve", 2, plan);
        }
    }

    /**
     * Two tables of what adversarial points of a soup's ingredients, and of its best mixture under the condition, do to each
     * other.
     *
     * @param soup its name
     * @param condition label of a threat
     */
    record Transfer(String soup, String condition) implements ReportBlock {
        @Override
        public List<Block> blocks(RecipeOutcomes outcomes) {
            return outcomes.transfers().get(this);
        }

        @Override
        public Optional<Transfer> transfer() {
            return Optional.of(this);
        }

        @Override
        public List<String> soups() {
            return List.of(soup);
        }

        @Override
        public List<String> conditions() {
            return List.of(condition);
        }

        @Override
        public void requireSuits(SoupPlan plan) {
            if (condition.equals(Labels.CLEAN) || condition.equals(Labels.UNION)) {
                throw new IllegalArgumentException(
                        "transfer is of the points of one threat, and '" + condition + "' is none; name a threat");
            }
        }
    }

    /** Returns the figures that suit a soup. */
    static List<ReportBlock> figures(String name, SoupPlan soup) {
        List<ReportBlock> figures = new ArrayList<>();
        if (soup.ingredients().size() == 2) {
            figures.add(new Extrapolation(name, List.of()));
        }
        if (suitsTriangles(soup)) {
            figures.add(new Triangles(name, List.of()));
        }
        return figures;
    }

    /** Returns whether mixtures can be shown as triangles. */
    static boolean suitsTriangles(SoupPlan soup) {
        return soup.ingredients().size() == 3 && TernaryMap.suits(soup.mixtures());
    }
}
