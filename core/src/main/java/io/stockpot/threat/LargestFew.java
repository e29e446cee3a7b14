package io.stockpot.threat;

/**
 * Chooses the numbers of largest magnitude among many: first those that reach the k-th of the {@link ColumnMaxima},
 * which are k at least and not many more, then of these by partition. For one image at a time; not for several
 * threads.
 */
final class LargestFew {
    private final ColumnMaxima table;
    private final int[] places;
    private final float[] left;

    LargestFew(int width) {
        this.table = new ColumnMaxima(width);
        this.places = new int[width];
        this.left = new float[width];
    }

    /**
     * Writes where the k numbers of largest magnitude are, and all that equal the last of these, in any order; but
     * never where zeros are.
     *
     * @param k from 1 to their number
     * @param chosen where to write it
     * @return how many are chosen
     */
    int choose(float[] numbers, int k, int[] chosen) {
        // about as many columns as there are places to look at in k columns
        int columns = (int) Math.ceil(Math.sqrt((double) k * numbers.length));
        table.layOut(numbers, columns);
        table.copyTo(left);
        float bound = Math.max(Float.MIN_VALUE, kthLargest(columns, k));
        int count = table.collect(bound, places);
        for (int i = 0; i < count; i++) {
            left[i] = Math.abs(numbers[places[i]]);
        }
        float least = count < k ? 0 : kthLargest(count, k);
        int number = 0;
        for (int i = 0; i < count; i++) {
            chosen[number] = places[i];
            number += Math.abs(numbers[places[i]]) >= least ? 1 : 0;
        }
        return number;
    }

    /** Narrows the range that the k-th of those left, in falling order, must be in. */
    private float kthLargest(int count, int k) {
        int from = 0;
        int to = count;
        while (true) {
            float pivot = left[(from + to) >>> 1];
            int larger = gather(from, to, pivot);
            if (k <= larger) {
                to = larger;
            } else {
                from = gather(larger, to, Math.nextDown(pivot));
                // if not even the pivot is gathered, it is no number
                if (k <= from || from == larger) {
                    return pivot;
                }
            }
        }
    }

    /** Moves what is larger than the pivot to the front: without a branch, for numbers are as good as random. */
    private int gather(int from, int to, float pivot) {
        int end = from;
        for (int i = from; i < to; i++) {
            float number = left[i];
            left[i] = left[end];
            left[end] = number;
            end += number > pivot ? 1 : 0;
        }
        return end;
    }
}
