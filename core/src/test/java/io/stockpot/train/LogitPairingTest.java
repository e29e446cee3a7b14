package io.stockpot.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.attack.Draws;
import io.stockpot.attack.Pgd;
import io.stockpot.base.Seed;
import io.stockpot.model.Classifier;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Scope;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Logit pairing on a network of one pixel and two classes, whose logits are 3x − 1 and −2x + 0.5: class 0 leads from 0.3 on.
 * With one pixel all norms are the distance, and an attack goes to the end of its ball: 0.05 under the first threat, 0.15
 * under the second, down for class 0 and up for class 1.
 */
@ExtendWith(NoLeaks.class)
class LogitPairingTest {
    /** Right under both threats, right under the first, wrong under both. */
    private static final float[] PIXELS = {0.8f, 0.4f, 0.5f};

    private static final long[] LABELS = {0, 0, 1};
    private static final double[] DOWN = {-1, -1, 1};
    private static final Draws DRAWS = new Draws(new Seed(1), 0, 1, 2);

    private static Objective objective(double lambda) throws IOException {
        return YamlRecords.read(
                "logit-pairing: {threats: [Linf 0.05, L2 0.15], lambda: " + lambda + ", attack: {pgd: {steps: 10}}}",
                "text",
                Objective.class,
                List.of());
    }

    private static Batch batch(int from, int to) {
        return OnePixel.batch(PIXELS, LABELS).part(from, to);
    }

    private static double formula(double lambda, double change) {
        double worst = 0;
        double divergence = 0;
        for (int i = 0; i < 3; i++) {
            double[] near = OnePixel.answer(PIXELS[i] + 0.05 * DOWN[i], change);
            double[] far = OnePixel.answer(PIXELS[i] + 0.15 * DOWN[i], change);
            worst += -Math.log(Math.min(near[(int) LABELS[i]], far[(int) LABELS[i]])) / 3;
            if (i < 2) {
                divergence += (near[0] * Math.log(near[0] / far[0]) + near[1] * Math.log(near[1] / far[1])) / 2;
            }
        }
        return worst + lambda * divergence;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1.5, 20})
    void isTheFormulaOfThePaper(double lambda) throws IOException {
        try (Classifier network = OnePixel.network();
                Scope scope = Scope.open()) {
            Learner learner = new Learner(network, Precision.FLOAT32);
            assertThat(objective(lambda).loss(learner, batch(0, 3), DRAWS).item_double())
                    .isCloseTo(formula(lambda, 0), within(1e-5));
        }
    }

    /** Both answers move with the weights; the perturbed images and which of them are right do not. */
    @Test
    void differentiatesBothAnswers() throws IOException {
        try (Classifier network = OnePixel.network();
                Scope scope = Scope.open()) {
            double slope = OnePixel.slope(network, objective(4), batch(0, 3), DRAWS);
            assertThat(slope).isCloseTo((formula(4, 1e-5) - formula(4, -1e-5)) / 2e-5, within(1e-4));
        }
    }

    @Test
    void pairsNothingWhereAllImagesAreWrong() throws IOException {
        try (Classifier network = OnePixel.network();
                Scope scope = Scope.open()) {
            double loss = -Math.log(OnePixel.answer(0.65, 0)[1]);
            Tensor found = objective(5).loss(new Learner(network, Precision.FLOAT32), batch(2, 3), DRAWS.part(2, 3));
            assertThat(found.item_double()).isCloseTo(loss, within(1e-5));
        }
    }

    @Test
    void isJudgedUnderBothThreatsAndPaysForBoth() throws IOException {
        Objective objective = objective(1.5);
        assertThat(objective.judges(new Pgd(1, 1, true, Optional.empty()))).hasSize(2);
        assertThat(objective.passes()).isEqualTo(3 * (10 + 10 + 2));
        assertThat(objective.takesTargets()).isFalse();
    }

    @Test
    void hasTheWeightOfThePaperByDefault() throws IOException {
        Objective read =
                YamlRecords.read("logit-pairing: {threats: [Linf 8/255, L1 12]}", "text", Objective.class, List.of());
        assertThat(((LogitPairing) read).lambda()).isEqualTo(1.5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{threats: [L2 1]} | threats must be two different ones, that to keep and that to add, not [L2 1]",
                "{threats: [L2 1, L2 1]} | threats must be two different ones, that to keep and that to add, not",
                "{threats: [L2 1, L1 12], lambda: -1} | lambda must not be negative, not -1.0"
            })
    void refusesWhatIsNoPair(String settings, String message) {
        assertThatThrownBy(() -> YamlRecords.read("logit-pairing: " + settings, "text", Objective.class, List.of()))
                .hasMessageContaining(message);
    }
}
