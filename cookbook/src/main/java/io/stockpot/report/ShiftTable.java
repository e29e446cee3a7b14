package io.stockpot.report;

import io.stockpot.outcome.Estimate;
import io.stockpot.outcome.MeanOverDataSets;
import io.stockpot.outcome.Outcomes;
import io.stockpot.outcome.Photos;
import io.stockpot.report.Measurement.Mixture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

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
     * @param outcomes the bits behind the accuracies, by data set
     * @param photos which images show the same photo or are of one group
     */
    public record Row(
            String name,
            String detail,
            int passes,
            List<Cell> cells,
            Optional<Estimate> mean,
            Map<String, Outcomes> outcomes,
            Photos photos) {
        /** Copies the list and the map. */
        public Row {
            cells = List.copyOf(cells);
            outcomes = Map.copyOf(outcomes);
        }

        /**
         * Returns the row of one model; data sets without outcomes stay empty.
         *
         * @param outcomes by data set
         * @param dataSets the columns of the table
         * @param photos which images show the same photo or are of one group
         */
        public static Row of(
                String name, int passes, Map<String, Outcomes> outcomes, List<String> dataSets, Photos photos) {
            List<Cell> cells = dataSets.stream()
                    .map(dataSet -> new Cell(
                            Optional.ofNullable(outcomes.get(dataSet)).map(right -> photos.ofVersions(dataSet, right)),
                            Optional.empty()))
                    .toList();
            Optional<Estimate> mean = outcomes.keySet().containsAll(dataSets)
                    ? Optional.of(mean(outcomes, dataSets, photos))
                    : Optional.empty();
            return new Row(name, "", passes, cells, mean, outcomes, photos);
        }

        /** Returns this row with a description of the model. */
        public Row withDetail(String text) {
            return new Row(name, text, passes, cells, mean, outcomes, photos);
        }

        /** Returns this row with the mixture behind each accuracy, one per data set. */
        public Row withMixtures(List<Mixture> mixtures) {
            List<Cell> mixed = new ArrayList<>();
            for (int column = 0; column < cells.size(); column++) {
                mixed.add(new Cell(cells.get(column).score(), Optional.of(mixtures.get(column))));
            }
            return new Row(name, detail, passes, mixed, mean, outcomes, photos);
        }

        /** Returns the accuracy in a column, the last of which is the mean. */
        Optional<Estimate> score(int column) {
            return column < cells.size() ? cells.get(column).score() : mean;
        }

        /** Returns how the model of a column was mixed, if it was and the row has a model for each; else nothing. */
        String formula(int column) {
            return column < cells.size()
                    ? cells.get(column).mixture().map(Mixture::formula).orElse("")
                    : "";
        }

        private boolean sameImages(Row other, List<String> dataSets) {
            return dataSets.stream().allMatch(dataSet -> {
                Outcomes own = outcomes.get(dataSet);
                Outcomes others = other.outcomes.get(dataSet);
                return own.images() == others.images() && own.dataDigest().equals(others.dataDigest());
            });
        }

        /** Returns the difference of this and another row on some data sets, over the same images. */
        private Estimate less(Row other, List<String> dataSets) {
            MeanOverDataSets mean = new MeanOverDataSets(photos);
            for (String dataSet : dataSets) {
                double[] own = outcomes.get(dataSet).shares();
                double[] others = other.outcomes.get(dataSet).shares();
                Arrays.setAll(own, image -> own[image] - others[image]);
                mean.add(dataSet, own);
            }
            return mean.mean();
        }

        private List<String> ofGroups() {
            return outcomes.keySet().stream()
                    .map(this::ofGroups)
                    .filter(text -> !text.isEmpty())
                    .toList();
        }

        private String ofGroups(String dataSet) {
            OptionalInt groups = photos.groups(dataSet);
            return groups.isPresent() ? " of " + groups.getAsInt() + " groups" : "";
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

    /**
     * Returns the places of the rows that are best in a column, or cannot be told from the best: the 95 % interval of the
     * difference, image by image, holds nought. None where all are equal.
     *
     * @param column of a data set; one more is that of the means
     */
    Set<Integer> likeBest(int column) {
        List<String> compared = column < dataSets.size() ? List.of(dataSets.get(column)) : dataSets;
        List<Integer> measured = IntStream.range(0, rows.size())
                .filter(place -> rows.get(place).score(column).isPresent())
                .boxed()
                .toList();
        Set<Integer> ties = new TreeSet<>();
        if (measured.stream().map(place -> value(place, column)).distinct().count() < 2) {
            return ties;
        }
        int best = measured.stream()
                .max(Comparator.comparingDouble(place -> value(place, column)))
                .orElseThrow();
        for (int place : measured) {
            if (place == best || mayBeEqual(rows.get(best), rows.get(place), column, compared)) {
                ties.add(place);
            }
        }
        return ties;
    }

    private static boolean mayBeEqual(Row best, Row other, int column, List<String> compared) {
        return best.sameImages(other, compared)
                ? best.less(other, compared).low() <= 0
                : Ties.mayBeEqual(
                        best.score(column).orElseThrow(), other.score(column).orElseThrow());
    }

    private double value(int place, int column) {
        return rows.get(place).score(column).orElseThrow().value();
    }

    @Override
    public String caption() {
        List<String> sizes = new ArrayList<>();
        for (int column = 0; column < dataSets.size(); column++) {
            String name = dataSets.get(column);
            rows.stream()
                    .filter(row -> row.outcomes().containsKey(name))
                    .findFirst()
                    .ifPresent(row ->
                            sizes.add(name + " " + row.outcomes().get(name).images() + row.ofGroups(name)));
        }
        boolean grouped = rows.stream().anyMatch(row -> !row.ofGroups().isEmpty());
        return Wording.sentences(
                "Images: " + String.join(", ", sizes) + ".",
                grouped ? "Where images are in groups, intervals follow from the spread between groups." : "",
                note);
    }

    @Override
    public String explanation() {
        return "Accuracy in percent, over all versions where a data set has several; small: the 95 % interval, over"
                + " images (of the mean, the plain mean of the data sets: photos, however many of them show one); passes: forward passes through a"
                + " network for one answer; bold: the best of a column and all whose difference from it, image by image,"
                + " may be chance (95 % interval).";
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
