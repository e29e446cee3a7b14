package io.stockpot.base;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Draws random permutations. */
public final class Shuffle {
    private Shuffle() {}

    /** Returns the numbers from 0 to count − 1 in an order drawn uniformly. */
    public static int[] permutation(int count, Seed seed) {
        int[] numbers = IntStream.range(0, count).toArray();
        RandomGenerator draws = seed.generator();
        for (int last = count - 1; last > 0; last--) {
            int other = draws.nextInt(last + 1);
            int saved = numbers[last];
            numbers[last] = numbers[other];
            numbers[other] = saved;
        }
        return numbers;
    }
}
