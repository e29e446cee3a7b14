package io.stockpot.soup.choice;

import io.stockpot.outcome.Accuracy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.NormOps_DDRM;

/**
 * The accuracy as a polynomial in the mixing weights (a response surface: Box and Wilson 1951), for mixtures between
 * those that were measured, where only numbers of right answers are known. Of the degrees that these determine, the one
 * is taken that is least wrong at mixtures left out of its fit.
 */
public final class AccuracySurface {
    private static final int HIGHEST_DEGREE = 4;

    /** Mixtures beyond the number of coefficients, without which nothing is known of the error. */
    private static final int SURPLUS = 2;

    /** Monomials that are closer to dependent on each other than this cannot be told apart. */
    private static final double LARGEST_CONDITION = 1e6;

    private final LeastSquares fit;
    private final int degree;
    private final double[] measured;
    /** Root mean square of what the surface is wrong by at mixtures that were left out. */
    private final double leftOut;

    /**
     * What is expected of a mixture.
     *
     * @param accuracy in [0, 1]
     * @param error one standard error, in [0, 1]: what the surface is wrong by at measured mixtures that were left out of
     *     its fit, and more where these are far
     */
    public record Estimate(double accuracy, double error) {}

    private AccuracySurface(int degree, PolynomialBasis basis, List<MixingWeights> mixtures, double[] measured) {
        this.degree = degree;
        this.fit = new LeastSquares(basis, mixtures);
        this.measured = measured;
        double squares = 0;
        for (int i = 0; i < measured.length; i++) {
            double residual = expected(fit.sharesWithout(i)) - measured[i];
            squares += residual * residual;
        }
        this.leftOut = Math.sqrt(squares / measured.length);
    }

    /**
     * Fits a surface.
     *
     * @param known the accuracy of some mixtures of the same models
     * @return none if so few do not even determine a plane and its error
     */
    public static Optional<AccuracySurface> fit(Map<MixingWeights, Accuracy> known) {
        List<MixingWeights> mixtures = List.copyOf(known.keySet());
        double[] measured = mixtures.stream()
                .mapToDouble(weights -> known.get(weights).value())
                .toArray();
        Optional<AccuracySurface> best = Optional.empty();
        for (int degree = 1; degree <= HIGHEST_DEGREE && !mixtures.isEmpty(); degree++) {
            int models = mixtures.get(0).size();
            if (PolynomialBasis.size(models, degree) + SURPLUS > mixtures.size()) {
                break;
            }
            PolynomialBasis basis = new PolynomialBasis(degree, mixtures);
            if (NormOps_DDRM.conditionP2(new DMatrixRMaj(basis.rows(mixtures))) < LARGEST_CONDITION) {
                AccuracySurface one = new AccuracySurface(degree, basis, mixtures, measured);
                best = best.filter(before -> before.leftOut <= one.leftOut).or(() -> Optional.of(one));
            }
        }
        return best;
    }

    private double expected(double[] shares) {
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            sum += shares[i] * measured[i];
        }
        return sum;
    }

    /** Returns what is expected of a mixture of the same models. */
    public Estimate at(MixingWeights weights) {
        double[] shares = fit.shares(weights);
        double spread = Arrays.stream(shares).map(share -> share * share).sum();
        double accuracy = Math.max(0, Math.min(1, expected(shares)));
        return new Estimate(accuracy, Math.min(1, leftOut * Math.sqrt(1 + spread)));
    }

    /** Returns the degree of the polynomial. */
    public int degree() {
        return degree;
    }

    /** Returns the root mean square of what the surface is wrong by at measured mixtures that are left out of its fit. */
    public double leftOut() {
        return leftOut;
    }
}
