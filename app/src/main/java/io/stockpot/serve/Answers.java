package io.stockpot.serve;

import io.stockpot.data.LabelMap;
import io.stockpot.evaluate.Prediction;
import io.stockpot.outcome.Accuracy;
import java.util.stream.IntStream;

/** What one classifier answers to every picture: a class, and the probability that it gives to that class. */
public final class Answers {
    private final int[] predicted;
    private final float[] confidence;

    Answers(int pictures) {
        this.predicted = new int[pictures];
        this.confidence = new float[pictures];
    }

    /** Sets the answer to a picture; what counts as one is decided as in an evaluation. */
    void set(int picture, float[] logits) {
        int answer = Prediction.of(logits, new LabelMap.AllClasses()).answer();
        predicted[picture] = answer;
        confidence[picture] = answer == Prediction.NONE ? 0 : (float) probability(logits, answer);
    }

    /** Returns the softmax at a class; the largest logit is taken off first, so that nothing overflows. */
    private static double probability(float[] logits, int answer) {
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp((double) logit - logits[answer]);
        }
        return 1 / sum;
    }

    /** Returns the number of pictures. */
    public int size() {
        return predicted.length;
    }

    /** Returns the number of the class that is answered; {@link Prediction#NONE} for none. */
    public int predicted(int picture) {
        return predicted[picture];
    }

    /** Returns the probability that is given to the answer, from 0 to 1. */
    public double confidence(int picture) {
        return confidence[picture];
    }

    /** Returns whether a picture is answered correctly; false where its class is not known. */
    boolean right(Photos photos, int picture) {
        return photos.label(picture)
                .filter(label -> label == predicted[picture])
                .isPresent();
    }

    /** Returns how many pictures are answered correctly; to be asked of pictures with labels only. */
    Accuracy accuracy(Photos photos) {
        int right = (int) IntStream.range(0, size())
                .filter(picture -> right(photos, picture))
                .count();
        return new Accuracy(right, size());
    }
}
