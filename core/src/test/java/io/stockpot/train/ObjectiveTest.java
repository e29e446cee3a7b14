package io.stockpot.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.attack.Apgd;
import io.stockpot.attack.AttackLoss;
import io.stockpot.attack.Draws;
import io.stockpot.attack.Pgd;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.MadeImages;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.WideResNet;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Scope;
import io.stockpot.text.YamlRecords;
import io.stockpot.threat.ThreatModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
class ObjectiveTest {
    private static final Seed SEED = new Seed(3);
    private static final LabelledImages IMAGES = MadeImages.of(40, SEED);
    private static final int[] ALL = IntStream.range(0, 40).toArray();
    private static final Draws DRAWS = new Draws(SEED, ALL);
    private static final Pgd ATTACK = new Pgd(3, 0.5, false, Optional.empty());
    private static final ThreatModel LINF = ThreatModel.parse("Linf 8/255");
    private static final ThreatModel L2 = ThreatModel.parse("L2 0.3");

    @TempDir
    Path folder;

    @Test
    void takesTheHighestLossOfEachImageForWorst() throws IOException {
        try (Classifier classifier = classifier();
                Scope scope = Scope.open()) {
            Learner learner = learner(classifier);
            Tensor worst =
                    losses(classifier, multi(Objective.MultiNorm.Choice.WORST).perturbed(learner, batch(), DRAWS));
            Tensor linf =
                    losses(classifier, new Objective.Adversarial(LINF, ATTACK).perturbed(learner, batch(), DRAWS));
            Tensor l2 = losses(classifier, new Objective.Adversarial(L2, ATTACK).perturbed(learner, batch(), DRAWS));
            assertThat(worst.equal(linf.maximum(l2))).isTrue();
            assertThat(linf.gt(l2).sum().item_long())
                    .as("both threats are the worst somewhere")
                    .isBetween(1L, 39L);
        }
    }

    @Test
    void takesOneThreatForAWholeBatchForRandom() throws IOException {
        Map<ThreatModel, Integer> taken = new HashMap<>();
        Objective.MultiNorm random = multi(Objective.MultiNorm.Choice.RANDOM);
        try (Classifier classifier = classifier()) {
            for (int epoch = 0; epoch < 60; epoch++) {
                try (Scope scope = Scope.open()) {
                    Tensor points = random.perturbed(learner(classifier), batch(), new Draws(SEED.child(epoch), ALL));
                    Tensor away = points.sub(IMAGES.images(ALL));
                    taken.merge(threatOf(away), 1, Integer::sum);
                }
            }
        }
        // binomial(60, 1/2): outside of 15 … 45 once in 20,000
        assertThat(taken.get(LINF)).isBetween(15, 45);
        assertThat(taken.get(L2)).isEqualTo(60 - taken.get(LINF));
    }

    /** Returns the threat that all rows used up; none may mix with the other. */
    private static ThreatModel threatOf(Tensor away) {
        Tensor highest = away.abs().amax(new long[] {1, 2, 3}, false);
        boolean small = highest.le(new Scalar(8.001 / 255)).all().item_bool();
        boolean large = highest.gt(new Scalar(8.001 / 255)).any().item_bool();
        assertThat(small).isNotEqualTo(large);
        return small ? LINF : L2;
    }

    @Test
    void countsImagesThatWithstandAllThreats() throws IOException {
        CheckpointSelection selection = new CheckpointSelection(10, ATTACK, 1);
        try (Classifier classifier = classifier()) {
            double both = selection.accuracy(classifier, multi(Objective.MultiNorm.Choice.RANDOM), IMAGES, ALL, SEED);
            double linf = selection.accuracy(classifier, new Objective.Adversarial(LINF, ATTACK), IMAGES, ALL, SEED);
            double l2 = selection.accuracy(classifier, new Objective.Adversarial(L2, ATTACK), IMAGES, ALL, SEED);
            assertThat(both).isPositive().isLessThanOrEqualTo(Math.min(linf, l2));
        }
    }

