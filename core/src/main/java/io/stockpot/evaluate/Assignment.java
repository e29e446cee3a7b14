package io.stockpot.evaluate;

import java.util.Arrays;

/**
 * The assignment of rows to different columns of the largest total gain, by the Hungarian method (Kuhn 1955), with
 * shortest augmenting paths: O(n³).
 */
final class Assignment {
    private final double[][] gains;
    private final int size;
    /** Potentials of rows and columns; index 0 stands for none in all of these. */
    private final double[] rows;

    private final double[] columns;
    private final int[] rowOf;
    private final int[] previous;

    private Assignment(double[][] gains) {
        this.gains = gains;
        this.size = gains.length;
        this.rows = new double[size + 1];
        this.columns = new double[size + 1];
        this.rowOf = new int[size + 1];
        this.previous = new int[size + 1];
    }

    /**
     * Assigns every row a column.
     *
     * @param gains of row and column, square
     * @return the column of each row
     */
    static int[] best(double[][] gains) {
        Assignment assignment = new Assignment(gains);
        for (int row = 1; row <= assignment.size; row++) {
            assignment.augment(assignment.freeColumn(row));
        }
        int[] columnOf = new int[assignment.size];
        for (int column = 1; column <= assignment.size; column++) {
            columnOf[assignment.rowOf[column] - 1] = column - 1;
        }
        return columnOf;
    }

    /** Finds the nearest free column from a row, along columns whose rows would move on. */
    private int freeColumn(int row) {
        double[] distance = new double[size + 1];
        boolean[] reached = new boolean[size + 1];
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        rowOf[0] = row;
        int column = 0;
        while (rowOf[column] != 0) {
            reached[column] = true;
            int next = relax(column, distance, reached);
            shift(distance[next], distance, reached);
            column = next;
        }
        return column;
    }

    private int relax(int from, double[] distance, boolean[] reached) {
        int row = rowOf[from];
        int nearest = 0;
        for (int column = 1; column <= size; column++) {
            if (reached[column]) {
                continue;
            }
            double cost = -gains[row - 1][column - 1] - rows[row] - columns[column];
            if (cost < distance[column]) {
                distance[column] = cost;
                previous[column] = from;
            }
            if (nearest == 0 || distance[column] < distance[nearest]) {
                nearest = column;
            }
        }
        return nearest;
    }

    private void shift(double by, double[] distance, boolean[] reached) {
        for (int column = 0; column <= size; column++) {
            if (reached[column]) {
                rows[rowOf[column]] += by;
                columns[column] -= by;
            } else {
                distance[column] -= by;
            }
        }
    }

    private void augment(int free) {
        int column = free;
        while (column != 0) {
            int before = previous[column];
            rowOf[column] = rowOf[before];
            column = before;
        }
    }
}
