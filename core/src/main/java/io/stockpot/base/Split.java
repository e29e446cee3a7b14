package io.stockpot.base;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two sets of indices that have none in common, by construction: both come from one shuffle, cut in two.
 * For the same number and seed, a larger held-out set contains the smaller ones. So are drawn the few images that
 * a soup is fitted to and those it is judged on (paper, section 5).
 */
public final class Split {
    private final int[] order;
    private final int cut;
    private final int restFrom;

    private Split(int[] order, int cut, int restFrom) {
        this.order = order;
        this.cut = cut;
        this.restFrom = restFrom;
    }

    /**
     * Sets images apart, drawn uniformly without regard to their labels.
     *
     * @param images how many there are
     * @param heldOut how many to set apart, from 1 to images − 1
     * @throws IllegalArgumentException if either set would be empty
     */
    public static Split holdOut(int images, int heldOut, Seed seed) {
        if (heldOut < 1 || heldOut >= images) {
            throw new IllegalArgumentException(
                    "cannot hold out %d of %d images: hold out from 1 to %d".formatted(heldOut, images, images - 1));
        }
        return new Split(Shuffle.permutation(images, seed), heldOut, heldOut);
    }

    /**
     * Sets images apart, drawn by class: each class gives its share, rounded, and chance decides which of its images
     * and which class rounds up first.
     *
     * @param labels the class of each image
     * @param heldOut how many to set apart, from 1 to images − 1
     * @throws IllegalArgumentException if either set would be empty
     */
    public static Split holdOutByClass(int[] labels, int heldOut, Seed seed) {
        int[] order = Shuffle.byClass(labels, seed);
        if (heldOut < 1 || heldOut >= order.length) {
            throw new IllegalArgumentException("cannot hold out %d of %d images: hold out from 1 to %d"
                    .formatted(heldOut, order.length, order.length - 1));
        }
        return new Split(order, heldOut, heldOut);
    }

    /**
     * Sets images apart, none of whose group is on the other side. Groups are drawn uniformly, until they have enough
     * images; those of the last that are not needed are on neither side.
     *
     * @param groups of each image, a number that those of its group share
     * @param heldOut how many to set apart, at least 1
     * @throws IllegalArgumentException if either set would be empty
     */
    public static Split holdOut(int[] groups, int heldOut, Seed seed) {
        List<List<Integer>> all = members(groups);
        return inGroups(all, Shuffle.permutation(all.size(), seed), heldOut);
    }

    /**
     * Sets images apart, drawn by class, none of whose group is on the other side. Groups are drawn as if each were one
     * image of the class of its first, until they have enough images; those of the last that are not needed are on
     * neither side.
     *
     * @param labels the class of each image
     * @param groups of each image, a number that those of its group share
     * @param heldOut how many to set apart, at least 1
     * @throws IllegalArgumentException if either set would be empty
     */
    public static Split holdOutByClass(int[] labels, int[] groups, int heldOut, Seed seed) {
        List<List<Integer>> all = members(groups);
        int[] classes = all.stream().mapToInt(group -> labels[group.get(0)]).toArray();
        return inGroups(all, Shuffle.byClass(classes, seed), heldOut);
    }

    private static List<List<Integer>> members(int[] groups) {
        Map<Integer, List<Integer>> members = new LinkedHashMap<>();
        for (int image = 0; image < groups.length; image++) {
            members.computeIfAbsent(groups[image], first -> new ArrayList<>()).add(image);
        }
        return List.copyOf(members.values());
    }

    private static Split inGroups(List<List<Integer>> groups, int[] drawn, int heldOut) {
        int[] order = new int[groups.stream().mapToInt(List::size).sum()];
        int filled = 0;
        int restFrom = 0;
        for (int group : drawn) {
            for (int image : groups.get(group)) {
                order[filled++] = image;
            }
            restFrom = restFrom < heldOut ? filled : restFrom;
        }
        if (heldOut < 1 || heldOut > order.length || restFrom == order.length) {
            throw new IllegalArgumentException(
                    "cannot hold out %d of %d images in %d groups: none would be left that shares no group with them"
                            .formatted(heldOut, order.length, groups.size()));
        }
        return new Split(order, heldOut, restFrom);
    }

    /** Returns the indices set apart, in the order drawn: without groups, every prefix is a uniform sample. */
    public int[] heldOut() {
        return Arrays.copyOf(order, cut);
    }

    /** Returns the other indices, in the order drawn: without groups, every prefix is a uniform sample. */
    public int[] rest() {
        return Arrays.copyOfRange(order, restFrom, order.length);
    }
}
