package io.stockpot.soup.choice;

import java.util.ArrayList;
import java.util.List;

/**
 * The monomials of mixing weights up to a degree. The last weight is one less the others, so it is left out; the
 * others are scaled to [−1, 1] over the mixtures that matter, without which powers of small numbers are alike.
 */
final class PolynomialBasis {
    private final List<int[]> exponents = new ArrayList<>();
    private final int degree;
    private final double[] centres;
    private final double[] halves;

    /**
     * Prepares a basis.
     *
     * @param degree of the monomials, at least 1
     * @param mixtures over which weights are scaled
     */
    PolynomialBasis(int degree, List<MixingWeights> mixtures) {
        this.degree = degree;
        int variables = mixtures.get(0).size() - 1;
        this.centres = new double[variables];
        this.halves = new double[variables];
        for (int i = 0; i < variables; i++) {
            int ingredient = i;
            double least = mixtures.stream()
                    .mapToDouble(weights -> weights.value(ingredient))
                    .min()
                    .orElseThrow();
            double most = mixtures.stream()
                    .mapToDouble(weights -> weights.value(ingredient))
                    .max()
                    .orElseThrow();
            centres[i] = (least + most) / 2;
            halves[i] = most > least ? (most - least) / 2 : 1;
        }
        enumerate(new int[variables], 0, degree);
    }

    private void enumerate(int[] chosen, int variable, int left) {
        if (variable == chosen.length) {
            exponents.add(chosen.clone());
            return;
        }
        for (int exponent = 0; exponent <= left; exponent++) {
            chosen[variable] = exponent;
            enumerate(chosen, variable + 1, left - exponent);
        }
        chosen[variable] = 0;
    }

    /** Returns the number of monomials of so many models: models − 1 + degree choose degree. */
    static long size(int models, int degree) {
        long size = 1;
        for (int i = 1; i <= degree; i++) {
            size = size * (models - 1 + i) / i;
        }
        return size;
    }

    /** Returns the number of monomials. */
    int size() {
        return exponents.size();
    }

    /** Returns the value of every monomial. */
    double[] terms(MixingWeights weights) {
        double[][] powers = new double[centres.length][degree + 1];
        for (int i = 0; i < centres.length; i++) {
            double scaled = (weights.value(i) - centres[i]) / halves[i];
            powers[i][0] = 1;
            for (int power = 1; power <= degree; power++) {
                powers[i][power] = powers[i][power - 1] * scaled;
            }
        }
        double[] terms = new double[exponents.size()];
        for (int term = 0; term < terms.length; term++) {
            terms[term] = 1;
            int[] exponent = exponents.get(term);
            for (int i = 0; i < exponent.length; i++) {
                terms[term] *= powers[i][exponent[i]];
            }
        }
        return terms;
    }

    /** Returns the value of every monomial, a row for each mixture. */
    double[][] rows(List<MixingWeights> mixtures) {
        return mixtures.stream().map(this::terms).toArray(double[][]::new);
    }
}
