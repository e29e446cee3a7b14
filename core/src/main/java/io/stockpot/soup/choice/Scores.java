package io.stockpot.soup.choice;

import io.stockpot.outcome.Accuracy;
import java.nio.FloatBuffer;
import java.util.BitSet;
import java.util.List;

/**
 * What one mixture makes of every image of a {@link Contest}: the scores of all answers, usually logits, that of the
 * right one first, and whether the image is classified correctly.
 *
 * <p>Mixtures are compared after each image's mean is taken out of its scores and all are divided by their root mean
 * square. Neither changes an answer, and both differ between mixtures for reasons that decide none: extrapolated ones
 * have logits several times larger.
 */
public final class Scores {
    private final int answers;
    private final float[] values;
    private final BitSet right;
    private final float[] means;
    private final double spread;

    /**
     * Holds scores.
     *
     * @param answers number of scores of an image, at least 2
     * @param values image × answer, each version of an image by itself, in the same order for all mixtures; the first of
     *     an image is that of the right answer
     * @param right one bit per image, set where it is classified correctly
     */
    public Scores(int answers, float[] values, BitSet right) {
        if (answers < 2 || values.length == 0 || values.length % answers != 0) {
            throw new IllegalArgumentException(values.length + " scores are not those of at least one image with "
                    + answers + " answers, of which there must be at least 2");
        }
        this.answers = answers;
        this.values = values.clone();
        this.right = (BitSet) right.clone();
        this.means = new float[values.length / answers];
        double squares = 0;
        for (int image = 0; image < means.length; image++) {
            double sum = 0;
            for (int answer = 0; answer < answers; answer++) {
                sum += values[image * answers + answer];
            }
            means[image] = (float) (sum / answers);
            for (int answer = 0; answer < answers; answer++) {
                double centred = values[image * answers + answer] - means[image];
                squares += centred * centred;
            }
        }
        this.spread = Math.sqrt(squares / values.length);
    }

    /** Returns the scores of all parts, one part after another. */
    public static Scores joined(List<Scores> parts) {
        FloatBuffer all = FloatBuffer.allocate(
                parts.stream().mapToInt(part -> part.values.length).sum());
        BitSet right = new BitSet();
        int images = 0;
        for (Scores part : parts) {
            all.put(part.values);
            int before = images;
            part.right.stream().forEach(image -> right.set(before + image));
            images += part.images();
        }
        return new Scores(parts.get(0).answers, all.array(), right);
    }

    /**
     * Returns the scores of some images.
     *
     * @param images their places, each version counted
     */
    Scores of(int[] images) {
        float[] some = new float[images.length * answers];
        BitSet rightOnes = new BitSet();
        for (int i = 0; i < images.length; i++) {
            System.arraycopy(values, images[i] * answers, some, i * answers, answers);
            rightOnes.set(i, right.get(images[i]));
        }
        return new Scores(answers, some, rightOnes);
    }

    /** Returns the number of images, each version counted. */
    public int images() {
        return means.length;
    }

    /** Returns the number of scores of an image. */
    public int answers() {
        return answers;
    }

    /** Returns a copy of all scores, as they are. */
    public float[] values() {
        return values.clone();
    }

    /** Returns one bit per image, set where it is classified correctly. */
    public BitSet right() {
        return (BitSet) right.clone();
    }

    /** Returns how many images are classified correctly, each version counted. */
    public Accuracy accuracy() {
        return new Accuracy(right.cardinality(), images());
    }

    /** Returns the size of centred scores, which comparable ones are divided by. */
    double spread() {
        return spread;
    }

    /** Returns one comparable score. */
    double comparable(int image, int answer) {
        return (values[image * answers + answer] - means[image]) / spread;
    }

    boolean isRight(int image) {
        return right.get(image);
    }

    /** Returns whether all are finite numbers, so that something can be learnt from them. */
    boolean finite() {
        return Double.isFinite(spread);
    }

    /** Adds a multiple of the comparable scores to a sum. */
    void addTo(float[] sum, double factor) {
        if (factor == 0 || spread == 0) {
            return;
        }
        float scale = (float) (factor / spread);
        for (int image = 0; image < means.length; image++) {
            for (int place = image * answers; place < (image + 1) * answers; place++) {
                sum[place] += scale * (values[place] - means[image]);
            }
        }
    }

    /** Returns the margins of comparable scores: the right answer's less the largest other. */
    float[] margins() {
        float[] comparable = new float[values.length];
        addTo(comparable, 1);
        return margins(comparable, answers);
    }

    /** Returns the margin of each image: the first score less the largest other. */
    static float[] margins(float[] scores, int answers) {
        float[] margins = new float[scores.length / answers];
        for (int image = 0; image < margins.length; image++) {
            float largest = Float.NEGATIVE_INFINITY;
            for (int place = image * answers + 1; place < (image + 1) * answers; place++) {
                largest = Math.max(largest, scores[place]);
            }
            margins[image] = scores[image * answers] - largest;
        }
        return margins;
    }
}
