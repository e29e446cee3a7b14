package io.stockpot.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.attack.AttackLoss;
import io.stockpot.attack.Draws;
import io.stockpot.base.Seed;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.SoftmaxRegression;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Scope;
import io.stockpot.text.YamlRecords;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class BatchAugmentationTest {
    private static final Seed SEED = new Seed(4);
    private static final BatchAugmentation.Mixup MIXUP = new BatchAugmentation.Mixup(1);
    private static final Draws DRAWS = new Draws(SEED, 10, 11, 12);
    /** Three images of two pixels. */
    private static final float[][] IMAGES = {{0, 1}, {0.5f, 0.2f}, {0.9f, 0.9f}};

    private static final int[] LABELS = {2, 0, 2};

    private static Batch batch() {
        float[] pixels = {IMAGES[0][0], IMAGES[0][1], IMAGES[1][0], IMAGES[1][1], IMAGES[2][0], IMAGES[2][1]};
        return new Batch(
                Tensor.create(pixels, 3, 1, 1, 2),
                Tensor.create(IntStream.of(LABELS).asLongStream().toArray(), 3));
    }

    private static double at(Tensor rows, int row, int column) {
        return rows.select(0, row).flatten().get(column).item_double();
    }

    @Test
    void mixesEachImageWithTheNextInItsShare() {
        try (Scope scope = Scope.open()) {
            Tensor shares = MIXUP.shares(DRAWS);
            Batch mixed = MIXUP.apply(batch(), 3, DRAWS);
            for (int i = 0; i < 3; i++) {
                double share = shares.get(i).item_double();
                int partner = (i + 1) % 3;
                for (int pixel = 0; pixel < 2; pixel++) {
                    assertThat(at(mixed.images(), i, pixel))
                            .isCloseTo(share * IMAGES[i][pixel] + (1 - share) * IMAGES[partner][pixel], within(1e-6));
                }
                for (int label = 0; label < 3; label++) {
                    double shown = (LABELS[i] == label ? share : 0) + (LABELS[partner] == label ? 1 - share : 0);
                    assertThat(at(mixed.answers(), i, label)).isCloseTo(shown, within(1e-6));
                }
            }
            assertThat(mixed.labels().equal(batch().labels())).isTrue();
        }
    }

    /** The cross-entropy is linear in the targets. */
    @Test
    void weighsTheLossesOfBothClassesByTheirShares() {
        try (Classifier network = Classifier.initial(new SoftmaxRegression(2, 3, 1), Normalisation.none(1), SEED);
                Scope scope = Scope.open()) {
            float[] pixels = {0, 1, 0.5f, 0.2f, 0.9f, 0.9f, 0.3f, 0, 0.1f, 0.7f, 1, 0.4f};
            Batch plain = new Batch(Tensor.create(pixels, 3, 1, 2, 2), batch().labels());
            Batch mixed = MIXUP.apply(plain, 3, DRAWS);
            Tensor shares = MIXUP.shares(DRAWS);
            Tensor logits = network.logits(mixed.images());
            Tensor own = AttackLoss.CROSS_ENTROPY.of(logits, plain.labels());
            Tensor partners = AttackLoss.CROSS_ENTROPY.of(logits, plain.labels().roll(new long[] {-1}, 0));
            double expected = partners.lerp(own, shares).mean().item_double();
            double loss =
                    new Learner(network, Precision.FLOAT32).crossEntropy(mixed).item_double();
            assertThat(loss).isCloseTo(expected, within(1e-6));
        }
    }

    @Test
    void drawsTheShareOfAnImageWhateverItsBatch() {
        try (Scope scope = Scope.open()) {
            Tensor alone = MIXUP.shares(new Draws(SEED, 12));
            assertThat(alone.get(0).item_double())
                    .isEqualTo(MIXUP.shares(DRAWS).get(2).item_double());
        }
    }

    /** Beta(α, α) has the mean 1/2 and the variance 1 / (4 (2α + 1)). */
    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.2, 1, 30})
    void drawsSharesFromTheBetaDistribution(double alpha) {
        Draws draws = new Draws(SEED, IntStream.range(0, 4_000).toArray());
        try (Scope scope = Scope.open()) {
            Tensor shares = new BatchAugmentation.Mixup(alpha).shares(draws);
            // five standard errors of the mean, and ten percent of the variance
            double variance = 1 / (4 * (2 * alpha + 1));
            assertThat(shares.mean().item_double()).isCloseTo(0.5, within(5 * Math.sqrt(variance / 4_000)));
            assertThat(shares.var().item_double()).isCloseTo(variance, within(0.1 * variance));
        }
    }

    @Test
    void refusesToMixClassesForAnObjectiveOfOneClassEach() throws Exception {
        String start =
                "train:\n  architecture: {softmax-regression: {side: 2}}\n  batch-augmentation: mixup\n  objective: ";
        assertThat(read(start + "nominal").settings().batchAugmentation()).contains(MIXUP);
        for (String objective : List.of(
                "{adversarial: {threat: L2 1}}",
                "{multi-norm: {threats: [L2 1, L1 12], choice: worst}}",
                "{trades: {threat: L2 1}}")) {
            assertThatThrownBy(() -> read(start + objective))
                    .hasMessage("text:3:23: batch-augmentation mixes classes, and this objective takes one class for"
                            + " each image; train on 'nominal', or on images perturbed by an attack with 'loss: kl',"
                            + " or leave batch-augmentation out");
        }
    }

    @Test
    void refusesSharesThatNoDistributionGives() {
        assertThatThrownBy(() -> new BatchAugmentation.Mixup(0)).hasMessage("alpha must be positive, not 0.0");
    }

    private static Training read(String text) throws Exception {
        return YamlRecords.read(text, "text", Training.class, List.of());
    }
}
