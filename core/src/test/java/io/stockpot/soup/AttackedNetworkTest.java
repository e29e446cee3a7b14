package io.stockpot.soup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.MadeImages;
import io.stockpot.evaluate.ScoreOrder;
import io.stockpot.evaluate.ScorePass;
import io.stockpot.model.BatchNormStatistics;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.WideResNet;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.layer.Activation;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.Scores;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
@SuppressWarnings("MustBeClosedChecker") // ingredients own their classifiers
class AttackedNetworkTest {
    private static final LabelledImages IMAGES = MadeImages.of(12, new Seed(1));
    private static final MixingWeights CENTRE = MixingWeights.parse("0.5, 0.2, 0.3");
    private static final List<String> THREATS = List.of("Linf 4/255", "L2 0.25", "L1 4");

    @TempDir
    Path folder;

    private final List<Ingredient> ingredients = List.of(ingredient(1), ingredient(2), ingredient(3));

    @AfterEach
    void close() {
        ingredients.forEach(Ingredient::close);
    }

    /** Along weights whose sum stays 1, at the points that were found for the centre. */
    @Test
    void slopesAreFiniteDifferencesOfTheScoresAtFixedPoints() throws IOException {
        try (Soup soup = new Soup(ingredients, new BatchNormPolicy.Geometric())) {
            AttackedNetwork network = network(soup, 8, Optional.empty());
            float[][] points = network.points(CENTRE);
            float[] pulls = new float[points.length * ScoreOrder.of(IMAGES).answers()];
            RandomGenerator draws = new Seed(2).generator();
            for (int i = 0; i < pulls.length; i++) {
                pulls[i] = (float) draws.nextGaussian();
            }
            List<Double> slopes = network.slopes(CENTRE, pulls);
            double first = difference(network, soup, pulls, "0.505, 0.195, 0.3", "0.495, 0.205, 0.3");
            double second = difference(network, soup, pulls, "0.5, 0.205, 0.295", "0.5, 0.195, 0.305");
            assertThat(slopes.get(0) - slopes.get(1)).isCloseTo(first, within(0.02 * Math.abs(first) + 0.02));
            assertThat(slopes.get(1) - slopes.get(2)).isCloseTo(second, within(0.02 * Math.abs(second) + 0.02));
        }
    }

    private static double difference(AttackedNetwork network, Soup soup, float[] pulls, String more, String less)
            throws IOException {
        float[][] points = network.points(CENTRE);
        return (sum(network.scores(soup.mix(MixingWeights.parse(more)), points), pulls)
                        - sum(network.scores(soup.mix(MixingWeights.parse(less)), points), pulls))
                / 0.01;
    }

    private static double sum(ScorePass scores, float[] pulls) {
        float[] values = scores.values().array();
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += (double) pulls[i] * values[i];
        }
        return sum;
    }

    @Test
    void pointsStayInTheBallAndLoseMoreThanTheImages() throws IOException {
        try (Soup soup = new Soup(ingredients, new BatchNormPolicy.Interpolate())) {
            AttackedNetwork network = network(soup, 5, Optional.empty());
            Scores attacked = network.scores("", List.of(CENTRE)).get(0);
            float[][] points = network.points(CENTRE);
            assertThat(attacked.images()).isEqualTo(3 * IMAGES.size());
            float[][] clean = new float[points.length][];
            for (int row = 0; row < points.length; row++) {
                byte[] pixels = IMAGES.pixels(row % IMAGES.size());
                clean[row] = new float[pixels.length];
                double most = 0;
                for (int i = 0; i < pixels.length; i++) {
                    clean[row][i] = (pixels[i] & 0xff) / 255f;
                    assertThat(points[row][i]).isBetween(0f, 1f);
                    most = Math.max(most, Math.abs(points[row][i] - clean[row][i]));
                }
                assertThat(most).isPositive();
                assertThat(row >= IMAGES.size() || most <= 4 / 255.0 + 1e-6).isTrue();
            }
            assertThat(crossEntropy(attacked.values()))
                    .isGreaterThan(crossEntropy(network.scores(soup.mix(CENTRE), clean)
                                    .values()
                                    .array())
                            + 0.001);
        }
    }

    private static double crossEntropy(float[] scores) {
        int answers = scores.length / 3 / IMAGES.size();
        double sum = 0;
        for (int row = 0; row < scores.length; row += answers) {
            double all = 0;
            for (int other = 0; other < answers; other++) {
                all += Math.exp(scores[row + other] - scores[row]);
            }
            sum += Math.log(all);
        }
        return sum * answers / scores.length;
    }

    @Test
    void remembersScoresAndFindsTheSamePointsAgain() throws IOException {
        Path file = folder.resolve("scores.jsonl");
        try (Soup soup = new Soup(ingredients, new BatchNormPolicy.Interpolate())) {
            AttackedNetwork network = network(soup, 5, Optional.of(file));
            Scores first = network.scores("", List.of(CENTRE)).get(0);
            float[][] points = network.points(CENTRE);
            String log = Files.readString(file);
            AttackedNetwork again = network(soup, 5, Optional.of(file));
            assertThat(again.scores("", List.of(CENTRE)).get(0).values()).isEqualTo(first.values());
            assertThat(file).content().isEqualTo(log);
            again.points(MixingWeights.vertex(0, 3));
            assertThat(again.points(CENTRE)).isDeepEqualTo(points);
        }
    }

    @Test
    void refusesThreatsThatCoverEveryImage() throws IOException {
        try (Soup soup = new Soup(ingredients, new BatchNormPolicy.Interpolate())) {
            AttackedNetwork.Asked asked = new AttackedNetwork.Asked(IMAGES, ScoreOrder.of(IMAGES));
            InnerAttack how = InnerAttack.of(List.of("Linf 1"), 2, new Seed(1));
            assertThatThrownBy(() -> new AttackedNetwork(soup, asked, how, 8, new ScoreLog(Optional.empty())))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("covers every image");
            assertThatThrownBy(() -> InnerAttack.of(List.of("8/255"), 2, new Seed(1)))
                    .hasMessageContaining("write e.g. 'Linf 8/255'");
        }
    }

    @Test
    void refusesAThreatTwiceHoweverItIsWritten() {
        assertThatThrownBy(() -> InnerAttack.of(List.of("Linf 8/255", "L2 1", "Linf 16/510"), 2, new Seed(1)))
                .hasMessageContaining("'Linf 8/255' and 'Linf 16/510' are the same");
    }

    private static AttackedNetwork network(Soup soup, int batchSize, Optional<Path> log) throws IOException {
        AttackedNetwork.Asked asked = new AttackedNetwork.Asked(IMAGES, ScoreOrder.of(IMAGES));
        return new AttackedNetwork(soup, asked, InnerAttack.of(THREATS, 3, new Seed(1)), batchSize, new ScoreLog(log));
    }

    private static Ingredient ingredient(long seed) {
        WideResNet network = new WideResNet(10, 1, Activation.SILU, 4, 3);
        return new Ingredient("model " + seed, trained(network, seed), new Provenance(List.of("root"), "{}"));
    }

    /** Returns a classifier whose running statistics are its own. */
    private static Classifier trained(WideResNet network, long seed) {
        Classifier classifier = Classifier.initial(network, Normalisation.none(3), new Seed(seed));
        int[] all = IntStream.range(0, IMAGES.size()).toArray();
        BatchNormStatistics.reestimate(classifier, 1, () -> IMAGES.images(all), Precision.FLOAT32);
        return classifier;
    }
}
