package io.stockpot.soup.choice;

import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * A polynomial in the mixing weights, fitted by least squares to what was measured at some mixtures. What it predicts is
 * linear in that: at the mixture w it is x(w)ᵀX⁺Y, with the monomials x, their rows X at the mixtures measured, and the
 * measurements Y of these. So a prediction is known by the share of each measured mixture in it.
 */
final class LeastSquares {
    /** A leverage of 1 leaves a residual of 0 / 0: such a mixture alone decides a coefficient. */
    private static final double LEAST_FREEDOM = 1e-6;

    private final PolynomialBasis basis;
    private final double[][] rows;
    /** Terms × mixtures measured. */
    private final DMatrixRMaj inverse;

    /**
     * Prepares a fit.
     *
     * @param mixtures different ones
     */
    LeastSquares(PolynomialBasis basis, List<MixingWeights> mixtures) {
        this.basis = basis;
        this.rows = basis.rows(mixtures);
        this.inverse = new DMatrixRMaj(basis.size(), rows.length);
        CommonOps_DDRM.pinv(new DMatrixRMaj(rows), inverse);
    }

    /** Returns the share of each measured mixture in the prediction for one: xᵀX⁺. */
    double[] shares(MixingWeights weights) {
        return shares(basis.terms(weights));
    }

    private double[] shares(double[] terms) {
        DMatrixRMaj shares = new DMatrixRMaj(1, rows.length);
        CommonOps_DDRM.mult(new DMatrixRMaj(new double[][] {terms}), inverse, shares);
        return shares.getData();
    }

    /**
     * Returns the share of each other mixture in the prediction for a measured one that is left out of the fit: the
     * residual without a point is the one with it, divided by 1 − leverage.
     */
    double[] sharesWithout(int mixture) {
        double[] shares = shares(rows[mixture]);
        double leverage = Math.min(shares[mixture], 1 - LEAST_FREEDOM);
        shares[mixture] -= leverage;
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= 1 - leverage;
        }
        return shares;
    }
}
