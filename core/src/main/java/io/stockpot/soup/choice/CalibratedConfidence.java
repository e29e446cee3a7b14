package io.stockpot.soup.choice;

import java.util.Arrays;

/**
 * Predicts the accuracy of a classifier on images without labels by average thresholded confidence (Garg, Balakrishnan,
 * Lipton, Neyshabur and Sedghi, "Leveraging unlabeled data to predict out-of-distribution performance", ICLR 2022): on
 * labelled images, as many confidences exceed the threshold as answers are right.
 */
final class CalibratedConfidence {
    private CalibratedConfidence() {}

    /**
     * Returns the share of confidences on unlabelled images that exceed the threshold.
     *
     * @param source confidences on the labelled images
     * @param right how many of those answers are right
     * @param target confidences on the unlabelled images
     */
    static double accuracy(double[] source, int right, double[] target) {
        double[] sorted = source.clone();
        Arrays.sort(sorted);
        // the largest confidence that is not among the first 'right'
        double threshold = right == sorted.length ? Double.NEGATIVE_INFINITY : sorted[sorted.length - 1 - right];
        long above = Arrays.stream(target).filter(value -> value > threshold).count();
        return (double) above / target.length;
    }
}
