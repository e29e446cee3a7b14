package io.stockpot.data.source;

import io.stockpot.base.Seed;
import io.stockpot.base.Shuffle;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A split of images into those that are learnt from and those that judge. Images of one group, such as the frames of one
 * track or the slices of one patient, stay on one side. Groups are drawn class by class, until each class has its share of
 * test images.
 *
 * @param test the images that judge
 * @param count of all images
 */
record GroupSplit(BitSet test, int count) {
    /**
     * Splits images.
     *
     * @param groups of the images
     * @param labels class numbers of the images
     * @param share of the images of each class that judge, above 0 and below 1
     * @param classNames for messages
     * @throws IllegalArgumentException if a class would have no image on one side, naming it
     */
    static GroupSplit of(List<String> groups, int[] labels, double share, List<String> classNames, Seed seed) {
        Map<String, List<Integer>> members = new TreeMap<>();
        for (int image = 0; image < labels.length; image++) {
            members.computeIfAbsent(groups.get(image), unknown -> new ArrayList<>())
                    .add(image);
        }
        List<List<Integer>> all = List.copyOf(members.values());
        int[] sizes = counts(labels, classNames.size());
        int[] taken = new int[classNames.size()];
        BitSet test = new BitSet(labels.length);
        for (int place : Shuffle.permutation(all.size(), seed)) {
            List<Integer> group = all.get(place);
            int label = mostFrequent(group, labels);
            if (taken[label] < Math.max(1, Math.round(share * sizes[label]))) {
                group.forEach(image -> {
                    test.set(image);
                    taken[labels[image]]++;
                });
            }
        }
        requireBoth(taken, sizes, classNames, groupsOf(all, labels));
        return new GroupSplit(test, labels.length);
    }

    /** Returns the images of one part, in ascending order. */
    int[] images(DataPart part) {
        return IntStream.range(0, count)
                .filter(image -> test.get(image) == (part == DataPart.TEST))
                .toArray();
    }

    private static int[] counts(int[] labels, int classes) {
        int[] counts = new int[classes];
        for (int label : labels) {
            counts[label]++;
        }
        return counts;
    }

    /** Returns the class that most images of a group show; of equals, the first. */
    private static int mostFrequent(List<Integer> group, int[] labels) {
        Map<Integer, Integer> counts = new TreeMap<>();
        group.forEach(image -> counts.merge(labels[image], 1, Integer::sum));
        int most = counts.values().stream().max(Integer::compare).orElseThrow();
        return counts.entrySet().stream()
                .filter(count -> count.getValue() == most)
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private static Map<Integer, Integer> groupsOf(List<List<Integer>> groups, int[] labels) {
        Map<Integer, Integer> counts = new HashMap<>();
        groups.forEach(group -> group.stream()
                .map(image -> labels[image])
                .distinct()
                .forEach(label -> counts.merge(label, 1, Integer::sum)));
        return counts;
    }

    private static void requireBoth(int[] taken, int[] sizes, List<String> classNames, Map<Integer, Integer> groups) {
        for (int label = 0; label < sizes.length; label++) {
            if (sizes[label] > 0 && (taken[label] == 0 || taken[label] == sizes[label])) {
                int count = groups.get(label);
                throw new IllegalArgumentException("class '" + classNames.get(label) + "' would have "
                        + (taken[label] == 0 ? "no image to judge by" : "no image to learn from") + ": its "
                        + sizes[label] + " images are " + count + (count == 1 ? " group" : " groups")
                        + ", none of which is divided; give test pictures of their own, or a group that holds fewer");
            }
        }
    }
}
