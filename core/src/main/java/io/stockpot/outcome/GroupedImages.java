package io.stockpot.outcome;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Images in groups, such as the frames of one track, whose answers rise and fall together: what is known of a mean
 * follows from the spread between groups, not between images.
 */
public final class GroupedImages {
    /** The 97.5 % quantile of the standard normal distribution. */
    private static final double Z = 1.959963984540054;

    /** Of each image. */
    private final int[] groups;

    private final int count;

    private GroupedImages(int[] groups, int count) {
        this.groups = groups;
        this.count = count;
    }

    /** Numbers the groups of images, of which there is at least one. */
    public static GroupedImages of(List<String> names) {
        Map<String, Integer> numbers = new HashMap<>();
        int[] groups = names.stream()
                .mapToInt(name -> numbers.computeIfAbsent(name, first -> numbers.size()))
                .toArray();
        return new GroupedImages(groups, numbers.size());
    }

    /** Takes the number of the group of each image, whatever the numbers are. */
    public static GroupedImages of(int[] numbers) {
        return of(Arrays.stream(numbers).mapToObj(Integer::toString).toList());
    }

    /** Returns the number of groups. */
    public int count() {
        return count;
    }

    /** Returns the number of the group of each image. */
    public int[] numbers() {
        return groups.clone();
    }

    /**
     * Returns the mean of one number per image, with the interval of the standard error between groups by Student's t
     * (Liang and Zeger 1986, with the factor groups / (groups − 1)). Of a single group nothing is known.
     */
    public Estimate mean(double[] numbers) {
        double mean = Arrays.stream(numbers).average().orElseThrow();
        double half = Estimate.quantile(count) * Math.sqrt(variance(numbers, mean));
        return new Estimate(mean, mean - half, mean + half, numbers.length);
    }

    /**
     * Returns the mean of shares, each from 0 to 1, with Wilson's interval for as many independent images as would be
     * spread as much as these groups (Kish's effective size), at most all images and at least one group.
     */
    public Estimate accuracy(double[] shares) {
        double mean = Arrays.stream(shares).average().orElseThrow();
        double variance = variance(shares, mean);
        // of all right or all wrong the spread says nothing, and groups are what there is
        double size = variance == 0 ? count : mean * (1 - mean) / variance;
        double n = Math.max(1, Math.min(shares.length, size));
        double denominator = 1 + Z * Z / n;
        double centre = (mean + Z * Z / (2 * n)) / denominator;
        double half = Z / denominator * Math.sqrt(mean * (1 - mean) / n + Z * Z / (4 * n * n));
        double low = Math.max(0, Math.min(mean, centre - half));
        double high = Math.min(1, Math.max(mean, centre + half));
        return new Estimate(mean, low, high, shares.length);
    }

    /** Returns {@link #pValue(int[])} of two sets of correct images. */
    public double pValue(BitSet first, BitSet second) {
        int[] differences = new int[groups.length];
        for (int image = 0; image < differences.length; image++) {
            differences[image] = (first.get(image) ? 1 : 0) - (second.get(image) ? 1 : 0);
        }
        return pValue(differences);
    }

    /** Returns e.g. " of 210 groups", to be written behind the number of images. */
    public String inWords() {
        return " of " + count + (count == 1 ? " group" : " groups");
    }

    /**
     * Returns the two-sided p-value of the exact sign-flip test of groups: how probable a sum at least as far from zero
     * is if each group's sum is as likely to be of either sign. Where each image is a group of its own, this is
     * McNemar's exact test.
     *
     * @param differences of each image: 1 if only the first of two classifiers is right, −1 if only the second, else 0
     */
    public double pValue(int[] differences) {
        int[] sums = new int[count];
        for (int image = 0; image < groups.length; image++) {
            sums[groups[image]] += differences[image];
        }
        int found = Math.abs(Arrays.stream(sums).sum());
        int most = Arrays.stream(sums).map(Math::abs).sum();
        // of each sum from −most to most, how probable it is
        double[] probabilities = new double[2 * most + 1];
        probabilities[most] = 1;
        for (int sum : sums) {
            if (sum != 0) {
                probabilities = flipped(probabilities, Math.abs(sum));
            }
        }
        double p = 0;
        for (int place = 0; place < probabilities.length; place++) {
            p += Math.abs(place - most) >= found ? probabilities[place] : 0;
        }
        return Math.min(1, p);
    }

    private static double[] flipped(double[] probabilities, int step) {
        double[] next = new double[probabilities.length];
        for (int place = 0; place < probabilities.length; place++) {
            if (probabilities[place] > 0) {
                next[place - step] += probabilities[place] / 2;
                next[place + step] += probabilities[place] / 2;
            }
        }
        return next;
    }

    private double variance(double[] numbers, double mean) {
        double[] sums = new double[count];
        for (int image = 0; image < groups.length; image++) {
            sums[groups[image]] += numbers[image] - mean;
        }
        double squares = Arrays.stream(sums).map(sum -> sum * sum).sum();
        double correction = (double) count / Math.max(1, count - 1);
        return correction * squares / ((double) numbers.length * numbers.length);
    }
}
