package io.stockpot.soup.choice;

import io.stockpot.base.Guards;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The softmax of one classifier on some images, immutable. An image with a logit that is NaN or +∞ has no answer: its
 * classes are equally probable, and {@link #predicted} is −1, which is never right.
 */
public final class Probabilities {
    private final float[][] rows;
    private final int[] predicted;

    private Probabilities(float[][] rows, int[] predicted) {
        this.rows = rows;
        this.predicted = predicted;
    }

    /**
     * Computes the softmax.
     *
     * @param logits image × class
     */
    public static Probabilities ofLogits(float[][] logits) {
        Guards.requirePositive("the number of images", logits.length);
        float[][] rows = new float[logits.length][];
        int[] predicted = new int[logits.length];
        for (int image = 0; image < logits.length; image++) {
            rows[image] = softmax(logits[image]);
            predicted[image] = hasAnswer(logits[image]) ? largest(rows[image]) : -1;
        }
        return new Probabilities(rows, predicted);
    }

    /** Returns what some classifiers answer to one picture, a row for each in their order. */
    static Probabilities ofPicture(List<Probabilities> answers, int[] classifiers, int picture) {
        return new Probabilities(
                Arrays.stream(classifiers)
                        .mapToObj(one -> answers.get(one).rows[picture])
                        .toArray(float[][]::new),
                Arrays.stream(classifiers)
                        .map(one -> answers.get(one).predicted[picture])
                        .toArray());
    }

    private static boolean hasAnswer(float[] logits) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            largest = Math.max(largest, logit); // NaN stays
        }
        return Double.isFinite(largest);
    }

    private static float[] softmax(float[] logits) {
        float[] row = new float[logits.length];
        if (!hasAnswer(logits)) {
            Arrays.fill(row, 1f / logits.length);
            return row;
        }
        double most = logits[largest(logits)];
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - most);
        }
        for (int number = 0; number < logits.length; number++) {
            row[number] = (float) (Math.exp(logits[number] - most) / sum);
        }
        return row;
    }

    private static int largest(float[] values) {
        int best = 0;
        for (int number = 1; number < values.length; number++) {
            best = values[number] > values[best] ? number : best;
        }
        return best;
    }

    /** Returns the number of images. */
    public int images() {
        return rows.length;
    }

    /** Returns the number of classes. */
    public int classes() {
        return rows[0].length;
    }

    /** Returns the most probable class of an image; of equals, the first; −1 if there is no answer. */
    public int predicted(int image) {
        return predicted[image];
    }

    /** Returns the probability of the most probable class of an image. */
    public double confidence(int image) {
        return rows[image][Math.max(0, predicted[image])];
    }

    /** Returns the probability of a class. */
    public double probability(int image, int number) {
        return rows[image][number];
    }

    /** Returns those of some images, in the order of their indices. */
    public Probabilities subset(int[] images) {
        return new Probabilities(
                Arrays.stream(images).mapToObj(image -> rows[image]).toArray(float[][]::new),
                Arrays.stream(images).map(image -> predicted[image]).toArray());
    }

    /**
     * Returns the mutual information of image and answer in nats: the entropy of the mean probabilities less the mean
     * entropy of the probabilities.
     */
    public double mutualInformation() {
        double[] mean = new double[classes()];
        double entropies = 0;
        for (float[] row : rows) {
            double[] values =
                    IntStream.range(0, row.length).mapToDouble(i -> row[i]).toArray();
            entropies += entropy(values);
            for (int number = 0; number < mean.length; number++) {
                mean[number] += values[number] / rows.length;
            }
        }
        return entropy(mean) - entropies / rows.length;
    }

    /** Returns −Σ p log p in nats. */
    static double entropy(double[] shares) {
        return Arrays.stream(shares)
                .filter(share -> share > 0)
                .map(share -> -share * Math.log(share))
                .sum();
    }
}
