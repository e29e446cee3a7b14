package io.stockpot.soup.choice;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Under how many versions (conditions) every mixture gets every image of one data set right. The versions
 * of an image rise and fall together, so it is images that are drawn anew, raced over and tested.
 */
final class ImageScores {
    /** Mixture × image, each from 0 to the number of versions. */
    private final short[][] counts;

    private final int versions;
    private final int images;

    private ImageScores(short[][] counts, int versions, int images) {
        this.counts = counts;
        this.versions = versions;
        this.images = images;
    }

    static ImageScores of(GridOutcomes grid) {
        List<String> conditions = grid.conditions();
        if (conditions.isEmpty() || conditions.size() > Short.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "scores need from 1 to " + Short.MAX_VALUE + " conditions, not " + conditions.size());
        }
        short[][] counts = new short[grid.points().size()][grid.images()];
        for (int mixture = 0; mixture < counts.length; mixture++) {
            for (String condition : conditions) {
                BitSet correct = grid.points().get(mixture).outcomes().correct(condition);
                for (int image = correct.nextSetBit(0); image >= 0; image = correct.nextSetBit(image + 1)) {
                    counts[mixture][image]++;
                }
            }
        }
        return new ImageScores(counts, conditions.size(), grid.images());
    }

    int mixtures() {
        return counts.length;
    }

    int images() {
        return images;
    }

    int versions() {
        return versions;
    }

    int count(int mixture, int image) {
        return counts[mixture][image];
    }

    /** Returns the share of an image's versions that a mixture gets right. */
    double share(int mixture, int image) {
        return (double) counts[mixture][image] / versions;
    }

    /** Returns the score of every mixture on all images. */
    double[] means() {
        int[] once = new int[images];
        Arrays.fill(once, 1);
        return means(once);
    }

    /** Returns the score of every mixture on a sample that holds each image as often as its multiplicity says. */
    double[] means(int[] multiplicities) {
        long size = 0;
        for (int multiplicity : multiplicities) {
            size += multiplicity;
        }
        double[] means = new double[counts.length];
        for (int mixture = 0; mixture < means.length; mixture++) {
            short[] row = counts[mixture];
            long sum = 0;
            for (int image = 0; image < images; image++) {
                sum += (long) multiplicities[image] * row[image];
            }
            means[mixture] = (double) sum / (size * versions);
        }
        return means;
    }

    /** Returns the score of every mixture with weighted images. */
    double[] means(double[] weights) {
        double size = Arrays.stream(weights).sum();
        double[] means = new double[counts.length];
        for (int mixture = 0; mixture < means.length; mixture++) {
            for (int image = 0; image < images; image++) {
                means[mixture] += weights[image] * counts[mixture][image] / (size * versions);
            }
        }
        return means;
    }

    /** Returns how often each image is in a sample of the given images. */
    int[] multiplicities(int[] sample) {
        int[] multiplicities = new int[images];
        for (int image : sample) {
            multiplicities[image]++;
        }
        return multiplicities;
    }
}
