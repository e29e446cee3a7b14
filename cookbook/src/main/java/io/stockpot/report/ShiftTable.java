package io.stockpot.report;

import io.stockpot.outcome.Estimate;
import io.stockpot.outcome.MeanOverDataSets;
import io.stockpot.outcome.Outcomes;
import io.stockpot.outcome.Photos;
import io.stockpot.report.Measurement.Mixture;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Accuracies of models on data sets, with the number of forward passes per prediction, and the plain mean over the data
 * sets (Croce et al. 2023, Table 1).
 *
 * @param title title
 * @param dataSets the columns
 * @param rows the models
 * @param note one more sentence for the caption, may be empty
 */
public record ShiftTable(String title, List<String> dataSets, List<Row> rows, String note) implements DataBlock {
    /**
     * One model, or one per data set.
     *
     * @param name of the row
     * @param detail what it is; may be empty
     * @param passes forward passes per image
     * @param cells one per data set
     * @param mean the plain mean over the data sets, if all were measured; a photo of several counts as one image
     */
    public record Row(String name, String detail, int passes, List<Cell> cells, Optional<Estimate> mean) {
        /** Copies the list. */
        public Row {
            cells = List.copyOf(cells);
        }

        /**
         * Returns the row of one model; data sets without outcomes stay empty.
         *
         * @param outcomes by data set
         * @param dataSets the columns of the table
         * @param photos which images of different data sets show the same photo
         */
        public static Row of(
                String name, int passes, Map<String, Outcomes> outcomes, List<String> dataSets, Photos photos) {
            List<Cell> cells = dataSets.stream()
                    .map(dataSet -> new Cell(
                            Optional.ofNullable(outcomes.get(dataSet)).map(Estimate::ofVersions), Optional.empty()))
                    .toList();
            Optional<Estimate> mean = outcomes.keySet().containsAll(dataSets)
                    ? Optional.of(mean(outcomes, dataSets, photos))
                    : Optional.empty();
            return new Row(name, "", passes, cells, mean);
        }

        /** Returns this row with a description of the model. */
        public Row withDetail(String text) {
            return new Row(name, text, passes, cells, mean);
        }

        /** Returns this row with the mixture behind each accuracy, one per data set. */
        public Row withMixtures(List<Mixture> mixtures) {
            List<Cell> mixed = new ArrayList<>();
            for (int column = 0; column < cells.size(); column++) {
                mixed.add(new Cell(cells.get(column).score(), Optional.of(mixtures.get(column))));
            }
            return new Row(name, detail, passes, mixed, mean);
        }

        private static Estimate mean(Map<String, Outcomes> outcomes, List<String> dataSets, Photos photos) {
            MeanOverDataSets mean = new MeanOverDataSets(photos);
            dataSets.forEach(dataSet -> mean.add(dataSet, outcomes.get(dataSet)));
            return mean.mean();
        }
    }

    /**
     * One model on one data set.
     *
     * @param score its accuracy, if it was measured
     * @param mixture how it was mixed, if it was
     */
    public record Cell(Optional<Estimate> score, Optional<Mixture> mixture) {}

    /** Copies the lists and checks that rows and columns fit. */
    public ShiftTable {
        dataSets = List.copyOf(dataSets);
        rows = List.copyOf(rows);
        for (Row row : rows) {
            if (row.cells().size() != dataSets.size()) {
                throw new IllegalArgumentException("row '" + row.name() + "' has "
                        + row.cells().size() + " cells for " + dataSets.size() + " data sets");
            }
        }
    }

    /** Returns the highest accuracy of a column, if it has any. */
    Optional<Estimate> best(int column) {
        return highest(rows.stream()
                .flatMap(row -> row.cells().get(column).score().stream())
                .toList());
    }

    /** Returns the highest mean, if there is any. */
    Optional<Estimate> bestMean() {
        return highest(rows.stream().flatMap(row -> row.mean().stream()).toList());
    }

    private static Optional<Estimate> highest(List<Estimate> scores) {
        return scores.stream().max(Comparator.comparingDouble(Estimate::value));
    }

    @Override
    public String caption() {
        List<String> sizes = new ArrayList<>();
        for (int column = 0; column < dataSets.size(); column++) {
            String name = dataSets.get(column);
            best(column).ifPresent(score -> sizes.add(name + " " + score.images()));
        }
        return Wording.sentences("Images: " + String.join(", ", sizes) + ".", note);
    }

    @Override
    public String explanation() {
        return "Accuracy in percent, over all versions where a data set has several; small: the 95 % interval, over"
                + " images (of the mean: photos, however many data sets show one); # FP: forward passes per answer;"
                + " bold: the best of a column.";
    }

    @Override
    public Width width() {
        return Width.FULL;
    }

    @Override
    public String content() {
        return ShiftTableHtml.of(this);
    }

    @Override
    public List<Measurement> measurements() {
        List<Measurement> all = new ArrayList<>();
        for (Row row : rows) {
            for (int column = 0; column < dataSets.size(); column++) {
                Cell cell = row.cells().get(column);
                String dataSet = dataSets.get(column);
                cell.score()
                        .ifPresent(score ->
                                all.add(new Measurement(row.name(), cell.mixture(), dataSet, score, Optional.empty())));
            }
            row.mean()
                    .ifPresent(mean ->
                            all.add(new Measurement(row.name(), Optional.empty(), "mean", mean, Optional.empty())));
        }
        return List.copyOf(all);
    }
}
