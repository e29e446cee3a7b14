package io.stockpot.evaluate;

import io.stockpot.data.LabelMap;

/**
 * What a classifier answers to one image under a label map.
 *
 * @param answer number of the class or group; {@link #NONE} if a logit is not a number or +∞, or if all that the
 *     map looks at are at −∞. A class at −∞ is one that the classifier has ruled out
 * @param lead how far the answer is ahead of the next, as a fraction of the distance between the largest and
 *     the smallest of all logits that are finite; 1 if all others are ruled out; probabilities are compared by their
 *     logarithms
 */
public record Prediction(int answer, double lead) {
    /** No answer, which is never right. */
    public static final int NONE = -1;

    /**
     * Returns the prediction for one image.
     *
     * @param logits of all classes
     */
    public static Prediction of(float[] logits, LabelMap map) {
        double largest = Double.NEGATIVE_INFINITY;
        double smallest = Double.POSITIVE_INFINITY;
        for (float logit : logits) {
            if (Float.isNaN(logit) || logit == Float.POSITIVE_INFINITY) {
                return new Prediction(NONE, 0);
            }
            largest = Math.max(largest, logit);
            smallest = Math.min(smallest, Float.isFinite(logit) ? logit : smallest);
        }
        double spread = largest - smallest;
        TopTwo top = new TopTwo();
        map.score(logits, top::enter);
        return top.prediction(spread);
    }

    /** Keeps the first two; of equals, the one that came first leads. */
    private static final class TopTwo {
        private int first = NONE;
        private double best = Double.NEGATIVE_INFINITY;
        private double second = Double.NEGATIVE_INFINITY;

        void enter(int number, double score) {
            if (score > best || first == NONE) {
                second = best;
                best = score;
                first = number;
            } else if (score > second) {
                second = score;
            }
        }

        Prediction prediction(double spread) {
            // a score that is no number either comes of probabilities when all logits are at −∞
            if (!Double.isFinite(best)) {
                return new Prediction(NONE, 0);
            }
            if (second == Double.NEGATIVE_INFINITY) {
                return new Prediction(first, 1);
            }
            return new Prediction(first, spread == 0 ? 0 : (best - second) / spread);
        }
    }
}
