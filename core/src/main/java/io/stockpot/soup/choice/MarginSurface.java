package io.stockpot.soup.choice;

import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * The margin of every image as a polynomial in the mixing weights, fitted by least squares to the margins of some
 * mixtures (a response surface: Box and Wilson 1951). A network's logits bend little as its weights are mixed, right
 * and wrong jump: so a few mixtures tell what all others get right.
 *
 * <p>What is predicted is linear in what was measured: the margins at a mixture w are x(w)ᵀX⁺Y, with the monomials x, their rows
 * X at the mixtures measured, and the margins Y of these.
 */
final class MarginSurface {
    /** The logistic function of this times x is nearly the distribution function of the standard normal. */
    private static final double LOGISTIC = 1.702;
    /** A leverage of 1 leaves a residual of 0 / 0: such a mixture alone decides a coefficient. */
    private static final double LEAST_FREEDOM = 1e-6;

    private final PolynomialBasis basis;
    private final List<Margins> measured;
    /** Terms × mixtures measured. */
    private final DMatrixRMaj inverse;
    /** Root mean square of what the surface errs by on mixtures that were left out. */
    private final double spread;

    private final SurfaceError leftOut;

    /**
     * Fits a surface.
     *
     * @param mixtures different ones, at least as many as the basis has terms
     * @param measured the finite margins of each
     */
    MarginSurface(PolynomialBasis basis, List<MixingWeights> mixtures, List<Margins> measured) {
        this.basis = basis;
        this.measured = List.copyOf(measured);
        double[][] rows = basis.rows(mixtures);
        this.inverse = new DMatrixRMaj(basis.size(), rows.length);
        CommonOps_DDRM.pinv(new DMatrixRMaj(rows), inverse);
        float[][] without = new float[rows.length][];
        double squares = 0;
        for (int i = 0; i < rows.length; i++) {
            without[i] = without(i, shares(rows[i]));
            squares += squares(without[i], measured.get(i));
        }
        this.spread = Math.sqrt(squares / rows.length / measured.get(0).size());
        SurfaceError.Sum errors = new SurfaceError.Sum();
        for (int i = 0; i < rows.length; i++) {
            errors.add(without[i], expected(without[i]), measured.get(i));
        }
        this.leftOut = errors.mean();
    }

    /** Returns the share of each measured mixture in the margins predicted for some monomials: xᵀX⁺. */
    private double[] shares(double[] terms) {
        DMatrixRMaj shares = new DMatrixRMaj(1, measured.size());
        CommonOps_DDRM.mult(new DMatrixRMaj(new double[][] {terms}), inverse, shares);
        return shares.getData();
    }

    private float[] sum(double[] shares) {
        float[] sum = new float[measured.get(0).size()];
        double[] exact = new double[sum.length];
        for (int i = 0; i < shares.length; i++) {
            measured.get(i).addTo(exact, shares[i]);
        }
        for (int place = 0; place < sum.length; place++) {
            sum[place] = (float) exact[place];
        }
        return sum;
    }

    /**
     * Predicts the margins of a measured mixture from those of the others: its own share is taken out, and the rest
     * scaled up (the residual without a point is the one with it, divided by 1 − leverage).
     */
    private float[] without(int mixture, double[] shares) {
        double leverage = Math.min(shares[mixture], 1 - LEAST_FREEDOM);
        double[] others = shares.clone();
        others[mixture] = shares[mixture] - leverage;
        for (int i = 0; i < others.length; i++) {
            others[i] /= 1 - leverage;
        }
        return sum(others);
    }

    private static double squares(float[] predicted, Margins measured) {
        double squares = 0;
        for (int place = 0; place < predicted.length; place++) {
            double residual = predicted[place] - measured.get(place);
            squares += residual * residual;
        }
        return squares;
    }

    /** Predicts the margin of every image. */
    float[] margins(MixingWeights weights) {
        return sum(shares(basis.terms(weights)));
    }

    /**
     * Predicts the accuracy of a mixture, in [0, 1]. An image whose margin is small against what the surface errs by
     * counts in part, by the probability that it is classified correctly.
     */
    double accuracy(MixingWeights weights) {
        return expected(margins(weights));
    }

    /** Returns the accuracy to be expected of predicted margins. */
    double expected(float[] margins) {
        double right = 0;
        for (float margin : margins) {
            right += probability(margin);
        }
        return right / margins.length;
    }

    private double probability(float margin) {
        if (spread == 0) {
            return margin > 0 ? 1 : 0;
        }
        return 1 / (1 + Math.exp(-LOGISTIC * margin / spread));
    }

    /** Returns how wrong the surface is at each measured mixture when that is left out. */
    SurfaceError leftOut() {
        return leftOut;
    }
}
