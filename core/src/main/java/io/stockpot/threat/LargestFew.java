package io.stockpot.threat;

import java.util.Arrays;

/**
 * Chooses the largest of many numbers: first leaves out most that a sample shows to be too small, which takes one
 * pass without a branch, then partitions what is left. For one row at a time; not for several threads.
 */
final class LargestFew {
    private static final int SAMPLES = 64;
    /** By how much a sample may mislead. */
    private static final int SLACK = 4;

    private final float[] sample = new float[SAMPLES];
    private final int[] places;
    private final float[] left;

    LargestFew(int width) {
        this.places = new int[width];
        this.left = new float[width];
    }

    /**
     * Writes where the k largest numbers are, and all that equal the last of these; but never where zeros are.
     *
     * @param numbers zero or positive
     * @param k from 1 to their number
     * @param chosen where to write it, in rising order
     * @return how many are chosen
     */
    int choose(float[] numbers, int k, int[] chosen) {
        int count = collect(numbers, lowerBound(numbers, k));
        if (count < k) {
            count = collect(numbers, 0);
        }
        for (int i = 0; i < count; i++) {
            left[i] = numbers[places[i]];
        }
        float least = Math.max(Float.MIN_VALUE, kthLargest(count, k));
        int number = 0;
        for (int i = 0; i < count; i++) {
            chosen[number] = places[i];
            number += numbers[places[i]] >= least ? 1 : 0;
        }
        return number;
    }

    /** Returns a number that most likely k others are at least as large as, and not many more. */
    private float lowerBound(float[] numbers, int k) {
        int stride = numbers.length / SAMPLES;
        int expected = stride == 0 ? SAMPLES : k / stride;
        int rank = expected + SLACK + 2 * (int) Math.sqrt(expected);
        if (rank >= SAMPLES) {
            return 0;
        }
        for (int i = 0; i < SAMPLES; i++) {
            sample[i] = numbers[i * stride];
        }
        Arrays.sort(sample);
        return sample[SAMPLES - 1 - rank];
    }

    private int collect(float[] numbers, float least) {
        int count = 0;
        for (int i = 0; i < numbers.length; i++) {
            places[count] = i;
            count += numbers[i] >= least ? 1 : 0;
        }
        return count;
    }

    /** Hoare's algorithm: narrows the range that the k-th of those left, in falling order, must be in. */
    private float kthLargest(int count, int k) {
        int from = 0;
        int to = count - 1;
        while (from < to) {
            float pivot = left[(from + to) >>> 1];
            int i = from;
            int j = to;
            while (i <= j) {
                while (left[i] > pivot) {
                    i++;
                }
                while (left[j] < pivot) {
                    j--;
                }
                if (i <= j) {
                    float swapped = left[i];
                    left[i++] = left[j];
                    left[j--] = swapped;
                }
            }
            if (k - 1 <= j) {
                to = j;
            } else if (k - 1 >= i) {
                from = i;
            } else {
                return left[k - 1];
            }
        }
        return left[k - 1];
    }
}
