package io.stockpot.soup.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.base.Seed;
import io.stockpot.base.Shuffle;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptimalDesignTest {
    private static final List<MixingWeights> LATTICE = new WeightGrid.Lattice("-0.4", "1.4", "0.2").points(4);
    private static final double[][] CUBIC = new PolynomialBasis(3, LATTICE).rows(LATTICE);

    @Test
    void countsMonomialsAsTheBinomialDoes() {
        assertThat(PolynomialBasis.size(4, 3)).isEqualTo(20);
        assertThat(PolynomialBasis.size(6, 3)).isEqualTo(56);
        assertThat(PolynomialBasis.size(16, 3)).isEqualTo(816);
        assertThat(new PolynomialBasis(3, LATTICE).size()).isEqualTo(20);
    }

    /** The three points of the D-optimal design of a parabola are the ends and the middle (Smith 1918). */
    @Test
    void takesEndsAndMiddleForAParabola() {
        List<MixingWeights> segment = new WeightGrid.Segment("0", "1", "0.05").points(2);
        int[] design = OptimalDesign.of(new PolynomialBasis(2, segment).rows(segment), new int[0], 3, new Seed(1));
        assertThat(design).containsExactly(0, 10, 20);
        // the monomials 1, z, z² at −1, 0, 1: det XᵀX = 4
        assertThat(OptimalDesign.logDeterminant(new PolynomialBasis(2, segment).rows(segment), design))
                .isCloseTo(Math.log(4), within(1e-12));
    }

    @Test
    void knowsTheCoefficientsBetterThanAThousandRandomDesigns() {
        int[] design = OptimalDesign.of(CUBIC, new int[0], 24, new Seed(1));
        assertThat(Arrays.stream(design).distinct()).hasSize(24);
        double found = OptimalDesign.logDeterminant(CUBIC, design);
        for (int trial = 0; trial < 1000; trial++) {
            int[] random = Arrays.copyOf(Shuffle.permutation(CUBIC.length, new Seed(trial)), 24);
            assertThat(OptimalDesign.logDeterminant(CUBIC, random)).isLessThan(found - 3);
        }
    }

    @Test
    void noExchangeOfOnePointIsBetter() {
        int[] design = OptimalDesign.of(CUBIC, new int[0], 24, new Seed(3));
        double found = OptimalDesign.logDeterminant(CUBIC, design);
        for (int place = 0; place < design.length; place++) {
            int[] other = design.clone();
            for (int candidate = 0; candidate < CUBIC.length; candidate += 7) {
                other[place] = candidate;
                assertThat(OptimalDesign.logDeterminant(CUBIC, other)).isLessThan(found + 1e-3);
            }
        }
    }

    @Test
    void keepsWhatIsFixedAndRepeatsItselfForASeed() {
        int[] fixed = {LATTICE.indexOf(MixingWeights.vertex(0, 4)), LATTICE.indexOf(MixingWeights.vertex(3, 4))};
        int[] design = OptimalDesign.of(CUBIC, fixed, 24, new Seed(5));
        assertThat(design).contains(fixed).isSorted().hasSize(24);
        assertThat(OptimalDesign.of(CUBIC, fixed, 24, new Seed(5))).isEqualTo(design);
    }
}
