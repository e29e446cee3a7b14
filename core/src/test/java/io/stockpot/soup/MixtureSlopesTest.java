package io.stockpot.soup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.MadeImages;
import io.stockpot.evaluate.ScoreOrder;
import io.stockpot.evaluate.ScorePass;
import io.stockpot.model.BatchNormStatistics;
import io.stockpot.model.Classifier;
import io.stockpot.model.Depth;
import io.stockpot.model.Normalisation;
import io.stockpot.model.WideResNet;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.layer.Activation;
import io.stockpot.soup.choice.LayeredWeights;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.TensorGroup;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Precision;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
@SuppressWarnings("MustBeClosedChecker") // ingredients own their classifiers
class MixtureSlopesTest {
    private static final LabelledImages IMAGES = MadeImages.of(20, new Seed(1));

    private final List<Ingredient> ingredients = List.of(ingredient(1), ingredient(2), ingredient(3));

    @AfterEach
    void close() {
        ingredients.forEach(Ingredient::close);
    }

    /** Along weights whose sum stays 1, for a sum of all scores with random factors. */
    @Test
    void areFiniteDifferencesOfTheScores() throws IOException {
        for (BatchNormPolicy policy : List.of(new BatchNormPolicy.Interpolate(), new BatchNormPolicy.Geometric())) {
            areFiniteDifferences(policy);
        }
    }

    private void areFiniteDifferences(BatchNormPolicy policy) throws IOException {
        try (Soup soup = new Soup(ingredients, policy)) {
            MixingWeights centre = MixingWeights.parse("0.5, 0.2, 0.3");
            float[] pulls = new float
                    [ScorePass.of(soup.mix(centre)::logits, IMAGES, 8).values().capacity()];
            RandomGenerator draws = new Seed(2).generator();
            for (int i = 0; i < pulls.length; i++) {
                pulls[i] = (float) draws.nextGaussian();
            }
            List<Double> slopes = new MixtureSlopes(soup, 8).of(centre, IMAGES, ScoreOrder.of(IMAGES), pulls);
            double first = difference(soup, pulls, "0.505, 0.195, 0.3", "0.495, 0.205, 0.3");
            double second = difference(soup, pulls, "0.5, 0.205, 0.295", "0.5, 0.195, 0.305");
            assertThat(slopes.get(0) - slopes.get(1)).isCloseTo(first, within(0.02 * Math.abs(first) + 0.02));
            assertThat(slopes.get(1) - slopes.get(2)).isCloseTo(second, within(0.02 * Math.abs(second) + 0.02));
            assertThat(new MixtureSlopes(soup, 20)
                            .of(centre, IMAGES, ScoreOrder.of(IMAGES), pulls)
                            .get(0))
                    .isCloseTo(slopes.get(0), within(1e-3));
        }
    }

    /** The slopes of groups add up to those of all, and each is that of its own tensors alone. */
    @Test
    void areFiniteDifferencesWithinAGroup() throws IOException {
        try (Soup soup = new Soup(ingredients, new BatchNormPolicy.Geometric())) {
            MixingWeights centre = MixingWeights.parse("0.5, 0.2, 0.3");
            List<TensorGroup> groups =
                    TensorGroup.of(Depth.blocks(ingredients.get(0).classifier().architecture()));
            float[] pulls = new float
                    [ScorePass.of(soup.mix(centre)::logits, IMAGES, 8).values().capacity()];
            RandomGenerator draws = new Seed(2).generator();
            for (int i = 0; i < pulls.length; i++) {
                pulls[i] = (float) draws.nextGaussian();
            }
            MixtureSlopes slopes = new MixtureSlopes(soup, 8);
            List<List<Double>> own = slopes.of(LayeredWeights.of(centre), groups, IMAGES, ScoreOrder.of(IMAGES), pulls);
            double together = own.stream().mapToDouble(group -> group.get(1)).sum();
            assertThat(slopes.of(centre, IMAGES, ScoreOrder.of(IMAGES), pulls).get(1))
                    .isCloseTo(together, within(1e-3 + 1e-4 * Math.abs(together)));
            double first = own.get(1).get(0) - own.get(1).get(1);
            String group = groups.get(1).name();
            double difference = (sum(soup, pulls, in(group, "0.505, 0.195, 0.3"))
                            - sum(soup, pulls, in(group, "0.495, 0.205, 0.3")))
                    / 0.01;
            assertThat(first).isCloseTo(difference, within(0.02 * Math.abs(difference) + 0.02));
        }
    }

    private static String in(String group, String weights) {
        return "{" + group + ".*: \"" + weights + "\", default: \"0.5, 0.2, 0.3\"}";
    }

    private static double difference(Soup soup, float[] pulls, String more, String less) throws IOException {
        return (sum(soup, pulls, more) - sum(soup, pulls, less)) / 0.01;
    }

    private static double sum(Soup soup, float[] pulls, String weights) throws IOException {
        float[] scores = ScorePass.of(soup.mix(LayeredWeights.read(weights))::logits, IMAGES, 8)
                .values()
                .array();
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            sum += (double) pulls[i] * scores[i];
        }
        return sum;
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
