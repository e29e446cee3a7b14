package io.stockpot.soup.choice;

import java.util.List;

/**
 * The scores of every image as polynomials in the mixing weights (a response surface: Box and Wilson 1951). A network's
 * logits bend little as its weights are mixed, right and wrong jump: so a few mixtures tell what all others get right.
 */
final class LogitSurface {
    /** The logistic function of this times x is nearly the distribution function of the standard normal. */
    private static final double LOGISTIC = 1.702;

    private final LeastSquares fit;
    private final List<Scores> measured;
    private final SurfaceError leftOut;
    /** Root mean square of what margins are wrong by at mixtures that were left out. */
    private final double spread;

    /**
     * Fits a surface.
     *
     * @param mixtures different ones, at least as many as the basis has terms
     * @param measured the finite scores of each
     */
    LogitSurface(PolynomialBasis basis, List<MixingWeights> mixtures, List<Scores> measured) {
        this.fit = new LeastSquares(basis, mixtures);
        this.measured = List.copyOf(measured);
        float[][] without = new float[measured.size()][];
        double squares = 0;
        for (int i = 0; i < without.length; i++) {
            without[i] = margins(fit.sharesWithout(i));
            squares += squares(without[i], measured.get(i).margins());
        }
        this.spread = Math.sqrt(squares / without.length / measured.get(0).images());
        SurfaceError.Sum errors = new SurfaceError.Sum();
        for (int i = 0; i < without.length; i++) {
            errors.add(without[i], expected(without[i]), measured.get(i));
        }
        this.leftOut = errors.mean();
    }

    private static double squares(float[] predicted, float[] measured) {
        double squares = 0;
        for (int image = 0; image < predicted.length; image++) {
            double residual = predicted[image] - measured[image];
            squares += residual * residual;
        }
        return squares;
    }

    private float[] margins(double[] shares) {
        Scores first = measured.get(0);
        float[] sum = new float[first.images() * first.answers()];
        for (int i = 0; i < shares.length; i++) {
            measured.get(i).addTo(sum, shares[i]);
        }
        return Scores.margins(sum, first.answers());
    }

    /** Predicts the margin of every image, in comparable scores. */
    float[] margins(MixingWeights weights) {
        return margins(fit.shares(weights));
    }

    /**
     * Predicts the accuracy of a mixture. An image whose margin is small against what the surface is wrong by counts in
     * part, by the probability that it is classified correctly.
     */
    double accuracy(MixingWeights weights) {
        return expected(margins(weights));
    }

    private double expected(float[] margins) {
        double right = 0;
        for (float margin : margins) {
            right += spread == 0 ? (margin > 0 ? 1 : 0) : 1 / (1 + Math.exp(-LOGISTIC * margin / spread));
        }
        return right / margins.length;
    }

    /** Returns how wrong the surface is at each mixture it was fitted to when that is left out of the fit. */
    SurfaceError leftOut() {
        return leftOut;
    }

    /**
     * Returns how wrong the surface is at some mixtures that it was not fitted to.
     *
     * @param judged what each answered
     */
    SurfaceError error(List<MixingWeights> mixtures, List<Scores> judged) {
        SurfaceError.Sum errors = new SurfaceError.Sum();
        for (int i = 0; i < mixtures.size(); i++) {
            float[] predicted = margins(mixtures.get(i));
            errors.add(predicted, expected(predicted), judged.get(i));
        }
        return errors.mean();
    }
}
