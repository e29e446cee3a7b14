package io.stockpot.claim;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
import io.stockpot.soup.choice.GridOutcomes;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of accuracies on the page of results: a row for each model and each mixture of some soups, a column for each
 * condition and one for the union of threats. Rows below them show differences between two models over the same images.
 *
 * @param title heading
 * @param outcomes folder of the measurements, from the folder of the file
 * @param models names, in the order of the rows
 * @param soups names, whose mixtures follow, with their weights
 * @param differences between models, with their intervals
 * @param conditions in the order of the columns
 * @param threats those of the union; none means no column for it
 * @param measured sentences on how the numbers were measured
 */
record AccuracyTable(
        String title,
        String outcomes,
        @JsonProperty(defaultValue = "[]") List<String> models,
        @JsonProperty(defaultValue = "[]") List<String> soups,
        @JsonProperty(defaultValue = "[]") List<Difference> differences,
        List<String> conditions,
        @JsonProperty(defaultValue = "[]") List<String> threats,
        String measured) {

    /**
     * A comparison: by how much one model is better than another.
     *
     * @param model name of the model
     * @param less name of the model it is compared with
     */
    record Difference(String model, String less) {}

    AccuracyTable {
        models = List.copyOf(models);
        soups = List.copyOf(soups);
        differences = List.copyOf(differences);
        conditions = List.copyOf(conditions);
        threats = List.copyOf(threats);
    }

    /** Returns the section as Markdown. */
    String markdown(Evidence evidence) {
        List<String> columns = new ArrayList<>(conditions);
        if (!threats.isEmpty()) {
            columns.add(Labels.UNION);
        }
        List<String> header = new ArrayList<>(List.of("accuracy in %"));
        header.addAll(columns);
        List<List<String>> rows = new ArrayList<>();
        for (String model : models) {
            rows.add(row(model, evidence.model(model), columns));
        }
        for (String soup : soups) {
            GridOutcomes grid = evidence.soup(soup);
            for (GridOutcomes.Point point : grid.points()) {
                rows.add(row(soup + ": " + Numbers.formula(grid, point.weights()), point.outcomes(), columns));
            }
        }
        for (Difference difference : differences) {
            rows.add(row(difference, evidence, columns));
        }
        return "## " + title + "\n\n" + measured.strip() + "\n\n" + new Listing(header, rows).markdown();
    }

    private List<String> row(String name, Outcomes outcomes, List<String> columns) {
        List<String> cells = new ArrayList<>(List.of(name));
        columns.forEach(column -> cells.add(Numbers.text(whole(outcomes).accuracy(column))));
        return cells;
    }

    private List<String> row(Difference difference, Evidence evidence, List<String> columns) {
        Outcomes one = whole(evidence.model(difference.model()));
        Outcomes other = whole(evidence.model(difference.less()));
        List<String> cells = new ArrayList<>(List.of(difference.model() + " less " + difference.less()));
        columns.forEach(column -> cells.add(Check.text(Numbers.difference(one, other, column))));
        return cells;
    }

    private Outcomes whole(Outcomes outcomes) {
        return threats.isEmpty() ? outcomes : outcomes.withUnion(Labels.UNION, threats);
    }
}
