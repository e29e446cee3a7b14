package io.stockpot.threat;

/** Arithmetic on the pixels of one image, in place: plain loops, which the compiler turns into vectors. */
final class RowArithmetic {
    private RowArithmetic() {}

    static void clipToBox(float[] row) {
        for (int i = 0; i < row.length; i++) {
            row[i] = Math.max(0, Math.min(1, row[i]));
        }
    }

    static void subtract(float[] row, float[] other) {
        for (int i = 0; i < row.length; i++) {
            row[i] -= other[i];
        }
    }

    static void divide(float[] row, float divisor) {
        for (int i = 0; i < row.length; i++) {
            row[i] /= divisor;
        }
    }

    /** Makes every element −1, 0 or 1: without a branch, because signs are as good as random. */
    static void signs(float[] row) {
        for (int i = 0; i < row.length; i++) {
            // times this twice, because the smallest numbers are not one after the first time
            row[i] = Math.max(-1, Math.min(1, row[i] * Float.MAX_VALUE * Float.MAX_VALUE));
        }
    }

    static float largest(float[] row) {
        float largest = 0;
        for (float element : row) {
            largest = Math.max(largest, Math.abs(element));
        }
        return largest;
    }

    /** Makes elements zero that are not of the largest magnitude, and returns how many are. */
    static int keepLargest(float[] row) {
        float largest = largest(row);
        int ties = 0;
        for (int i = 0; i < row.length; i++) {
            if (Math.abs(row[i]) == largest) {
                ties++;
            } else {
                row[i] = 0;
            }
        }
        return ties;
    }

    /** Adds in double precision, four sums at a time: one alone would wait for itself. */
    static double sumOfSquares(float[] row) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int whole = row.length - row.length % 4;
        for (int i = 0; i < whole; i += 4) {
            first += (double) row[i] * row[i];
            second += (double) row[i + 1] * row[i + 1];
            third += (double) row[i + 2] * row[i + 2];
            fourth += (double) row[i + 3] * row[i + 3];
        }
        for (int i = whole; i < row.length; i++) {
            first += (double) row[i] * row[i];
        }
        return (first + second) + (third + fourth);
    }

    /** Adds a part of a row in double precision, in order. */
    static double sumOfSquares(float[] row, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) row[i] * row[i];
        }
        return sum;
    }

    static double sumOfMagnitudes(float[] row) {
        return sumOfMagnitudes(row, 0, row.length);
    }

    /** Adds a part of a row in double precision, in order. */
    static double sumOfMagnitudes(float[] row, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += Math.abs(row[i]);
        }
        return sum;
    }
}
