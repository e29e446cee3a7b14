package io.stockpot.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.outcome.Labels;
import io.stockpot.report.Block;
import io.stockpot.report.CompositionBars;
import io.stockpot.report.ExtrapolationCurve;
import io.stockpot.report.FewShotCurve;
import io.stockpot.report.Table;
import io.stockpot.report.TernaryMap;
import io.stockpot.report.Text;
import io.stockpot.report.TradeOffFront;
import io.stockpot.soup.choice.FewShotStudy;
import io.stockpot.soup.choice.GridOutcomes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request for tables or figures. */
public sealed interface ReportBlock {
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

    /** Returns the names of the seasonings it shows, to be checked when the recipe is read. */
    default List<String> seasonings() {
        return List.of();
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

    private static List<String> shiftsOf(SeasoningPlan seasoning, Map<String, ShiftPlan> known) {
        return seasoning.shifts().orElseGet(() -> List.copyOf(known.keySet()));
    }

    private static void requireShift(String seasoning, SeasoningPlan plan, Map<String, ShiftPlan> known, String shift) {
        List<String> seasoned = shiftsOf(plan, known);
        if (!seasoned.contains(shift)) {
            throw new IllegalArgumentException("the seasoning '" + seasoning + "' has no shift '" + shift + "'; known: "
                    + String.join(", ", seasoned));
        }
    }

    /** Returns what stands in place of a figure of optional shifts that are not there. */
    private static Text notMeasured(String title, List<String> shifts) {
        return Text.of(title, "Not measured: " + String.join(", ", shifts) + ".");
    }

    /**
     * A table of all models under all conditions.
     *
     * @param title above it
     */
    record Models(@JsonProperty(defaultValue = "Models") String title) implements ReportBlock {
        @Override
        public List<Block> blocks(RecipeOutcomes outcomes) {
            return List.of(Table.of(title, outcomes.models()));
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
            GridOutcomes grid = outcomes.soups().get(soup);
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
            List<String> shown = conditions.isEmpty() ? grid.conditions() : conditions;
            return shown.stream()
                    .<Block>map(condition -> TernaryMap.of(grid, condition))
                    .toList();
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
            List<String> shown = conditions.isEmpty() ? grid.conditions() : conditions;
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
     * The choice of soups for shifts, and a table of them beside models and ensembles (paper Table 1).
     *
     * @param seasoning its name
     */
    record Seasoned(String seasoning) implements ReportBlock {
        @Override
        public List<Block> blocks(RecipeOutcomes outcomes) {
            SeasoningOutcomes seasoned = outcomes.seasonings().get(seasoning);
            List<String> words = new ArrayList<>(seasoned.choices());
            words.addAll(seasoned.shapeBiases());
            words.addAll(seasoned.corruptionErrors());
            return List.of(
                    new Text("Soups chosen for shifts: " + seasoning, words),
                    seasoned.table("Models and chosen soups on shifts: " + seasoning));
        }

        @Override
        public List<String> seasonings() {
            return List.of(seasoning);
        }
    }

    /**
     * The weights of the best soups on each shift and on average (paper Fig. 7), or on each version of one shift, a
     * figure for each corruption (paper Fig. 9 and 11).
     *
     * @param seasoning its name
     * @param best how many soups are shown
     * @param versions name of a shift with several versions; absent means all shifts of the seasoning
     */
    record Compositions(
            String seasoning,
            @JsonProperty(defaultValue = "5") int best,
            Optional<String> versions) implements ReportBlock {
        /** Checks the number. */
        public Compositions {
            if (best < 1) {
                throw new IllegalArgumentException("best must be at least 1, not " + best);
            }
        }

        @Override
        public List<Block> blocks(RecipeOutcomes outcomes) {
            SeasoningOutcomes seasoned = outcomes.seasonings().get(seasoning);
            String title = "What the best soups are made of: " + seasoning;
            if (versions.isEmpty()) {
                return List.of(CompositionBars.of(title, seasoned.adaptation(), best));
            }
            String shift = versions.get();
            if (!seasoned.shifts().contains(shift)) {
                return List.of(notMeasured(title, List.of(shift)));
            }
            List<Block> blocks = new ArrayList<>(List.of(Text.of(title + ", on each version of " + shift)));
            blocks.addAll(CompositionBars.ofVersions(seasoned.adaptation(), shift, best));
            return blocks;
        }

        @Override
        public List<String> seasonings() {
            return List.of(seasoning);
        }

        @Override
        public void requireSuits(SeasoningPlan plan, Map<String, ShiftPlan> known) {
            versions.ifPresent(shift -> requireShift(seasoning, plan, known, shift));
        }
    }

    /**
     * Accuracy of the chosen soup against the number of labelled images that chose it (paper Fig. 8).
     *
     * @param seasoning its name
     * @param shifts names of its shifts; absent means all of the seasoning
     * @param study how images are drawn
     */
    record FewShot(
            String seasoning,
            @JsonProperty(defaultValue = "[]") List<String> shifts,
            @JsonProperty(defaultValue = "{}") FewShotStudy study)
            implements ReportBlock {
        /** Copies the list. */
        public FewShot {
            shifts = List.copyOf(shifts);
        }

        @Override
        public List<Block> blocks(RecipeOutcomes outcomes) {
            SeasoningOutcomes seasoned = outcomes.seasonings().get(seasoning);
            String title = "Soups chosen with few images: " + seasoning;
            List<String> measured = shifts.isEmpty()
                    ? seasoned.shifts()
                    : shifts.stream().filter(seasoned.shifts()::contains).toList();
            if (measured.isEmpty()) {
                return List.of(notMeasured(title, shifts));
            }
            return List.of(FewShotCurve.of(
                    title,
                    seasoned.adaptation(),
                    measured,
                    study,
                    outcomes.seed().child("few-shot")));
        }

        @Override
        public List<String> seasonings() {
            return List.of(seasoning);
        }

        @Override
        public void requireSuits(SeasoningPlan plan, Map<String, ShiftPlan> known) {
            for (String shift : shifts.isEmpty() ? shiftsOf(plan, known) : shifts) {
                requireShift(seasoning, plan, known, shift);
                requireEnough(shift, known.get(shift).adaptation());
            }
        }

        private void requireEnough(String shift, int images) {
            try {
                study.requireEnough(images);
            } catch (IllegalArgumentException few) {
                throw new IllegalArgumentException(
                        images + " images of the shift '" + shift + "' choose: " + few.getMessage()
                                + ", or name other shifts",
                        few);
            }
        }
    }

    /** Returns the figures that suit a soup. */
    static List<ReportBlock> figures(String name, SoupPlan soup) {
        List<ReportBlock> figures = new ArrayList<>();
        if (soup.ingredients().size() == 2) {
            figures.add(new Extrapolation(name, List.of()));
        }
        if (soup.ingredients().size() == 3 && TernaryMap.suits(soup.mixtures())) {
            figures.add(new Triangles(name, List.of()));
        }
        return figures;
    }
}
