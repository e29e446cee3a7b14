package io.stockpot.soup.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.base.Seed;
import io.stockpot.outcome.Accuracy;
import io.stockpot.soup.choice.RobustDescent.Outer;
import io.stockpot.text.TextException;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RobustDescentTest {
    private static final List<MixingWeights> LATTICE = new WeightGrid.Lattice("-0.4", "1.4", "0.2").points(3);
    private static final List<String> THREATS = List.of("Linf 8/255", "L2 0.5");

    /**
     * Two images, two threats, two answers ±1 with τ = 2: right ones lose a = log(1 + e⁻⁴), wrong ones b = log(1 + e⁴).
     * The first image is lost to the second threat only, the second withstands both.
     */
    @Test
    void takesTheWorstOrTheMeanOverThreats() {
        Scores scores = new Scores(2, new float[] {5, 3, 5, 3, 3, 5, 5, 3}, bits(0, 1, 3));
        double right = Math.log1p(Math.exp(-4));
        double wrong = Math.log1p(Math.exp(4));
        assertThat(loss(scores, Outer.MEAN).value()).isCloseTo((3 * right + wrong) / 4, within(1e-6));
        assertThat(loss(scores, Outer.WORST).value()).isCloseTo((wrong + right) / 2, within(1e-6));
        assertThat(RobustLoss.union(scores, 2, 2)).isEqualTo(new Accuracy(1, 2));
        assertThat(loss(new Scores(2, new float[8], new BitSet()), Outer.WORST).value())
                .isEqualTo(Double.POSITIVE_INFINITY);
    }

    /** Of two versions of two images, threats are compared within a version. */
    @Test
    void comparesTheThreatsOfOneVersionOfAnImage() {
        Scores scores =
                new Scores(2, new float[] {5, 3, 5, 3, 3, 5, 5, 3, 5, 3, 5, 3, 5, 3, 5, 3}, bits(0, 1, 3, 4, 5, 6, 7));
        double right = Math.log1p(Math.exp(-4));
        double wrong = Math.log1p(Math.exp(4));
        assertThat(loss(scores, Outer.WORST).value()).isCloseTo((wrong + 3 * right) / 4, within(1e-6));
        assertThat(RobustLoss.union(scores, 2, 2)).isEqualTo(new Accuracy(3, 4));
    }

    private static RobustLoss loss(Scores scores, Outer outer) {
        return new RobustLoss(new ScoreLoss(scores, 2), 2, 2, outer);
    }

    private static BitSet bits(int... places) {
        BitSet bits = new BitSet();
        for (int place : places) {
            bits.set(place);
        }
        return bits;
    }

    @Test
    void knowsTheDerivativeOfTheLoss() {
        RandomGenerator draws = new Seed(4).generator();
        float[] values = new float[12];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) draws.nextGaussian();
        }
        for (Outer outer : Outer.values()) {
            float[] slopes = loss(new Scores(3, values, new BitSet()), outer).slopes();
            for (int i = 0; i < values.length; i++) {
                double difference = value(values, i, 1e-2f, outer) - value(values, i, -1e-2f, outer);
                assertThat((double) slopes[i]).as(outer + " " + i).isCloseTo(difference / 2e-2, within(2e-4));
            }
        }
    }

    private static double value(float[] values, int place, float change, Outer outer) {
        float[] changed = values.clone();
        changed[place] += change;
        return loss(new Scores(3, changed, new BitSet()), outer).value();
    }

    /** Each threat likes a mixture of its own; what is found withstands both, and no mixture of the grid does much more. */
    @Test
    void findsAMixtureBetweenThoseThatEachThreatLikes() throws IOException {
        TwoThreats contest = new TwoThreats();
        RobustDescent search = new RobustDescent(THREATS, Outer.WORST, 5, 12, 50, 200);
        Choice choice = search.find(contest, new Seed(1));
        double best = LATTICE.stream().mapToDouble(contest::union).max().orElseThrow();
        assertThat(contest.union(choice.weights())).isGreaterThan(best - 0.03);
        assertThat(contest.union(choice.weights())).isGreaterThan(contest.union(MixingWeights.vertex(0, 3)) + 0.2);
        assertThat(choice.trials())
                .allMatch(trial -> trial.role() == SearchTrial.Role.ATTACKED)
                .extracting(SearchTrial::weights)
                .contains(choice.weights());
        assertThat(choice.assurance())
                .last()
                .asString()
                .contains("APGD of 5 steps under Linf 8/255, L2 0.5; of each image the worst counts");
        assertThat(search.find(contest, new Seed(1))).isEqualTo(choice);
        // per image and mixture, two threats of five gradients and a look; per slope a gradient for each
        long slopes = choice.cost().mixings() - choice.trials().size();
        long passes = choice.cost().judgements() / contest.images();
        assertThat(passes - choice.trials().size() * 32L - slopes * 6).isIn(0L, 32L);
        assertThat(passes).isLessThan(search.passes(LATTICE.size(), 3));
    }

    @Test
    void readsWhatIsWrittenAndRefusesWhatIsNone() throws IOException, TextException {
        String text = "{robust-descent: {threats: [Linf 8/255, L2 0.5], outer: mean, attack-steps: 3}}";
        assertThat(YamlRecords.read(text, "search", Search.class, List.of()))
                .isEqualTo(new RobustDescent(THREATS, Outer.MEAN, 3, 8, 50, 1.5));
        assertThatThrownBy(() -> new RobustDescent(List.of(), Outer.MEAN, 3, 8, 50, 1.5))
                .hasMessageContaining("at least one, e.g. [Linf 8/255]");
        assertThatThrownBy(() -> new RobustDescent(List.of("L1 2", "L1 2"), Outer.MEAN, 3, 8, 50, 1.5))
                .hasMessageContaining("'L1 2' twice");
        assertThatThrownBy(() -> new RobustDescent(THREATS, Outer.MEAN, 0, 8, 50, 1.5))
                .hasMessageContaining("attack-steps");
        assertThatThrownBy(() -> new RobustDescent(THREATS, Outer.MEAN, 3, 8, 50, 0))
                .hasMessageContaining("sharpness");
        Contest stored = Contest.of(MadeShifts.CLEAR.draw(LATTICE, 20, 1, 1));
        assertThatThrownBy(() -> new RobustDescent(THREATS, Outer.MEAN, 3, 8, 50, 1.5).find(stored, new Seed(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("only right and wrong were kept");
    }

    /** The same images under two threats, of which each has a landscape of its own. */
    private static final class TwoThreats implements Contest {
        private final List<MadeContest> threats = List.of(
                new MadeContest(LATTICE, new double[] {0.8, 0.1, 0.1}, 200, 5),
                new MadeContest(LATTICE, new double[] {0.2, 0.1, 0.7}, 200, 5));

        private Scores scores(MixingWeights weights) {
            return Scores.joined(
                    threats.stream().map(threat -> threat.scores(weights)).toList());
        }

        double union(MixingWeights weights) {
            return RobustLoss.union(scores(weights), images(), 2).value();
        }

        @Override
        public List<MixingWeights> mixtures() {
            return LATTICE;
        }

        @Override
        public int images() {
            return threats.get(0).images();
        }

        @Override
        public int versions() {
            return 1;
        }

        @Override
        public int[][] judge(int[] mixtures, int[] images) {
            throw new AssertionError("attacks");
        }

        @Override
        public GridOutcomes judgeAll() {
            throw new AssertionError("attacks");
        }

        @Override
        public Optional<MixedNetwork> network() {
            return Optional.of(new MixedNetwork() {
                @Override
                public List<Scores> scores(String what, List<MixingWeights> mixtures) {
                    throw new AssertionError("attacks");
                }

                @Override
                public MixedNetwork attacked(List<String> names, int steps, Seed seed) {
                    assertThat(names).isEqualTo(THREATS);
                    return new Attacked();
                }
            });
        }

        private final class Attacked implements MixedNetwork {
            @Override
            public List<Scores> scores(String what, List<MixingWeights> mixtures) {
                return mixtures.stream().map(TwoThreats.this::scores).toList();
            }

            @Override
            public List<Double> slopes(MixingWeights weights, float[] pulls) {
                int half = pulls.length / 2;
                List<Double> sum = new ArrayList<>();
                for (int i = 0; i < weights.size(); i++) {
                    sum.add(threats.get(0).slope(weights, i, pulls, 0)
                            + threats.get(1).slope(weights, i, pulls, half));
                }
                return sum;
            }
        }
    }
}
