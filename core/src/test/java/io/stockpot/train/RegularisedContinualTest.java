package io.stockpot.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.attack.Draws;
import io.stockpot.base.Seed;
import io.stockpot.model.Classifier;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Rows;
import io.stockpot.tensor.Scope;
import io.stockpot.text.CanonicalJson;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Regularised continual training of a network of one pixel and two classes, whose logits are 3x − 1 and −2x + 0.5: their
 * distance from those of an image is √(3² + 2²) times that of the pixels, largest at either end of the ball, and the attack
 * ends at the one of the other class.
 */
@ExtendWith(NoLeaks.class)
class RegularisedContinualTest {
    private static final float[] PIXELS = {0.3f, 0.5f, 0.8f};
    private static final long[] LABELS = {0, 1, 0};
    private static final Draws DRAWS = new Draws(new Seed(1), 0, 1, 2);

    private static RegularisedContinual objective(double lambda) throws IOException {
        return (RegularisedContinual) YamlRecords.read(
                "regularised-continual: {threat: L2 0.1, attack: {pgd: {steps: 10}}, lambda: " + lambda + "}",
                "text",
                Objective.class,
                List.of());
    }

    private static Batch batch() {
        return OnePixel.batch(PIXELS, LABELS);
    }

    /** Returns the loss when the first slope is changed by so much. */
    private static double formula(double lambda, double change) {
        double loss = 0;
        for (int i = 0; i < 3; i++) {
            double pixel = PIXELS[i] + (LABELS[i] == 0 ? -0.1 : 0.1);
            double lead = OnePixel.lead(pixel, change);
            loss += Math.log1p(Math.exp(LABELS[i] == 0 ? -lead : lead)) / 3;
        }
        return loss + lambda * 0.1 * Math.hypot(OnePixel.SLOPES[0] + change, OnePixel.SLOPES[1]);
    }

    @Test
    void isTheFormulaOfThePaper() throws IOException {
        try (Classifier network = OnePixel.network();
                Scope scope = Scope.open()) {
            Learner learner = new Learner(network, Precision.FLOAT32);
            for (double lambda : new double[] {0, 0.5, 8}) {
                assertThat(objective(lambda).loss(learner, batch(), DRAWS).item_double())
                        .isCloseTo(formula(lambda, 0), within(1e-5));
            }
        }
    }

    @Test
    void differentiatesAllAnswers() throws IOException {
        try (Classifier network = OnePixel.network();
                Scope scope = Scope.open()) {
            double slope = OnePixel.slope(network, objective(2), batch(), DRAWS);
            assertThat(slope).isCloseTo((formula(2, 1e-5) - formula(2, -1e-5)) / 2e-5, within(1e-4));
        }
    }

    /** From a random point of the ball, one step of its radius ends on the surface, away from the image. */
    @Test
    void seeksThePointOfFarthestLogitsForAnImageInAnyBatch() throws IOException {
        try (Classifier network = OnePixel.network();
                Scope scope = Scope.open()) {
            Learner learner = new Learner(network, Precision.FLOAT32);
            double[] together = Rows.numbers(objective(1).farthest(learner, batch().images(), DRAWS));
            for (int i = 0; i < 3; i++) {
                assertThat(Math.abs(together[i] - PIXELS[i])).isCloseTo(0.1, within(1e-6));
                Tensor alone = batch().images().narrow(0, i, 1);
                assertThat(Rows.numbers(objective(1).farthest(learner, alone, DRAWS.part(i, i + 1))))
                        .containsExactly(new double[] {together[i]}, within(1e-6));
            }
        }
    }

    @Test
    void hasNoGradientWhereTheLogitsAreTheSame() {
        try (Scope scope = Scope.open()) {
            Tensor logits = Rows.tensor(new double[][] {{1, 2}, {3, 5}}, 2);
            Tensor others = Rows.tensor(new double[][] {{1, 2}, {0, 1}}, 2);
            logits.set_requires_grad(true);
            Tensor sum = RegularisedContinual.distances(logits, others).sum();
            Tensor gradient =
                    torch.grad(new TensorVector(sum), new TensorVector(logits)).get(0);
            assertThat(Rows.numbers(gradient)).containsExactly(new double[] {0, 0, 0.6, 0.8}, within(1e-6));
        }
    }

    @Test
    void hasTheSettingsOfTheAuthorsByDefault() throws IOException {
        Objective read = YamlRecords.read("regularised-continual: {threat: L1 12}", "text", Objective.class, List.of());
        assertThat(CanonicalJson.of(read))
                .startsWith("{\"regularised-continual\":{\"threat\":\"L1 12\",\"lambda\":0.5,\"steps\":1,"
                        + "\"step-size\":1.0,\"attack\":{\"apgd\":{\"steps\":10,");
        assertThat(objective(1).passes()).isEqualTo(3 * 10 + 1 + 3 * (1 + 3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lambda: -1 | lambda must not be negative, not -1.0",
                "steps: 0 | steps must be at least 1, not 0",
                "step-size: 0 | step-size must be positive, not 0.0"
            })
    void refusesWhatIsNoSearch(String setting, String message) {
        assertThatThrownBy(() -> YamlRecords.read(
                        "regularised-continual: {threat: L1 12, " + setting + "}", "text", Objective.class, List.of()))
                .hasMessageEndingWith(message);
    }
}
