package io.stockpot.report;

import io.stockpot.outcome.Accuracy;
import io.stockpot.outcome.Outcomes;
import io.stockpot.report.Measurement.Mixture;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Accuracies of models (rows) under conditions (columns).
 *
 * @param title title
 * @param conditions the columns
 * @param rows the rows
 * @param note one more sentence for the caption, may be empty
 */
public record Table(String title, List<String> conditions, List<Row> rows, String note) implements DataBlock {
    /**
     * One model.
     *
     * @param name name of the model
     * @param detail what it is, e.g. how it was trained or mixed; may be empty
     * @param mixture how it was mixed, if it was
     * @param accuracies one per column; empty where it was not measured
     * @param outcomes the bits behind the accuracies, under the names of the columns, if they are there
     * @param marks what is warned of, by the name of the column
     */
    public record Row(
            String name,
            String detail,
            Optional<Mixture> mixture,
            List<Optional<Accuracy>> accuracies,
            Optional<Outcomes> outcomes,
            Map<String, String> marks) {
        /** Copies the list and the map. */
        public Row {
            accuracies = List.copyOf(accuracies);
            marks = Map.copyOf(marks);
        }

        /** Makes a row of accuracies alone, which can be compared with others less sharply. */
        public Row(String name, String detail, Optional<Mixture> mixture, List<Optional<Accuracy>> accuracies) {
            this(name, detail, mixture, accuracies, Optional.empty(), Map.of());
        }

        /** Returns the row of a model; conditions it was not measured under stay empty. */
        public static Row of(String name, String detail, Outcomes outcomes, List<String> conditions) {
            return new Row(
                    name, detail, Optional.empty(), measured(outcomes, conditions), Optional.of(outcomes), Map.of());
        }
    }

    /** Copies the lists and checks that each row has an accuracy per column. */
    public Table {
        conditions = List.copyOf(conditions);
        rows = List.copyOf(rows);
        for (Row row : rows) {
            if (row.accuracies().size() != conditions.size()) {
                throw new IllegalArgumentException("row '" + row.name() + "' has "
                        + row.accuracies().size() + " accuracies for " + conditions.size() + " columns");
            }
        }
    }

    /** Tabulates models by name; the columns are all conditions of any of them. */
    public static Table of(String title, Map<String, Outcomes> models) {
        Set<String> conditions = new LinkedHashSet<>();
        models.values().forEach(outcomes -> conditions.addAll(outcomes.conditions()));
        List<String> columns = List.copyOf(conditions);
        List<Row> rows = new ArrayList<>();
        models.forEach((name, outcomes) -> rows.add(Row.of(name, "", outcomes, columns)));
        return new Table(title, columns, rows, "");
    }

