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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
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

    /** Images of 40×60, so that boxes have many sizes; each is one colour, its number / 10. */
    private static Batch colours(int count) {
        float[] pixels = new float[count * 40 * 60];
        for (int i = 0; i < pixels.length; i++) {
            int image = i / (40 * 60);
            pixels[i] = image / 10f;
        }
        long[] labels = LongStream.range(0, count).toArray();
        return new Batch(Tensor.create(pixels, count, 1, 40, 60), Tensor.create(labels, count));
    }

    @Test
    void coversABoxAndSharesClassesByItsArea() {
        BatchAugmentation.CutMix cutMix = new BatchAugmentation.CutMix(1);
        try (Scope scope = Scope.open()) {
            Batch cut = cutMix.apply(colours(3), 3, DRAWS);
            List<BatchAugmentation.CutMix.Box> boxes = cutMix.boxes(DRAWS, 40, 60);
            assertThat(boxes).doesNotHaveDuplicates();
            for (int i = 0; i < 3; i++) {
                BatchAugmentation.CutMix.Box box = boxes.get(i);
                int partner = (i + 1) % 3;
                Tensor pixels = cut.images().select(0, i).flatten();
                int covered = 0;
                for (int place = 0; place < 40 * 60; place++) {
                    boolean inside = place / 60 >= box.top()
                            && place / 60 < box.bottom()
                            && place % 60 >= box.left()
                            && place % 60 < box.right();
                    covered += inside ? 1 : 0;
                    assertThat(pixels.get(place).item_float()).isEqualTo((inside ? partner : i) / 10f);
                }
                double share = 1 - covered / 2_400.0;
                assertThat(at(cut.answers(), i, i)).isCloseTo(share, within(1e-6));
                assertThat(at(cut.answers(), i, partner)).isCloseTo(1 - share, within(1e-6));
            }
            assertThat(cut.answers().sum(1).allclose(Tensor.create(1f, 1f, 1f))).isTrue();
        }
    }

    /** With α = 1, λ is the first uniform number itself: sides of √(1 − λ), middles at the other two. */
    @Test
    void drawsBoxesAsThePaperDoes() {
        try (Scope scope = Scope.open()) {
            Tensor uniform = DRAWS.uniform(3);
            for (int i = 0; i < 3; i++) {
                double side = Math.sqrt(1 - at(uniform, i, 0));
                int row = (int) (40 * at(uniform, i, 1));
                int column = (int) (60 * at(uniform, i, 2));
                int height = (int) (40 * side) / 2;
                int width = (int) (60 * side) / 2;
                assertThat(new BatchAugmentation.CutMix(1).boxes(DRAWS, 40, 60).get(i))
                        .isEqualTo(new BatchAugmentation.CutMix.Box(
                                Math.max(0, row - height),
                                Math.min(40, row + height),
                                Math.max(0, column - width),
                                Math.min(60, column + width)));
            }
        }
    }

    /** E(1 − λ) = 1/2, of which the edges cut off a part; the boxes of an image do not depend on its batch. */
    @Test
    void drawsBoxesOfAllSizes() {
        int[] ids = IntStream.range(0, 4_000).toArray();
        List<BatchAugmentation.CutMix.Box> boxes = new BatchAugmentation.CutMix(1).boxes(new Draws(SEED, ids), 64, 64);
        double mean = boxes.stream()
                .mapToInt(BatchAugmentation.CutMix.Box::area)
                .average()
                .orElseThrow();
        assertThat(mean / 4_096).isBetween(0.25, 0.35);
        assertThat(boxes.stream()
                        .mapToInt(box -> box.right() - box.left())
                        .max()
                        .orElseThrow())
                .isGreaterThan(60);
        assertThat(new BatchAugmentation.CutMix(1).boxes(new Draws(SEED, 12), 64, 64))
                .containsExactly(boxes.get(12));
    }

    @Test
    void choosesBetweenMixupAndCutMixForEachImage() {
        BatchAugmentation.MixupOrCutMix either = new BatchAugmentation.MixupOrCutMix(0.8, 1, 0.5);
        Draws draws = new Draws(SEED, IntStream.range(0, 12).toArray());
        try (Scope scope = Scope.open()) {
            Batch changed = either.apply(colours(12), 12, draws);
            Batch mixed = new BatchAugmentation.Mixup(0.8).apply(colours(12), 12, draws.child("mixup"));
            Batch cut = new BatchAugmentation.CutMix(1).apply(colours(12), 12, draws.child("cut-mix"));
            Tensor cuts = either.cuts(draws);
            Set<Boolean> seen = new HashSet<>();
            for (int i = 0; i < 12; i++) {
                boolean cutsThis = cuts.get(i).item_bool();
                Batch expected = cutsThis ? cut : mixed;
                assertThat(changed.images().get(i).equal(expected.images().get(i)))
                        .isTrue();
                assertThat(changed.answers().get(i).equal(expected.answers().get(i)))
                        .isTrue();
                seen.add(cutsThis);
            }
            assertThat(seen).hasSize(2);
            assertThat(new BatchAugmentation.MixupOrCutMix(0.8, 1, 0)
                            .cuts(draws)
                            .any()
                            .item_bool())
                    .isFalse();
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
    void readsTheRecipeOfThePaperInThePage() throws Exception {
        String page = Files.readString(Path.of("../docs/recipes.md"));
        int start = page.indexOf("\naugmentation:\n");
        String example = page.substring(start, page.indexOf("```", start)).replace("\n", "\n  ");
        TrainingSettings settings = read("train:\n  architecture: {softmax-regression: {side: 2}}\n  objective: nominal"
                        + example)
                .settings();
        assertThat(settings.augmentation().takesOriginal()).isTrue();
        assertThat(settings.batchAugmentation()).contains(new BatchAugmentation.MixupOrCutMix(0.8, 1, 0.5));
    }

    @Test
    void refusesSharesThatNoDistributionGives() {
        assertThatThrownBy(() -> new BatchAugmentation.Mixup(0)).hasMessage("alpha must be positive, not 0.0");
        assertThatThrownBy(() -> new BatchAugmentation.CutMix(-1)).hasMessage("alpha must be positive, not -1.0");
        assertThatThrownBy(() -> new BatchAugmentation.MixupOrCutMix(1, 0, 0.5))
                .hasMessage("cut-mix must be positive, not 0.0");
        assertThatThrownBy(() -> new BatchAugmentation.MixupOrCutMix(1, 1, 1.5))
                .hasMessage("cut-mix-share must be from 0 to 1, not 1.5");
    }

    private static Training read(String text) throws Exception {
        return YamlRecords.read(text, "text", Training.class, List.of());
    }
}