    @Test
    void isReadFromYaml() throws Exception {
        String text = "multi-norm: {threats: [Linf 8/255, L1 12], choice: worst}";
        assertThat(YamlRecords.read(text, "text", Objective.class, List.of()))
                .isInstanceOfSatisfying(
                        Objective.MultiNorm.class,
                        multi -> assertThat(multi.threats())
                                .containsExactly(ThreatModel.parse("Linf 8/255"), ThreatModel.parse("L1 12")));
        assertThatThrownBy(() -> YamlRecords.read(
                        "multi-norm: {threats: [L1 12], choice: random}", "text", Objective.class, List.of()))
                .hasMessageContaining("two or more different");
    }

    /** The paper's ImageNet training takes 20 steps for L1 and 2 for the others (App. A.1). */
    @Test
    void takesAnAttackOfItsOwnForEachThreat() throws Exception {
        String text = "multi-norm: {threats: [Linf 4/255, L1 255], choice: random, attacks:"
                + " [{apgd: {steps: 2, loss: kl}}, {apgd: {steps: 20, loss: kl}}]}";
        Objective each = YamlRecords.read(text, "text", Objective.class, List.of());
        Objective linf = YamlRecords.read(
                "adversarial: {threat: Linf 4/255, attack: {apgd: {steps: 2, loss: kl}}}",
                "text",
                Objective.class,
                List.of());
        Objective l1 = YamlRecords.read(
                "adversarial: {threat: L1 255, attack: {apgd: {steps: 20, loss: kl}}}",
                "text",
                Objective.class,
                List.of());
        assertThat(each.passes()).isEqualTo((linf.passes() + l1.passes()) / 2);
        assertThat(each.takesTargets()).isTrue();
        assertThatThrownBy(() -> YamlRecords.read(
                        text.replace(", {apgd: {steps: 20, loss: kl}}", ""), "text", Objective.class, List.of()))
                .hasMessageContaining("one for each of the 2 threats, not 1");
    }

    @Test
    void attacksEachThreatAsItIsTold() throws IOException {
        Apgd longer = new Apgd(9, 1, Optional.empty());
        Objective.MultiNorm each = new Objective.MultiNorm(
                List.of(LINF, L2), Objective.MultiNorm.Choice.WORST, ATTACK, Optional.of(List.of(ATTACK, longer)));
        try (Classifier classifier = classifier();
                Scope scope = Scope.open()) {
            Draws draws = new Draws(SEED, ALL);
            Tensor worst = losses(classifier, each.perturbed(learner(classifier), batch(), draws));
            Tensor briefly = losses(
                    classifier, multi(Objective.MultiNorm.Choice.WORST).perturbed(learner(classifier), batch(), draws));
            assertThat(worst.sum().item_double()).isGreaterThan(briefly.sum().item_double());
        }
    }

    @Test
    void refusesTheSameThreatTwice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Objective.MultiNorm(List.of(L2, L2), Objective.MultiNorm.Choice.WORST, ATTACK))
                .withMessageContaining("L2 0.3");
    }

    private static Objective.MultiNorm multi(Objective.MultiNorm.Choice choice) {
        return new Objective.MultiNorm(List.of(LINF, L2), choice, ATTACK);
    }

    private static Learner learner(Classifier classifier) {
        return new Learner(classifier, Precision.FLOAT32);
    }

    private static Batch batch() {
        return new Batch(IMAGES.images(ALL), IMAGES.labels(ALL));
    }

    private static Tensor losses(Classifier classifier, Tensor points) {
        return AttackLoss.CROSS_ENTROPY.of(classifier.logits(points), IMAGES.labels(ALL));
    }

    @MustBeClosed
    private Classifier classifier() throws IOException {
        String text = """
                train:
                  architecture: {wide-res-net: {depth: 10, widen-factor: 1, classes: 4}}
                  objective: nominal
                  schedule: {cyclic: {rate: 0.1}}
                  epochs: 2
                  batch-size: 50
                  augmentation: none
                  selection: {images: 100}
                """;
        Training training = YamlRecords.read(text, "text", Training.class, List.of());
        WideResNet architecture = (WideResNet) ((Train) training).architecture();
        LabelledImages images = MadeImages.of(600, SEED.child("training"));
        Trainer trainer = new Trainer(training, images, 3, Duration.ofHours(1));
        try (Classifier start = Classifier.initial(architecture, Normalisation.none(3), SEED)) {
            return trainer.train(start, folder, Progress.NONE);
        }
    }
}