    /**
     * Tabulates the ingredients of a grid, its best mixture for every condition, and the best on average.
     *
     * @param averaged the conditions of the average; a union among them would count its threats twice
     */
    public static Table bestOf(String title, GridOutcomes grid, List<String> averaged) {
        List<String> conditions = grid.conditions();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < grid.ingredients().size(); i++) {
            MixingWeights alone = MixingWeights.vertex(i, grid.ingredients().size());
            String name = grid.ingredients().get(i);
            grid.find(alone).ifPresent(outcomes -> rows.add(row(name, "", grid, alone)));
        }
        for (String condition : conditions) {
            rows.add(best("best: " + condition, grid, grid.best(condition)));
        }
        rows.add(best("best on average", grid, grid.bestMean(averaged)));
        return new Table(
                title,
                conditions,
                rows,
                "The best of " + grid.points().size()
                        + " mixtures were chosen on the images they are measured on, which flatters them, the more the fewer images there are.");
    }

    /**
     * Returns this table with marks at numbers that are warned of.
     *
     * @param marks words by the name of the row and the name of the column
     */
    public Table withMarks(Map<String, Map<String, String>> marks) {
        List<Row> marked = rows.stream()
                .map(row -> new Row(
                        row.name(),
                        row.detail(),
                        row.mixture(),
                        row.accuracies(),
                        row.outcomes(),
                        marks.getOrDefault(row.name(), Map.of())))
                .toList();
        return new Table(title, conditions, marked, note);
    }

    @Override
    public String caption() {
        Set<Integer> sizes = new TreeSet<>();
        measurements().forEach(measurement -> sizes.add(measurement.estimate().images()));
        return Wording.sentences(tellsAll(sizes) ? "" : Wording.images(sizes), nothingToChoose(), note);
    }

    /** Returns whether the note names all numbers of images by itself. */
    private boolean tellsAll(Set<Integer> sizes) {
        return sizes.stream()
                .allMatch(size -> Pattern.compile("\\b" + size + " (other )?images\\b")
                        .matcher(note)
                        .find());
    }

    @Override
    public String explanation() {
        return "Accuracy in percent; small: the 95 % Wilson interval; bold: the best of a column and all that cannot be told"
                + " from it (paired test, 5 % over the column).";
    }

    @Override
    public Width width() {
        return Width.FULL;
    }

    @Override
    public String content() {
        return TableHtml.of(this);
    }

    @Override
    public List<Measurement> measurements() {
        List<Measurement> all = new ArrayList<>();
        for (Row row : rows) {
            for (int column = 0; column < conditions.size(); column++) {
                String condition = conditions.get(column);
                row.accuracies()
                        .get(column)
                        .ifPresent(
                                accuracy -> all.add(new Measurement(row.name(), row.mixture(), condition, accuracy)));
            }
        }
        return List.copyOf(all);
    }

    /** Returns the highest accuracy of a column, if it has any. */
    public Optional<Accuracy> best(int column) {
        return rows.stream()
                .flatMap(row -> row.accuracies().get(column).stream())
                .max(Accuracy::compareTo);
    }

    /**
     * Returns the places of the rows that are best under a condition, or cannot be told from the best; none where all
     * are equal.
     */
    public Set<Integer> likeBest(int column) {
        return Ties.ofColumn(entries(column), conditions.get(column));
    }

    private List<Optional<Ties.Entry>> entries(int column) {
        return rows.stream()
                .map(row -> row.accuracies().get(column).map(accuracy -> new Ties.Entry(accuracy, row.outcomes())))
                .toList();
    }

    /** Names the conditions under which several rows were measured and no two differ. */
    private String nothingToChoose() {
        List<String> sentences = new ArrayList<>();
        for (int column = 0; column < conditions.size(); column++) {
            List<Optional<Ties.Entry>> entries = entries(column);
            if (Ties.allEqual(entries)
                    && entries.stream().filter(Optional::isPresent).count() > 1) {
                sentences.add(conditions.get(column) + ": all "
                        + best(column).orElseThrow().percent() + ", nothing to choose.");
            }
        }
        return String.join(" ", sentences);
    }

    private static Row best(String name, GridOutcomes grid, GridOutcomes.Point point) {
        String formula = new Mixture(grid.ingredients(), point.weights()).formula();
        return row(name, formula, grid, point.weights());
    }

    private static Row row(String name, String detail, GridOutcomes grid, MixingWeights weights) {
        Mixture mixture = new Mixture(grid.ingredients(), weights);
        Outcomes outcomes = grid.at(weights);
        return new Row(
                name,
                detail,
                Optional.of(mixture),
                measured(outcomes, grid.conditions()),
                Optional.of(outcomes),
                Map.of());
    }

    private static List<Optional<Accuracy>> measured(Outcomes outcomes, List<String> conditions) {
        Set<String> known = Set.copyOf(outcomes.conditions());
        return conditions.stream()
                .map(condition -> known.contains(condition)
                        ? Optional.of(outcomes.accuracy(condition))
                        : Optional.<Accuracy>empty())
                .toList();
    }
}
