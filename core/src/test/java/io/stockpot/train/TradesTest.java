package io.stockpot.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.attack.AttackLoss;
import io.stockpot.attack.Draws;
import io.stockpot.attack.Goal;
import io.stockpot.base.Seed;
import io.stockpot.model.Classifier;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Scope;
import io.stockpot.text.YamlRecords;
import io.stockpot.threat.ThreatModel;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** TRADES on a network of one pixel and two classes, whose logits are 3x − 1 and −2x + 0.5. */
@ExtendWith(NoLeaks.class)
class TradesTest {
    private static final float[] PIXELS = {0.2f, 0.5f, 0.9f};
    private static final long[] LABELS = {0, 1, 0};
    private static final Draws DRAWS = new Draws(new Seed(1), 0, 1, 2);
    private static final Objective.Trades TRADES = new Objective.Trades(ThreatModel.parse("Linf 0.1"), 6, 10, 0.25);

    private static Batch batch() {
        return OnePixel.batch(PIXELS, LABELS);
    }

    private static double divergence(double[] from, double[] to) {
        return from[0] * Math.log(from[0] / to[0]) + from[1] * Math.log(from[1] / to[1]);
    }

    private static double formula(double[] perturbed, double change) {
        double loss = 0;
        for (int i = 0; i < PIXELS.length; i++) {
            double[] clean = OnePixel.answer(PIXELS[i], change);
            loss += -Math.log(clean[(int) LABELS[i]]) + 6 * divergence(clean, OnePixel.answer(perturbed[i], change));
        }
        return loss / PIXELS.length;
    }

    private static double[] perturbed(Learner learner) {
        double[] points = new double[PIXELS.length];
        Tensor found = TRADES.perturbed(learner, batch().images(), DRAWS).flatten();
        for (int i = 0; i < points.length; i++) {
            points[i] = found.get(i).item_double();
        }
        return points;
    }

    @Test
    void isTheFormulaOfThePaper() {
        try (Classifier network = OnePixel.network();
                Scope scope = Scope.open()) {
            Learner learner = new Learner(network, Precision.FLOAT32);
            assertThat(TRADES.loss(learner, batch(), DRAWS).item_double())
                    .isCloseTo(formula(perturbed(learner), 0), within(1e-6));
        }
    }

    /** In one dimension the divergence rises on both sides of the image, so the search ends at an end of the ball. */
    @Test
    void perturbsToTheEndsOfTheBall() {
        try (Classifier network = OnePixel.network();
                Scope scope = Scope.open()) {
            double[] points = perturbed(new Learner(network, Precision.FLOAT32));
            for (int i = 0; i < points.length; i++) {
                assertThat(Math.abs(points[i] - PIXELS[i])).isCloseTo(0.1, within(1e-6));
            }
        }
    }

    /** Both answers move with the weights; the perturbed images do not. */
    @Test
    void differentiatesBothAnswers() {
        try (Classifier network = OnePixel.network();
                Scope scope = Scope.open()) {
            Learner learner = new Learner(network, Precision.FLOAT32);
            Tensor weight = network.weights().get("linear.weight");
            weight.set_requires_grad(true);
            Tensor loss = TRADES.loss(learner, batch(), DRAWS);
            double slope = torch.grad(new TensorVector(loss), new TensorVector(weight))
                    .get(0)
                    .flatten()
                    .get(0)
                    .item_double();
            double[] points = perturbed(learner);
            double difference = (formula(points, 1e-5) - formula(points, -1e-5)) / 2e-5;
            assertThat(slope).isCloseTo(difference, within(1e-5));
        }
    }

    @Test
    void isReadFromYaml() throws Exception {
        assertThat(YamlRecords.read("trades: {threat: Linf 0.1}", "text", Objective.class, List.of()))
                .isEqualTo(TRADES);
        assertThatThrownBy(() ->
                        YamlRecords.read("trades: {threat: Linf 0.1, steps: 0}", "text", Objective.class, List.of()))
                .hasMessageStartingWith("text:1:35: steps must be at least 1, not 0");
        assertThatThrownBy(() ->
                        YamlRecords.read("trades: {threat: Linf 0.1, beta: -1}", "text", Objective.class, List.of()))
                .hasMessage("text:1:34: beta must not be negative, not -1.0");
    }

    @Test
    void leadsAwayFromDistributionsByCrossEntropyAndDivergenceOnly() {
        try (Classifier network = OnePixel.network();
                Scope scope = Scope.open()) {
            Tensor images = batch().images();
            Goal goal = Goal.awayFrom(network::logits, network.logits(images).softmax(1));
            assertThatThrownBy(() -> goal.response(images, AttackLoss.MARGIN))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("only cross-entropy and kl lead away from a distribution, not MARGIN");
        }
    }
}
