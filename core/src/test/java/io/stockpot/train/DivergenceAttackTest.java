package io.stockpot.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.attack.Draws;
import io.stockpot.base.Seed;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.SoftmaxRegression;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Rows;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Training on images that show several classes in part, perturbed by attacks on the divergence from these: on a network
 * of one pixel x and two classes, whose logits are 3x and −2x + 1.5. The divergence of its answer p from q rises with x
 * where p₀ &gt; q₀, else it falls, and an attack goes all the way there.
 */
@ExtendWith(NoLeaks.class)
class DivergenceAttackTest {
    private static final double[][] PIXELS = {{0.2}, {0.5}, {0.8}, {0.4}};
    /** Classes in part; the answers are 0.38, 0.73, 0.92 and 0.62. */
    private static final double[][] SHARES = {{0.9, 0.1}, {0.95, 0.05}, {0.5, 0.5}, {0.3, 0.7}};

    private static final double[] DIRECTIONS = {-1, -1, 1, 1};
    private static final Draws DRAWS = new Draws(new Seed(1), 0, 1, 2, 3);

    @MustBeClosed
    private static Classifier network() {
        try (Scope scope = Scope.open();
                StateDict values = new StateDict()) {
            values.put("linear.weight", Tensor.create(new float[] {3, -2}, 2, 1));
            values.put("linear.bias", Tensor.create(new float[] {0, 1.5f}, 2));
            return Classifier.of(new SoftmaxRegression(1, 2, 1), Normalisation.none(1), values);
        }
    }

    private static Batch batch(double[][] shares) {
        Tensor labels = Tensor.create(new long[] {0, 1, 1, 0}, 4);
        return new Batch(Rows.tensor(PIXELS, 1, 1, 1), labels, Rows.tensor(shares, 2));
    }

    private static Objective objective(String text) throws IOException {
        return YamlRecords.read(text, "text", Objective.class, List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Linf 0.1, attack: {apgd: {steps: 2",
                "L2 0.1, attack: {apgd: {steps: 2",
                "L1 0.1, attack: {apgd: {steps: 20",
                "Linf 0.1, attack: {pgd: {random-start: false"
            })
    void leadsAwayFromTheClassesInPart(String threat) throws IOException {
        Objective.Adversarial objective =
                (Objective.Adversarial) objective("adversarial: {threat: " + threat + ", loss: kl}}}");
        try (Classifier network = network();
                Scope scope = Scope.open()) {
            Learner learner = new Learner(network, Precision.FLOAT32);
            double[] points = Rows.numbers(objective.perturbed(learner, batch(SHARES), DRAWS));
            double loss = 0;
            for (int image = 0; image < points.length; image++) {
                double point = PIXELS[image][0] + 0.1 * DIRECTIONS[image];
                assertThat(points[image]).as("image %d", image).isCloseTo(point, within(1e-6));
                double first = 1 / (1 + Math.exp(1.5 - 5 * point));
                loss -= SHARES[image][0] * Math.log(first) + SHARES[image][1] * Math.log(1 - first);
            }
            assertThat(objective.loss(learner, batch(SHARES), DRAWS).item_double())
                    .isCloseTo(loss / points.length, within(1e-5));
        }
    }

    /** MAX over two radii, of which the divergence takes the larger. */
    @Test
    void takesTheThreatOfHighestDivergence() throws IOException {
        Objective.MultiNorm objective = (Objective.MultiNorm)
                objective(
                        "multi-norm: {threats: [Linf 0.05, L2 0.1, L1 0.02], choice: worst, attack: {apgd: {steps: 2, loss: kl}}}");
        try (Classifier network = network();
                Scope scope = Scope.open()) {
            Learner learner = new Learner(network, Precision.FLOAT32);
            double[] points = Rows.numbers(objective.perturbed(learner, batch(SHARES), DRAWS));
            for (int image = 0; image < points.length; image++) {
                assertThat(points[image]).isCloseTo(PIXELS[image][0] + 0.1 * DIRECTIONS[image], within(1e-6));
            }
        }
    }

    @Test
    void leadsAwayFromLabelsAsByCrossEntropy() throws IOException {
        String text = "adversarial: {threat: Linf 0.1, attack: {apgd: {steps: 5, loss: ";
        Objective.Adversarial divergence = (Objective.Adversarial) objective(text + "kl}}}");
        Objective.Adversarial crossEntropy = (Objective.Adversarial) objective(text + "cross-entropy}}}");
        try (Classifier network = network();
                Scope scope = Scope.open()) {
            Learner learner = new Learner(network, Precision.FLOAT32);
            Batch labelled = new Batch(batch(SHARES).images(), batch(SHARES).labels());
            double[] expected = Rows.numbers(crossEntropy.perturbed(learner, labelled, DRAWS));
            assertThat(Rows.numbers(divergence.perturbed(learner, labelled, DRAWS)))
                    .containsExactly(expected);
            Batch shown = batch(new double[][] {{1, 0}, {0, 1}, {0, 1}, {1, 0}});
            assertThat(Rows.numbers(divergence.perturbed(learner, shown, DRAWS)))
                    .containsExactly(expected, within(1e-6));
        }
    }

    @Test
    void takesClassesInPartOnlyIfTheAttackDoes() throws IOException {
        assertThat(objective("adversarial: {threat: Linf 0.1, attack: {apgd: {loss: kl}}}")
                        .takesTargets())
                .isTrue();
        assertThat(objective("multi-norm: {threats: [L2 1, L1 1], choice: random, attack: {pgd: {loss: kl}}}")
                        .takesTargets())
                .isTrue();
        assertThat(objective("adversarial: {threat: Linf 0.1}").takesTargets()).isFalse();
        assertThat(objective("adversarial: {threat: Linf 0.1, attack: {apgd: {loss: cross-entropy}}}")
                        .takesTargets())
                .isFalse();
    }
}
