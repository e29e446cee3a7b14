package io.stockpot.soup.choice;

import io.stockpot.base.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.NormOps_DDRM;

/**
 * The polynomial of a response surface, and the mixtures that it is fitted to: the models alone, which are to be judged
 * in any case, and beside them those that tell most about the coefficients.
 *
 * @param degree of the polynomial
 * @param basis its monomials
 * @param mixtures indices in the grid, in increasing order
 */
record SurfaceDesign(int degree, PolynomialBasis basis, List<Integer> mixtures) {
    /** Monomials that are closer to dependent on each other than this cannot be told apart. */
    private static final double LARGEST_CONDITION = 1e6;

    /** Returns the design of the highest degree that the search allows and the grid tells; none if a line is too much. */
    static Optional<SurfaceDesign> of(ResponseSurface search, List<MixingWeights> grid, Seed seed) {
        int[] alone = IntStream.range(0, grid.size())
                .filter(i -> grid.get(i).single().isPresent())
                .toArray();
        for (int degree = search.degree(); degree > 0; degree--) {
            long points = search.points(grid.get(0).size(), degree);
            if (points <= search.largestDesign() && points + search.finalists() <= grid.size()) {
                PolynomialBasis basis = new PolynomialBasis(degree, grid);
                double[][] rows = basis.rows(grid);
                int[] mixtures = OptimalDesign.of(rows, alone, (int) points, seed);
                if (condition(rows, mixtures) < LARGEST_CONDITION) {
                    List<Integer> chosen = Arrays.stream(mixtures).boxed().toList();
                    return Optional.of(new SurfaceDesign(degree, basis, chosen));
                }
            }
        }
        return Optional.empty();
    }

    private static double condition(double[][] rows, int[] some) {
        double[][] chosen = Arrays.stream(some).mapToObj(row -> rows[row]).toArray(double[][]::new);
        return NormOps_DDRM.conditionP2(new DMatrixRMaj(chosen));
    }
}
