package io.stockpot.soup.choice;

import io.stockpot.base.Seed;
import io.stockpot.base.Shuffle;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * The choice of the points at which a linear model is measured, so that the determinant of its information matrix XᵀX
 * is large (D-optimality): the coefficients are then known best. Starts from some random points, adds the one whose
 * value is known worst until there are enough, and exchanges points as long as the determinant grows (Fedorov 1972; one
 * point at a time, Cook and Nachtsheim 1980). The best of a few starts; the same seed gives the same design.
 */
final class OptimalDesign {
    private static final int STARTS = 4;
    /** Exchanges that multiply the determinant by less than this are not worth their time. */
    private static final double GROWTH = 1 + 1e-4;
    /** Information that every coefficient has before the first point, so that there is an inverse. */
    private static final double BEFORE = 1e-6;

    private final double[][] candidates;
    private final int[] chosen;
    /** Inverse of the information matrix. */
    private double[][] inverse;
    /** For each candidate x, xᵀM⁻¹x: how badly its value is known. */
    private double[] variances;

    private int count;

    private OptimalDesign(double[][] candidates, int points) {
        this.candidates = candidates;
        this.chosen = new int[points];
        restart();
    }

    /**
     * Chooses some of the candidates.
     *
     * @param candidates a row of terms for each
     * @param fixed candidates that are chosen in any case
     * @param points how many are chosen, at least as many as terms and fixed ones
     * @return different indices, in increasing order
     */
    static int[] of(double[][] candidates, int[] fixed, int points, Seed seed) {
        int[] best = {};
        double largest = Double.NEGATIVE_INFINITY;
        for (int start = 0; start < STARTS; start++) {
            OptimalDesign design = new OptimalDesign(candidates, points);
            design.fill(fixed, seed.child(start));
            design.exchange(fixed.length);
            double found = logDeterminant(candidates, design.chosen);
            if (best.length == 0 || found > largest) {
                best = design.chosen;
                largest = found;
            }
        }
        return Arrays.stream(best).sorted().toArray();
    }

    /** Returns the logarithm of the determinant of XᵀX over some rows; −∞ if it is singular. */
    static double logDeterminant(double[][] rows, int[] some) {
        DMatrixRMaj design =
                new DMatrixRMaj(Arrays.stream(some).mapToObj(row -> rows[row]).toArray(double[][]::new));
        DMatrixRMaj information = new DMatrixRMaj(design.numCols, design.numCols);
        CommonOps_DDRM.multTransA(design, design, information);
        return Math.log(Math.max(0, CommonOps_DDRM.det(information)));
    }

    private void restart() {
        int terms = candidates[0].length;
        inverse = new double[terms][terms];
        for (int term = 0; term < terms; term++) {
            inverse[term][term] = 1 / BEFORE;
        }
        variances = Arrays.stream(candidates)
                .mapToDouble(row -> dot(row, row) / BEFORE)
                .toArray();
        count = 0;
    }

    private void fill(int[] fixed, Seed seed) {
        Arrays.stream(fixed).forEach(this::add);
        int random = Math.min(chosen.length, fixed.length + candidates[0].length / 3);
        for (int candidate : Shuffle.permutation(candidates.length, seed)) {
            if (count < random && !isChosen(candidate)) {
                add(candidate);
            }
        }
        while (count < chosen.length) {
            add(worstKnown());
        }
    }

    private int worstKnown() {
        int worst = -1;
        for (int candidate = 0; candidate < candidates.length; candidate++) {
            if (!isChosen(candidate) && (worst < 0 || variances[candidate] > variances[worst])) {
                worst = candidate;
            }
        }
        return worst;
    }

    private boolean isChosen(int candidate) {
        for (int i = 0; i < count; i++) {
            if (chosen[i] == candidate) {
                return true;
            }
        }
        return false;
    }

    private void add(int candidate) {
        chosen[count++] = candidate;
        update(candidate, 1);
    }

    /** Adds a candidate to the information, or takes it away (sign −1), by the formula of Sherman and Morrison. */
    private void update(int candidate, int sign) {
        double[] shadow = shadow(candidate);
        double factor = sign / (1 + sign * variances[candidate]);
        for (int row = 0; row < shadow.length; row++) {
            for (int column = 0; column < shadow.length; column++) {
                inverse[row][column] -= factor * shadow[row] * shadow[column];
            }
        }
        for (int other = 0; other < candidates.length; other++) {
            double shared = dot(candidates[other], shadow);
            variances[other] -= factor * shared * shared;
        }
    }

    /** Returns M⁻¹x. */
    private double[] shadow(int candidate) {
        return Arrays.stream(inverse)
                .mapToDouble(row -> dot(row, candidates[candidate]))
                .toArray();
    }

    private void exchange(int fixed) {
        boolean better = true;
        while (better) {
            better = false;
            refresh();
            for (int place = fixed; place < chosen.length; place++) {
                better |= exchangeOne(place);
            }
        }
    }

    /** Sums up anew what many updates have rounded. */
    private void refresh() {
        int all = count;
        restart();
        for (int place = 0; place < all; place++) {
            add(chosen[place]);
        }
    }

    /** Puts the candidate that makes the determinant largest in the place of a point, if that makes it larger. */
    private boolean exchangeOne(int place) {
        int old = chosen[place];
        double[] shadow = shadow(old);
        double kept = 1 - variances[old];
        int best = -1;
        double largest = GROWTH;
        for (int candidate = 0; candidate < candidates.length; candidate++) {
            double shared = dot(candidates[candidate], shadow);
            double ratio = (1 + variances[candidate]) * kept + shared * shared;
            if (ratio > largest && !isChosen(candidate)) {
                largest = ratio;
                best = candidate;
            }
        }
        if (best < 0) {
            return false;
        }
        update(best, 1);
        update(old, -1);
        chosen[place] = best;
        return true;
    }

    private static double dot(double[] first, double[] second) {
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += first[i] * second[i];
        }
        return sum;
    }
}
