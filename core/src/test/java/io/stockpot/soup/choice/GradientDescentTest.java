package io.stockpot.soup.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.base.Seed;
import io.stockpot.text.Defaults;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class GradientDescentTest {
    private static final List<MixingWeights> LATTICE = new WeightGrid.Lattice("-0.4", "1.4", "0.2").points(4);
    private static final GradientDescent SEARCH = Defaults.of(GradientDescent.class);

    /** Two answers ±1: the size is 1, so the loss is log(1 + exp(∓2τ)). */
    @Test
    void takesTheLossOfScoresOfOneSize() {
        float[] scores = {5, 3, 3, 5};
        double expected = (Math.log1p(Math.exp(-4)) + Math.log1p(Math.exp(4))) / 2;
        assertThat(new ScoreLoss(new Scores(2, scores, new BitSet()), 2).value())
                .isCloseTo(expected, within(1e-6));
        float[] larger = {50, 30, 30, 50};
        assertThat(new ScoreLoss(new Scores(2, larger, new BitSet()), 2).value())
                .isCloseTo(expected, within(1e-6));
        assertThat(new ScoreLoss(new Scores(2, new float[4], new BitSet()), 2).value())
                .isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void knowsTheDerivativeOfTheLoss() {
        RandomGenerator draws = new Seed(1).generator();
        float[] values = new float[12];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) draws.nextGaussian();
        }
        float[] slopes = new ScoreLoss(new Scores(3, values, new BitSet()), 2).slopes();
        for (int i = 0; i < values.length; i++) {
            assertThat((double) slopes[i])
                    .isCloseTo((loss(values, i, 1e-2f) - loss(values, i, -1e-2f)) / 2e-2, within(2e-4));
        }
    }

    private static double loss(float[] values, int place, float change) {
        float[] changed = values.clone();
        changed[place] += change;
        return new ScoreLoss(new Scores(3, changed, new BitSet()), 2).value();
    }

    /** The least of a parabola is found in as many steps as there are directions, or a few more. */
    @Test
    void goesDownAParabolaToItsLeastPoint() {
        double[] least = {0.5, -0.2, 0.7};
        double[] curvature = {1, 4, 9};
        QuasiNewton method = new QuasiNewton(3);
        double[] at = {1, 0, 0};
        for (int step = 0; step < 12; step++) {
            double[] here = at;
            double[] slopes = new double[3];
            for (int i = 0; i < 3; i++) {
                slopes[i] = curvature[i] * (here[i] - least[i]);
            }
            double[] direction = method.direction(here, List.of(slopes[0], slopes[1], slopes[2]));
            at = new double[3];
            double length = step == 0 ? 0.1 : 1;
            for (int i = 0; i < 3; i++) {
                at[i] = here[i] + length * direction[i];
            }
        }
        assertThat(at).containsExactly(least, within(1e-3));
    }

    @Test
    void keepsWeightsInTheirRangeAndTheirSum() {
        WeightRange range = WeightRange.of(LATTICE, 50);
        assertThat(range).isEqualTo(new WeightRange(-20, 70, 50));
        MixingWeights from = MixingWeights.vertex(0, 4);
        assertThat(range.moved(from, new double[] {-0.3, 0.1, 0.1, 0.1}, 1))
                .isEqualTo(MixingWeights.parse("0.7, 0.1, 0.1, 0.1"));
        assertThat(range.moved(from, new double[] {3, -1, -1, -1}, 1))
                .isEqualTo(new MixingWeights(List.of(70, -6, -7, -7), 50));
    }

    @Test
    void findsABetterMixtureThanAnyModelAlone() throws IOException {
        MadeContest contest = new MadeContest(LATTICE, new double[] {0.5, -0.1, 0.3, 0.3}, 300, 3);
        Choice choice = new GradientDescent(12, 50, 200).find(contest, new Seed(1));
        assertThat(contest.scores(choice.weights()).accuracy().value()).isGreaterThan(contest.best() - 0.02);
        assertThat(choice.cost().saving()).isGreaterThan(7);
        assertThat(choice.trials()).extracting(SearchTrial::weights).contains(choice.weights());
        assertThat(choice.assurance())
                .singleElement()
                .asString()
                .contains("Gradient descent came by", "the least loss");
        assertThat(new GradientDescent(12, 50, 200).find(contest, new Seed(2))).isEqualTo(choice);
    }

    @Test
    void refusesStoredOutcomesAndNumbersThatMakeNoDescent() {
        Contest stored = Contest.of(MadeShifts.CLEAR.draw(LATTICE, 20, 1, 1));
        assertThatThrownBy(() -> SEARCH.find(stored, new Seed(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("needs the models");
        assertThatThrownBy(() -> new GradientDescent(0, 50, 2)).hasMessageContaining("steps");
        assertThatThrownBy(() -> new GradientDescent(8, 1, 2)).hasMessageContaining("denominator");
        assertThatThrownBy(() -> new GradientDescent(8, 50, 0)).hasMessageContaining("sharpness");
    }
}
