package io.stockpot.soup.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.base.Seed;
import io.stockpot.text.Defaults;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LayerDescentTest {
    private static final List<MixingWeights> LATTICE = new WeightGrid.Lattice("-0.4", "1.4", "0.2").points(3);
    private static final LayerDescent SEARCH = Defaults.of(LayerDescent.class);

    /**
     * Two groups of tensors over three models; each image likes its own weights, near those that all like in that group.
     */
    private static final class MadeLayers implements Contest, MixedNetwork {
        private static final List<TensorGroup> GROUPS =
                List.of(new TensorGroup("a", List.of("a.weight")), new TensorGroup("b", List.of("b.weight")));

        private final double[][][] liked;

        MadeLayers(double[][] best, double noise, int images) {
            RandomGenerator draws = new Seed(5).generator();
            liked = new double[images][best.length][best[0].length];
            for (double[][] image : liked) {
                for (int group = 0; group < best.length; group++) {
                    for (int i = 0; i < best[group].length; i++) {
                        image[group][i] = best[group][i] + noise * draws.nextGaussian();
                    }
                }
            }
        }

        private static MixingWeights row(LayeredWeights weights, int group) {
            return weights.of(GROUPS.get(group).tensors().get(0));
        }

        @Override
        public Scores scores(LayeredWeights weights) {
            float[] scores = new float[3 * liked.length];
            BitSet right = new BitSet();
            for (int image = 0; image < liked.length; image++) {
                double margin = 0.3;
                for (int group = 0; group < 2; group++) {
                    for (int i = 0; i < weights.size(); i++) {
                        double apart = row(weights, group).value(i) - liked[image][group][i];
                        margin -= apart * apart;
                    }
                }
                scores[3 * image] = (float) margin;
                // so unlikely that all mixtures have scores of nearly one size
                scores[3 * image + 2] = -1000;
                right.set(image, margin > 0);
            }
            return new Scores(3, scores, right);
        }

        @Override
        public List<Scores> scores(String what, List<MixingWeights> mixtures) {
            return mixtures.stream()
                    .map(weights -> scores(LayeredWeights.of(weights)))
                    .toList();
        }

        @Override
        public List<TensorGroup> groups(LayerGroups by) {
            return GROUPS;
        }

        @Override
        public List<List<Double>> slopes(LayeredWeights weights, List<TensorGroup> groups, float[] pulls) {
            List<List<Double>> slopes = new ArrayList<>();
            for (int group = 0; group < 2; group++) {
                List<Double> own = new ArrayList<>();
                for (int i = 0; i < weights.size(); i++) {
                    double slope = 0;
                    for (int image = 0; image < liked.length; image++) {
                        double apart = row(weights, group).value(i) - liked[image][group][i];
                        slope -= pulls[3 * image] * 2 * apart;
                    }
                    own.add(slope);
                }
                slopes.add(own);
            }
            return slopes;
        }

        @Override
        public List<Double> slopes(MixingWeights weights, float[] pulls) {
            List<List<Double>> slopes = slopes(LayeredWeights.of(weights), GROUPS, pulls);
            return IntStream.range(0, weights.size())
                    .mapToObj(i -> slopes.get(0).get(i) + slopes.get(1).get(i))
                    .toList();
        }

        @Override
        public List<MixingWeights> mixtures() {
            return LATTICE;
        }

        @Override
        public int images() {
            return liked.length;
        }

        @Override
        public int versions() {
            return 1;
        }

        @Override
        public int[][] judge(int[] mixtures, int[] images) {
            throw new AssertionError("asks for scores");
        }

        @Override
        public GridOutcomes judgeAll() {
            throw new AssertionError("asks for scores");
        }

        @Override
        public Optional<MixedNetwork> network() {
            return Optional.of(this);
        }
    }

    /** Scores are of size 400 here, so a sharpness of a few hundred makes margins count. */
    private static LayerDescent sharp(double... penalties) {
        return new LayerDescent(
                LayerGroups.BLOCK,
                12,
                50,
                500,
                5,
                IntStream.range(0, penalties.length).mapToObj(i -> penalties[i]).toList());
    }

    @Test
    void findsWeightsOfItsOwnForEachGroupWhereTheseDiffer() throws IOException {
        double[][] best = {{0.9, 0.2, -0.1}, {0.1, 0.2, 0.7}};
        LayerChoice choice = sharp(0.1, 0.001).find(new MadeLayers(best, 0.05, 100), new Seed(1));
        assertThat(choice.penalty()).hasValue(0.001);
        for (int group = 0; group < 2; group++) {
            assertThat(MadeLayers.row(choice.weights(), group).values()).containsExactly(best[group], within(0.06));
        }
        assertThat(choice.common().values()).containsExactly(new double[] {0.5, 0.2, 0.3}, within(0.06));
        assertThat(choice.trials()).hasSize(3);
        assertThat(choice.trials().get(2).right())
                .isGreaterThan(choice.trials().get(0).right());
        assertThat(choice.cost().mixings()).isPositive();
    }

    @Test
    void keepsTheCommonWeightsWhereThoseOfGroupsDoNotHelpOtherImages() throws IOException {
        double[][] best = {{0.5, 0.2, 0.3}, {0.5, 0.2, 0.3}};
        LayerChoice choice = sharp(0.1, 0.001, 0.0001).find(new MadeLayers(best, 0.4, 20), new Seed(1));
        assertThat(choice.penalty()).isEmpty();
        assertThat(choice.weights()).isEqualTo(LayeredWeights.of(choice.common()));
    }

    @Test
    void staysTheNearerToTheCommonWeightsTheStrongerThePenalty() throws IOException {
        double[][] best = {{0.9, 0.2, -0.1}, {0.1, 0.2, 0.7}};
        MadeLayers contest = new MadeLayers(best, 0.05, 100);
        double before = 0;
        for (double penalty : new double[] {10, 1, 0.1}) {
            LayerPath path = new LayerPath(
                    sharp(penalty),
                    contest,
                    MadeLayers.GROUPS,
                    WeightRange.of(LATTICE, 50),
                    MixingWeights.parse("0.5, 0.2, 0.3"));
            path.descend(penalty);
            double apart = MadeLayers.row(path.weights(), 0).value(0) - 0.5;
            assertThat(apart).isGreaterThan(before);
            before = apart;
        }
        assertThat(before).isLessThan(0.42);
    }

    @Test
    void answersAboutItsOwnImagesOnly() throws IOException {
        MadeLayers whole = new MadeLayers(new double[][] {{1, 0, 0}, {0, 1, 0}}, 0.3, 10);
        int[] images = {7, 2};
        PartNetwork part = new PartNetwork(whole, images, 10);
        LayeredWeights weights = LayeredWeights.read("{a.*: \"0.5, 0.5, 0\", default: \"0.2, 0.3, 0.5\"}");
        float[] all = whole.scores(weights).values();
        assertThat(part.scores(weights).values()).containsExactly(all[21], all[22], all[23], all[6], all[7], all[8]);
        float[] pulls = new float[30];
        pulls[21] = 2;
        pulls[6] = -1;
        assertThat(part.slopes(weights, MadeLayers.GROUPS, new float[] {2, 0, 0, -1, 0, 0}))
                .isEqualTo(whole.slopes(weights, MadeLayers.GROUPS, pulls));
    }

    @Test
    void refusesWhatItCannotSearch() {
        MadeLayers few = new MadeLayers(new double[][] {{1, 0, 0}, {0, 1, 0}}, 0.3, 4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SEARCH.find(few, new Seed(1)))
                .withMessage("folds must be at most the number of images, which is 4, not 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sharp(0.1, 0.3))
                .withMessageContaining("penalties must be above 0 and finite, each below the one before it");
        MadeContest withoutLayers = new MadeContest(LATTICE, new double[] {1, 0, 0}, 20, 1);
        assertThatThrownBy(() -> SEARCH.find(withoutLayers, new Seed(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("search where the models are");
    }
}
