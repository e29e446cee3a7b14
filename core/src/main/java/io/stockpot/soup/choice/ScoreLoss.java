package io.stockpot.soup.choice;

import java.util.function.IntToDoubleFunction;

/**
 * The mean cross-entropy of the right answer, over scores that are centred for each image and brought to one size: what
 * a descent over mixing weights goes down. Size is taken out because it decides no answer, and mixtures that extrapolate
 * would be preferred, or avoided, for the size of their logits alone. With u = τ(z − mean) / s, where s is the root mean
 * square of all centred scores, the loss is mean(log Σ exp u − u₁).
 *
 * @param scores of one mixture
 * @param sharpness τ, the size that scores are brought to
 */
record ScoreLoss(Scores scores, double sharpness) implements DescentLoss {
    @Override
    public double value() {
        return value(image -> 1);
    }

    @Override
    public float[] slopes() {
        return slopes(image -> 1);
    }

    /** Returns whether there is a loss: scores are finite, and not all alike. */
    boolean exists() {
        return scores.finite() && scores.spread() > 0;
    }

    /** Returns the loss of one image; there must be one. */
    double of(int image) {
        double[] row = new double[scores.answers()];
        sharpened(image, row);
        return logSumExp(row) - row[0];
    }

    /**
     * Returns the mean of the losses of all images, each times its emphasis.
     *
     * @param emphasis of each image
     */
    double value(IntToDoubleFunction emphasis) {
        if (!exists()) {
            return Double.POSITIVE_INFINITY;
        }
        double sum = 0;
        double[] row = new double[scores.answers()];
        for (int image = 0; image < scores.images(); image++) {
            sharpened(image, row);
            sum += emphasis.applyAsDouble(image) * (logSumExp(row) - row[0]);
        }
        return sum / scores.images();
    }

    /**
     * Returns the derivative of that mean in every score, as {@link Scores#values} orders them.
     *
     * @param emphasis of each image
     */
    float[] slopes(IntToDoubleFunction emphasis) {
        int answers = scores.answers();
        float[] slopes = new float[scores.images() * answers];
        double[] row = new double[answers];
        double shared = 0;
        for (int image = 0; image < scores.images(); image++) {
            sharpened(image, row);
            double normaliser = logSumExp(row);
            double share = emphasis.applyAsDouble(image);
            for (int answer = 0; answer < answers; answer++) {
                double excess = share * (Math.exp(row[answer] - normaliser) - (answer == 0 ? 1 : 0));
                slopes[image * answers + answer] = (float) (excess * sharpness / scores.spread() / scores.images());
                shared += excess * row[answer] / scores.images();
            }
        }
        // the size depends on every score: ∂s/∂z = (z − mean) / (n s)
        double factor = shared / sharpness / scores.spread() / slopes.length;
        for (int image = 0; image < scores.images(); image++) {
            sharpened(image, row);
            for (int answer = 0; answer < answers; answer++) {
                slopes[image * answers + answer] -= (float) (factor * row[answer]);
            }
        }
        return slopes;
    }

    private void sharpened(int image, double[] row) {
        for (int answer = 0; answer < row.length; answer++) {
            row[answer] = sharpness * scores.comparable(image, answer);
        }
    }

    private static double logSumExp(double[] row) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double value : row) {
            largest = Math.max(largest, value);
        }
        double sum = 0;
        for (double value : row) {
            sum += Math.exp(value - largest);
        }
        return largest + Math.log(sum);
    }
}
