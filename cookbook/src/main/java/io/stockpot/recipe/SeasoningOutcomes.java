package io.stockpot.recipe;

import io.stockpot.outcome.CorruptionError;
import io.stockpot.outcome.Outcomes;
import io.stockpot.outcome.ShapeBias;
import io.stockpot.report.Measurement;
import io.stockpot.report.ShiftTable;
import io.stockpot.soup.choice.GridScores;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * All outcomes of one seasoning.
 *
 * @param chosen the mixtures that were chosen
 * @param judged answers of the chosen soups and the ingredients to the images that judge
 * @param rows answers of further models and of ensembles to those, by name
 * @param asTheyAre names of the shifts whose images are not attacked
 * @param notes sentences on the shifts
 */
record SeasoningOutcomes(
        ShiftChoices chosen,
        ChosenStep.Judged judged,
        Map<String, SeasoningRow.Answers> rows,
        Set<String> asTheyAre,
        List<String> notes) {
    SeasoningOutcomes {
        rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
        asTheyAre = Set.copyOf(asTheyAre);
        notes = List.copyOf(notes);
    }

    /** Returns the names of the shifts. */
    List<String> shifts() {
        return chosen.shifts();
    }

    /** Returns what all mixtures answered to the images that choose; recipes ask only where the search judges all. */
    ShiftOutcomes adaptation() {
        return chosen.outcomes().orElseThrow(() -> new IllegalStateException("the search did not judge all mixtures"));
    }

    /**
     * Returns the table of the paper's Table 1: further models, ingredients, ensembles, and the chosen soups; of
     * these also the next best, as in its Table 2.
     */
    ShiftTable table(String title) {
        List<ShiftTable.Row> table = new ArrayList<>();
        rows.forEach((name, row) -> {
            if (row.passes() == 1) {
                table.add(row(name, row));
            }
        });
        int models = chosen.ingredients().size();
        for (int i = 0; i < models; i++) {
            table.add(soup(chosen.ingredients().get(i), MixingWeights.vertex(i, models)));
        }
        rows.forEach((name, row) -> {
            if (row.passes() > 1) {
                table.add(row(name, row));
            }
        });
        List<MixingWeights> single = chosen.onAverage();
        for (int rank = 0; rank < single.size(); rank++) {
            table.add(soup("single soup" + place(rank), single.get(rank)).withDetail(chosen.formula(single.get(rank))));
        }
        Map<String, List<MixingWeights>> each = chosen.forEachShift();
        int ranks = each.values().iterator().next().size();
        for (int rank = 0; rank < ranks; rank++) {
            table.add(specific(each, rank));
        }
        return new ShiftTable(title, shifts(), table, gloss(single) + String.join(" ", notes));
    }

    /**
     * Returns the table of what the paper's Fig. 6 shows, on the images that choose: the best mixtures of each shift, the
     * models they are made of, and further models.
     *
     * @param best number of mixtures
     */
    ShiftTable best(String title, int best) {
        ShiftOutcomes all = adaptation();
        List<ShiftTable.Row> table = new ArrayList<>();
        rows.forEach((name, row) -> {
            if (!row.chosen().isEmpty()) {
                table.add(ShiftTable.Row.of(name, 1, row.chosen(), shifts(), all.photos()));
            }
        });
        int models = chosen.ingredients().size();
        for (int i = 0; i < models; i++) {
            MixingWeights alone = MixingWeights.vertex(i, models);
            if (isMeasured(all, alone)) {
                table.add(onAdaptation(chosen.ingredients().get(i), all, Collections.nCopies(shifts().size(), alone)));
            }
        }
        GridScores scores = GridScores.of(all);
        int ranks = Math.min(best, scores.ranking(shifts()).size());
        for (int rank = 0; rank < ranks; rank++) {
            int place = rank;
            List<MixingWeights> own = shifts().stream()
                    .map(shift -> scores.ranking(List.of(shift)).get(place).weights())
                    .toList();
            table.add(onAdaptation("a soup for each shift" + place(rank), all, own)
                    .withMixtures(own.stream()
                            .map(weights -> new Measurement.Mixture(chosen.ingredients(), weights))
                            .toList()));
        }
        return new ShiftTable(
                title, shifts(), table, "On the images that choose, so soups are flattered: they are the best there.");
    }

    private static boolean isMeasured(ShiftOutcomes all, MixingWeights weights) {
        return all.dataSets().values().stream()
                .allMatch(grid ->
                        grid.points().stream().anyMatch(point -> point.weights().equals(weights)));
    }

    /** Returns a row of mixtures, one for each shift, on the images that choose. */
    private ShiftTable.Row onAdaptation(String name, ShiftOutcomes all, List<MixingWeights> mixtures) {
        Map<String, Outcomes> right = new LinkedHashMap<>();
        for (int place = 0; place < mixtures.size(); place++) {
            right.put(shifts().get(place), all.grid(shifts().get(place)).at(mixtures.get(place)));
        }
        return ShiftTable.Row.of(name, 1, right, shifts(), all.photos());
    }

    /** Returns what the names of the rows of soups mean. */
    private static String gloss(List<MixingWeights> single) {
        String each = "A soup for each shift: in each column the mixture that other images of that shift chose. ";
        return single.isEmpty()
                ? each
                : "Single soup: the one mixture that is best on average over the shifts, on images that choose. "
                        + each;
    }

    /** Returns what one mixture per shift, in the order of the shifts, got right of the images that judge. */
    Map<String, Outcomes> right(List<MixingWeights> mixtures) {
        Map<String, Outcomes> right = new LinkedHashMap<>();
        for (int place = 0; place < mixtures.size(); place++) {
            String shift = shifts().get(place);
            right.put(shift, judged.right().grid(shift).at(mixtures.get(place)));
        }
        return right;
    }

    /** Returns what is added to the name of a next-best mixture; nothing for the best. */
    private static String place(int rank) {
        return rank == 0 ? "" : ", place " + (rank + 1);
    }

    private ShiftTable.Row row(String name, SeasoningRow.Answers row) {
        return measured(name, row.passes(), row.right());
    }

    private ShiftTable.Row soup(String name, MixingWeights weights) {
        return measured(name, 1, right(Collections.nCopies(shifts().size(), weights)));
    }

    private ShiftTable.Row measured(String name, int cost, Map<String, Outcomes> outcomes) {
        return ShiftTable.Row.of(name, cost, outcomes, shifts(), judged.right().photos());
    }

    /** Returns a row with the soup of its own in every column: the best one there, or one of the next. */
    private ShiftTable.Row specific(Map<String, List<MixingWeights>> best, int rank) {
        List<MixingWeights> own =
                shifts().stream().map(shift -> best.get(shift).get(rank)).toList();
        return measured("a soup for each shift" + place(rank), 1, right(own))
                .withMixtures(own.stream()
                        .map(weights -> new Measurement.Mixture(chosen.ingredients(), weights))
                        .toList());
    }

    /** Returns the soups that were chosen, in words: the best of each shift and on average. */
    List<String> choices() {
        return chosen.sentences();
    }

    /** Returns the shape bias of the ingredients and of further rows, for shifts that measure it. */
    List<String> shapeBiases() {
        List<String> sentences = new ArrayList<>();
        judged.beside()
                .ifPresent(beside -> beside.dataSets()
                        .forEach((shift, grid) -> grid.points()
                                .forEach(point ->
                                        sentences.add("Shape bias on " + shift + ", " + chosen.formula(point.weights())
                                                + ": " + ShapeBias.of(point.outcomes()) + "."))));
        return sentences;
    }

    /** Returns the mean corruption errors of the judged soups on shifts of the fifteen corruptions. */
    List<String> corruptionErrors() {
        List<String> sentences = new ArrayList<>();
        judged.right().dataSets().forEach((shift, grid) -> {
            if (asTheyAre.contains(shift) && CorruptionError.suits(grid.conditions())) {
                grid.points()
                        .forEach(point -> sentences.add(String.format(
                                Locale.ROOT,
                                "Mean corruption error on %s, %s: %.1f %% of AlexNet's on ImageNet-C.",
                                shift,
                                chosen.formula(point.weights()),
                                100 * CorruptionError.mean(point.outcomes()))));
            }
        });
        return sentences;
    }
}
