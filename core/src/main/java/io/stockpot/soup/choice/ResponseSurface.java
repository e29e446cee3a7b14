package io.stockpot.soup.choice;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Guards;
import io.stockpot.base.Seed;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The search that measures a few mixtures and computes the others: the logits of every image are fitted as polynomials
 * in the mixing weights ({@link LogitSurface}) on a design of few mixtures ({@link OptimalDesign}), the mixtures that
 * it expects most of are judged, and the best of all that were judged is chosen. Over stored outcomes, which are bits,
 * it fits right and wrong, and finds less.
 *
 * <p>A polynomial has models − 1 + degree choose degree coefficients, each of which costs a mixture: a cubic in the
 * weights of 4 models takes 20, of 6 models 56, of 16 models 816. Where the design would be too large, or the grid too
 * small to tell the coefficients apart, a lower degree is taken, and said.
 *
 * @param degree of the polynomial, at most
 * @param surplus mixtures of the design beyond the number of coefficients
 * @param largestDesign number of mixtures of the design
 * @param finalists mixtures that are judged because they promise most
 * @param between parts that steps of the grid are divided into, where the surface is climbed from the best mixture of
 *     the grid; 1 means that its steps are kept
 */
public record ResponseSurface(
        @JsonProperty(defaultValue = "3") int degree,
        @JsonProperty(defaultValue = "4") int surplus,
        @JsonProperty(defaultValue = "150") int largestDesign,
        @JsonProperty(defaultValue = "5") int finalists,
        @JsonProperty(defaultValue = "1") int between)
        implements Search {
    private static final List<String> DEGREES = List.of("linear", "quadratic", "cubic", "quartic", "quintic", "sextic");

    /** Checks the numbers. */
    public ResponseSurface {
        if (degree < 1 || degree > DEGREES.size()) {
            throw new IllegalArgumentException("degree must be from 1 to " + DEGREES.size() + ", not " + degree);
        }
        Guards.requireAtLeast("surplus", 1, surplus);
        Guards.requireAtLeast("largest-design", 1, largestDesign);
        Guards.requireAtLeast("finalists", 1, finalists);
        Guards.requireAtLeast("between", 1, between);
    }

    @Override
    public boolean judgesAll() {
        return false;
    }

    @Override
    public boolean needsLogits() {
        return true;
    }

    @Override
    public String title() {
        return "response surface";
    }

    /** Returns the lattice that is usual, of many models a sample of it: what it has too much of need not be judged. */
    @Override
    public WeightGrid suitingGrid(int models) {
        return WeightGrid.latticeOrSample(models);
    }

    @Override
    public Choice find(Contest contest, Seed seed) throws IOException {
        List<MixingWeights> grid = contest.mixtures();
        Optional<SurfaceDesign> design = SurfaceDesign.of(this, grid, seed.child("design"));
        return design.isPresent()
                ? new SurfaceRun(this, design.get(), contest).choice()
                : Choice.of(contest.judgeAll());
    }

    /** Returns how many mixtures the design has. */
    long points(int models, int wanted) {
        return PolynomialBasis.size(models, wanted) + surplus;
    }

    /** Returns what a polynomial of a degree is called. */
    static String name(int degree) {
        return DEGREES.get(degree - 1);
    }
}
