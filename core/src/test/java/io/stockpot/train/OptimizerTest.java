package io.stockpot.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Rows;
import io.stockpot.tensor.Scope;
import io.stockpot.text.CanonicalJson;
import io.stockpot.text.YamlRecords;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the rules against the formulas of their papers, in double precision, on two weights. */
@ExtendWith(NoLeaks.class)
class OptimizerTest {
    private static final double[] START = {1, -2};
    private static final double[][] GRADIENTS = {{0.5, -0.1}, {-0.3, 2}, {0.01, 0.7}, {0, -4}};
    private static final double[] RATES = {0.1, 0.05, 0.2, 0.1};

    /** What a rule makes of one weight that has these gradients. */
    private interface Formula {
        double weight(double start, double[] gradients);
    }

    private static void assertFollows(Optimizer optimizer, Formula formula) {
        try (Scope scope = Scope.open()) {
            Tensor weight = Tensor.create(new float[] {(float) START[0], (float) START[1]}, 2);
            Map<String, Tensor> weights = Map.of("w", weight);
            try (Optimizer.State state = new Optimizer.State(optimizer, weights)) {
                for (int step = 0; step < GRADIENTS.length; step++) {
                    float[] slopes = {(float) GRADIENTS[step][0], (float) GRADIENTS[step][1]};
                    optimizer.update(weights, Map.of("w", Tensor.create(slopes, 2)), state, step, RATES[step]);
                }
            }
            for (int i = 0; i < START.length; i++) {
                double[] own = new double[GRADIENTS.length];
                for (int step = 0; step < own.length; step++) {
                    own[step] = GRADIENTS[step][i];
                }
                assertThat(weight.get(i).item_double()).isCloseTo(formula.weight(START[i], own), within(1e-6));
            }
        }
    }

    private static double sgd(double start, double[] gradients, boolean nesterov) {
        double weight = start;
        double direction = 0;
        for (int step = 0; step < gradients.length; step++) {
            double gradient = gradients[step] + 0.01 * weight;
            direction = 0.8 * direction + gradient;
            weight -= RATES[step] * (nesterov ? gradient + 0.8 * direction : direction);
        }
        return weight;
    }

    /** Algorithm 2 of Loshchilov and Hutter, with α = 1 and the rates as η. */
    private static double adamW(double start, double[] gradients) {
        double weight = start;
        double first = 0;
        double second = 0;
        for (int t = 1; t <= gradients.length; t++) {
            double gradient = gradients[t - 1];
            first = 0.7 * first + (1 - 0.7) * gradient;
            second = 0.9 * second + (1 - 0.9) * gradient * gradient;
            double unbiasedFirst = first / (1 - Math.pow(0.7, t));
            double unbiasedSecond = second / (1 - Math.pow(0.9, t));
            weight -= RATES[t - 1] * (unbiasedFirst / (Math.sqrt(unbiasedSecond) + 1e-4) + 0.3 * weight);
        }
        return weight;
    }

    @Test
    void sgdFollowsItsFormula() {
        assertFollows(new Optimizer.Sgd(0.8, 0.01, false), (start, gradients) -> sgd(start, gradients, false));
        assertFollows(new Optimizer.Sgd(0.8, 0.01, true), (start, gradients) -> sgd(start, gradients, true));
    }

    @Test
    void adamWFollowsItsFormula() {
        assertFollows(new Optimizer.AdamW(0.7, 0.9, 1e-4, 0.3), OptimizerTest::adamW);
    }

    /** Half the rate at every step; without decay the formula has none. */
    @Test
    void treatsWeightsByTheirRules() {
        UpdateRules.Treatment half = new UpdateRules.Treatment(0.5, true);
        UpdateRules.Treatment bare = new UpdateRules.Treatment(1, false);
        for (Optimizer optimizer :
                List.of(new Optimizer.Sgd(0.8, 0.01, true), new Optimizer.AdamW(0.7, 0.9, 1e-4, 0.3))) {
            double[] treated = afterAllSteps(optimizer, half, 1);
            assertThat(treated)
                    .containsExactly(afterAllSteps(optimizer, UpdateRules.Treatment.USUAL, 0.5), within(1e-6));
        }
        assertThat(afterAllSteps(new Optimizer.Sgd(0.8, 0.01, true), bare, 1))
                .containsExactly(
                        afterAllSteps(new Optimizer.Sgd(0.8, 0, true), UpdateRules.Treatment.USUAL, 1), within(1e-6));
        assertThat(afterAllSteps(new Optimizer.AdamW(0.7, 0.9, 1e-4, 0.3), bare, 1))
                .containsExactly(
                        afterAllSteps(new Optimizer.AdamW(0.7, 0.9, 1e-4, 0), UpdateRules.Treatment.USUAL, 1),
                        within(1e-6));
    }

    private static double[] afterAllSteps(Optimizer optimizer, UpdateRules.Treatment treatment, double rates) {
        try (Scope scope = Scope.open()) {
            Tensor weight = Tensor.create(new float[] {(float) START[0], (float) START[1]}, 2);
            Map<String, Tensor> weights = Map.of("w", weight);
            try (Optimizer.State state = new Optimizer.State(optimizer, weights, Map.of("w", treatment))) {
                for (int step = 0; step < GRADIENTS.length; step++) {
                    float[] slopes = {(float) GRADIENTS[step][0], (float) GRADIENTS[step][1]};
                    Map<String, Tensor> gradients = Map.of("w", Tensor.create(slopes, 2));
                    optimizer.update(weights, gradients, state, step, rates * RATES[step]);
                }
            }
            return Rows.numbers(weight);
        }
    }

    /** With the biases corrected, the first step is as long as the rate, whatever the gradient. */
    @Test
    void startsAdamWWithAStepOfTheRate() {
        Optimizer adam = new Optimizer.AdamW(0.9, 0.999, 1e-12, 0);
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> weights = Map.of("w", Tensor.create(new float[] {1, 1}, 2));
            try (Optimizer.State state = new Optimizer.State(adam, weights)) {
                adam.update(weights, Map.of("w", Tensor.create(new float[] {1e-3f, -50}, 2)), state, 0, 0.25);
            }
            assertThat(weights.get("w").get(0).item_double()).isCloseTo(0.75, within(1e-6));
            assertThat(weights.get("w").get(1).item_double()).isCloseTo(1.25, within(1e-6));
        }
    }

    @Test
    void isReadFromYaml() throws Exception {
        Optimizer adam = YamlRecords.read("adam-w: {weight-decay: 0.05}", "text", Optimizer.class, List.of());
        assertThat(adam).isEqualTo(new Optimizer.AdamW(0.9, 0.999, 1e-8, 0.05));
        assertThat(CanonicalJson.of(adam))
                .isEqualTo("{\"adam-w\":{\"beta1\":0.9,\"beta2\":0.999,\"epsilon\":1.0E-8,\"weight-decay\":0.05}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "adam-w: {beta1: 1} | beta1 must be in [0, 1), not 1.0",
                "adam-w: {beta2: -0.1} | beta2 must be in [0, 1), not -0.1",
                "adam-w: {epsilon: 0} | epsilon must be positive, not 0.0",
                "adam-w: {weight-decay: -1} | weight-decay must not be negative, not -1.0",
                "sgd: {momentum: 1} | momentum must be in [0, 1), not 1.0",
                "sgd: {weight-decay: -1} | weight-decay must not be negative, not -1.0"
            })
    void refusesValuesOutOfRange(String text, String message) {
        assertThatThrownBy(() -> YamlRecords.read(text, "text", Optimizer.class, List.of()))
                .hasMessageEndingWith(message);
    }
}
