package io.stockpot.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Guards;
import io.stockpot.report.Block;
import io.stockpot.report.CompositionBars;
import io.stockpot.report.FewShotCurve;
import io.stockpot.report.Text;
import io.stockpot.soup.choice.FewShotStudy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request for tables or figures of one seasoning. */
public sealed interface SeasoningBlock extends ReportBlock {
    /** Returns the name of the seasoning. */
    String seasoning();

    @Override
    default List<String> seasonings() {
        return List.of(seasoning());
    }

    private static List<String> shiftsOf(SeasoningPlan seasoning, Map<String, ShiftPlan> known) {
        return seasoning.shifts().orElseGet(() -> List.copyOf(known.keySet())).stream()
                .flatMap(shift -> seasoning.columns(shift).stream())
                .toList();
    }

    private static void requireShift(String seasoning, SeasoningPlan plan, Map<String, ShiftPlan> known, String shift) {
        List<String> seasoned = shiftsOf(plan, known);
        if (!seasoned.contains(shift)) {
            throw new IllegalArgumentException("the seasoning '" + seasoning + "' has no shift '" + shift + "'; known: "
                    + String.join(", ", seasoned));
        }
    }

    private static void requireAllJudged(String seasoning, SeasoningPlan plan) {
        if (!plan.search().judgesAll()) {
            throw new IllegalArgumentException("the seasoning '" + seasoning + "' is a "
                    + plan.search().title() + ", which does not judge all mixtures, and this figure is of all;"
                    + " set its search to exhaustive, or leave the figure out");
        }
    }

    /** Returns what stands in place of a figure of optional shifts that are not there. */
    private static Text notMeasured(String title, List<String> shifts) {
        return Text.of(title, "Not measured: " + String.join(", ", shifts) + ".");
    }

    /**
     * The choice of soups for shifts, and a table of them beside models and ensembles (paper Table 1).
     *
     * @param seasoning its name
     */
    record Seasoned(String seasoning) implements SeasoningBlock {
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
    }

    /**
     * A table of the best soups of each shift beside the models, on the images that choose (paper Fig. 6).
     *
     * @param seasoning its name
     * @param best how many soups are shown
     */
    record BestSoups(
            String seasoning,
            @JsonProperty(defaultValue = "5") int best) implements SeasoningBlock {
        /** Checks the number. */
        public BestSoups {
            Guards.requireAtLeast("best", 1, best);
        }

        @Override
        public List<Block> blocks(RecipeOutcomes outcomes) {
            return List.of(
                    outcomes.seasonings().get(seasoning).best("The best soups on each shift: " + seasoning, best));
        }

        @Override
        public void requireSuits(SeasoningPlan plan, Map<String, ShiftPlan> known) {
            requireAllJudged(seasoning, plan);
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
            Optional<String> versions) implements SeasoningBlock {
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
        public void requireSuits(SeasoningPlan plan, Map<String, ShiftPlan> known) {
            requireAllJudged(seasoning, plan);
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
            implements SeasoningBlock {
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
        public void requireSuits(SeasoningPlan plan, Map<String, ShiftPlan> known) {
            requireAllJudged(seasoning, plan);
            for (String shift : shifts.isEmpty() ? shiftsOf(plan, known) : shifts) {
                requireShift(seasoning, plan, known, shift);
                known.forEach((name, images) -> {
                    if (plan.columns(name).contains(shift)) {
                        requireEnough(shift, images.adaptation());
                    }
                });
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
}
