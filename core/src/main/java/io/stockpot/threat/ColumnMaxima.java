package io.stockpot.threat;

import java.util.Arrays;

/**
 * A table of numbers with the largest magnitude of each column, by which the few large ones are found without looking
 * at all: finding maxima is what the compiler turns into vectors, finding places is not. For one image at a time; not
 * for several threads.
 */
final class ColumnMaxima {
    private final float[] largest;
    private final float[] line;
    private float[] numbers;
    private int columns;

    /** Makes room for tables of so many numbers. */
    ColumnMaxima(int width) {
        this.largest = new float[width];
        this.line = new float[width];
    }

    /**
     * Makes numbers a table.
     *
     * @param columns how many numbers are side by side, at most all
     */
    void layOut(float[] numbers, int columns) {
        this.numbers = numbers;
        this.columns = columns;
        Arrays.fill(largest, 0, columns, 0);
        for (int from = 0; from < numbers.length; from += columns) {
            int count = Math.min(columns, numbers.length - from);
            // the compiler wants the same index everywhere
            System.arraycopy(numbers, from, line, 0, count);
            raise(count);
        }
    }

    private void raise(int count) {
        for (int i = 0; i < count; i++) {
            largest[i] = Math.max(largest[i], Math.abs(line[i]));
        }
    }

    /** Copies the largest magnitude of each column. Where k of them reach a number, k of all magnitudes do. */
    void copyTo(float[] target) {
        System.arraycopy(largest, 0, target, 0, columns);
    }

    /**
     * Writes where the magnitudes are that reach this, column by column.
     *
     * @return how many there are
     */
    int collect(float least, int[] places) {
        int count = 0;
        for (int column = 0; column < columns; column++) {
            if (largest[column] >= least) {
                for (int i = column; i < numbers.length; i += columns) {
                    places[count] = i;
                    count += Math.abs(numbers[i]) >= least ? 1 : 0;
                }
            }
        }
        return count;
    }
}
