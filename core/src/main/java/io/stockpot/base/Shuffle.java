package io.stockpot.base;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
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

    /**
     * Returns the places of all labels in an order that is random within each class and spreads the classes evenly:
     * every prefix holds of each class as many as its share of all, rounded.
     *
     * @param labels the class of each image, from zero
     */
    public static int[] byClass(int[] labels, Seed seed) {
        int[] drawn = permutation(labels.length, seed);
        Map<Integer, Integer> sizes = new HashMap<>();
        for (int label : labels) {
            sizes.merge(label, 1, Integer::sum);
        }
        Map<Integer, Integer> before = new HashMap<>();
        double[] position = new double[labels.length];
        for (int image : drawn) {
            int rank = before.merge(labels[image], 1, Integer::sum);
            position[image] = (rank - 0.5) / sizes.get(labels[image]);
        }
        // stable: classes of equal size take turns in the order drawn
        return Arrays.stream(drawn)
                .boxed()
                .sorted(Comparator.comparingDouble(image -> position[image]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
