package io.stockpot.data.shift;

import io.stockpot.base.Seed;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Which images of a shift choose a soup, and which judge it. Photos are put in an order that the seed and
 * their names decide; the first choose. A photo that chooses on any shift judges on none, also where shifts
 * are made of the same photos, such as ImageNet, its new labels and its corruptions. Groups of photos are put in order
 * as a whole, and none of a group judges of which one chooses.
 */
public final class ShiftSplit {
    private final int[] adaptation;
    private final int[] disjoint;
    private final int[] everything;

    private ShiftSplit(int[] adaptation, int[] disjoint, int[] everything) {
        this.adaptation = adaptation;
        this.disjoint = disjoint;
        this.everything = everything;
    }

    /**
     * The numbers of images asked for.
     *
     * @param adaptation number of images that choose
     * @param test number of images that judge, at most
     */
    public record Sizes(int adaptation, int test) {
        /** Checks that there are any. */
        public Sizes {
            if (adaptation < 1 || test < 1) {
                throw new IllegalArgumentException(
                        "adaptation and test must be at least 1 image, not " + adaptation + " and " + test);
            }
        }
    }

    /**
     * Draws the images of several shifts.
     *
     * @param shifts by name
     * @param sizes by the same names
     * @throws IllegalArgumentException if a shift has too few images to choose with
     */
    public static Map<String, ShiftSplit> draw(Map<String, ShiftImages> shifts, Map<String, Sizes> sizes, Seed seed) {
        Map<String, int[]> orders = new LinkedHashMap<>();
        Set<String> choosing = new HashSet<>();
        shifts.forEach((name, images) -> {
            int wanted = sizes.get(name).adaptation();
            if (wanted > images.size()) {
                throw new IllegalArgumentException("the shift '" + name + "' has " + images.size() + " images, and "
                        + wanted + " are asked for to choose a soup; set its adaptation to fewer");
            }
            int[] order = order(images, seed.child("adaptation"));
            orders.put(name, order);
            Arrays.stream(order, 0, wanted).forEach(index -> {
                choosing.add(images.photo(index));
                choosing.add(images.unit(index));
            });
        });
        Map<String, ShiftSplit> splits = new LinkedHashMap<>();
        shifts.forEach((name, images) -> splits.put(name, of(images, orders.get(name), sizes.get(name), choosing)));
        return splits;
    }

    private static ShiftSplit of(ShiftImages images, int[] order, Sizes sizes, Set<String> choosing) {
        int[] free = Arrays.stream(order)
                .filter(index -> !choosing.contains(images.photo(index)) && !choosing.contains(images.unit(index)))
                .limit(sizes.test())
                .sorted()
                .toArray();
        int[] all = Arrays.stream(order).limit(sizes.test()).sorted().toArray();
        return new ShiftSplit(Arrays.copyOf(order, sizes.adaptation()), free, all);
    }

    private static int[] order(ShiftImages images, Seed seed) {
        long[] ranks = ranks(
                images, index -> images.group(index).map(GroupPattern::unit).orElseGet(() -> images.lot(index)), seed);
        long[] within = ranks(images, images::lot, seed);
        return IntStream.range(0, ranks.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(index -> ranks[index])
                        .thenComparingLong(index -> within[index]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static long[] ranks(ShiftImages images, IntFunction<String> lots, Seed seed) {
        return IntStream.range(0, images.size())
                .mapToLong(index -> seed.child(lots.apply(index)).value())
                .toArray();
    }

    /** Returns the images that choose, in the order drawn: every prefix is a uniform sample, of groups if there are any. */
    public int[] adaptation() {
        return adaptation.clone();
    }

    /**
     * Returns the images that judge, in their order.
     *
     * @param overlapping whether those that choose may judge too, as in the paper
     */
    public int[] test(boolean overlapping) {
        return (overlapping ? everything : disjoint).clone();
    }
}
