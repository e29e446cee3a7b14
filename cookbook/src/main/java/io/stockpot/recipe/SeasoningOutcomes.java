package io.stockpot.recipe;

import io.stockpot.outcome.CorruptionError;
import io.stockpot.outcome.Outcomes;
import io.stockpot.outcome.ShapeBias;
import io.stockpot.report.Measurement;
import io.stockpot.report.ShiftTable;
import io.stockpot.soup.choice.GridScores;
import io.stockpot.soup.choice.GridScores.Ranked;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * All outcomes of one seasoning.
 *
 * @param adaptation answers of all mixtures to the images that choose
 * @param judged answers of the chosen soups and the ingredients to the images that judge
 * @param rows answers of further models and of ensembles to those, by name and by shift
 * @param passes forward passes that a row costs, by name
 * @param best how many of the best soups were judged, for each shift and on average
 * @param notes sentences on the shifts
 */
record SeasoningOutcomes(
        ShiftOutcomes adaptation,
        ChosenStep.Judged judged,
        Map<String, Map<String, ShiftRowStep.Row>> rows,
        Map<String, Integer> passes,
        int best,
        List<String> notes) {
    SeasoningOutcomes {
        rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
        passes = Collections.unmodifiableMap(new LinkedHashMap<>(passes));
        notes = List.copyOf(notes);
    }

    /** Returns the names of the shifts. */
    List<String> shifts() {
        return adaptation.names();
    }

    /**
     * Returns the table of the paper's Table 1: further models, ingredients, ensembles, and the chosen soups; of
     * these also the next best, as in its Table 2.
     */
    ShiftTable table(String title) {
        List<ShiftTable.Row> table = new ArrayList<>();
        rows.forEach((name, row) -> {
            if (passes.get(name) == 1) {
                table.add(row(name, 1, row));
            }
        });
        int models = adaptation.ingredients().size();
        for (int i = 0; i < models; i++) {
            table.add(soup(adaptation.ingredients().get(i), MixingWeights.vertex(i, models)));
        }
        rows.forEach((name, row) -> {
            if (passes.get(name) > 1) {
                table.add(row(name, passes.get(name), row));
            }
        });
        GridScores scores = GridScores.of(adaptation);
        List<MixingWeights> single = ranked(scores, shifts());
        for (int rank = 0; rank < single.size(); rank++) {
            table.add(soup("single soup" + place(rank), single.get(rank)).withDetail(formula(single.get(rank))));
        }
        for (int rank = 0; rank < single.size(); rank++) {
            table.add(specific(scores, rank));
        }
        return new ShiftTable(title, shifts(), table, String.join(" ", notes));
    }

    private List<MixingWeights> ranked(GridScores scores, List<String> judges) {
        return scores.ranking(judges).stream().limit(best).map(Ranked::weights).toList();
    }

    /** Returns what tells the best, which is not numbered, from the next. */
    private static String place(int rank) {
        return rank == 0 ? "" : ", place " + (rank + 1);
    }

    private ShiftTable.Row row(String name, int cost, Map<String, ShiftRowStep.Row> row) {
        Map<String, Outcomes> outcomes = new LinkedHashMap<>();
        row.forEach((shift, answers) -> outcomes.put(shift, answers.right()));
        return measured(name, cost, outcomes);
    }

    private ShiftTable.Row soup(String name, MixingWeights weights) {
        Map<String, Outcomes> outcomes = new LinkedHashMap<>();
        shifts().forEach(shift -> outcomes.put(shift, judged.right().grid(shift).at(weights)));
        return measured(name, 1, outcomes);
    }

    private ShiftTable.Row measured(String name, int cost, Map<String, Outcomes> outcomes) {
        return ShiftTable.Row.of(name, cost, outcomes, shifts(), judged.right().photos());
    }

    /** Returns a row with the soup of its own in every column: the best one there, or one of the next. */
    private ShiftTable.Row specific(GridScores scores, int rank) {
        Map<String, Outcomes> outcomes = new LinkedHashMap<>();
        List<Measurement.Mixture> soups = new ArrayList<>();
        for (String shift : shifts()) {
            MixingWeights own = ranked(scores, List.of(shift)).get(rank);
            outcomes.put(shift, judged.right().grid(shift).at(own));
            soups.add(new Measurement.Mixture(adaptation.ingredients(), own));
        }
        return measured("a soup for each shift" + place(rank), 1, outcomes).withMixtures(soups);
    }

    private String formula(MixingWeights weights) {
        return new Measurement.Mixture(adaptation.ingredients(), weights).formula();
    }

    /** Returns the soups that were chosen, in words: the best of each shift and on average. */
    List<String> choices() {
        GridScores scores = GridScores.of(adaptation);
        List<String> sentences = new ArrayList<>();
        sentences.add(
                "On average over the shifts: " + formula(scores.best(shifts()).weights()) + ".");
        shifts().forEach(shift -> sentences.add(
                "For " + shift + ": " + formula(scores.best(List.of(shift)).weights()) + "."));
        return sentences;
    }

    /** Returns the shape bias of the ingredients and of further rows, where a shift tells it. */
    List<String> shapeBiases() {
        List<String> sentences = new ArrayList<>();
        judged.beside()
                .ifPresent(beside -> beside.dataSets()
                        .forEach((shift, grid) -> grid.points()
                                .forEach(point -> sentences.add("Shape bias on " + shift + ", "
                                        + formula(point.weights()) + ": " + ShapeBias.of(point.outcomes()) + "."))));
        return sentences;
    }

    /** Returns the mean corruption errors of the judged soups on shifts of the fifteen corruptions. */
    List<String> corruptionErrors() {
        List<String> sentences = new ArrayList<>();
        judged.right().dataSets().forEach((shift, grid) -> {
            if (CorruptionError.suits(grid.conditions())) {
                grid.points()
                        .forEach(point -> sentences.add(String.format(
                                Locale.ROOT,
                                "Mean corruption error on %s, %s: %.1f %% of AlexNet's on ImageNet-C.",
                                shift,
                                formula(point.weights()),
                                100 * CorruptionError.mean(point.outcomes()))));
            }
        });
        return sentences;
    }
}
