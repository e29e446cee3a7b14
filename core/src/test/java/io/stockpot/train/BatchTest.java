package io.stockpot.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Rows;
import io.stockpot.tensor.Scope;
import io.stockpot.text.YamlRecords;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class BatchTest {
    private static final int MEAN = 1;
    private static final int IGNORE_NONE = -100;

    private static Batch batch() {
        return new Batch(torch.zeros(2, 1, 1, 1), Tensor.create(new long[] {2, 0}, 2));
    }

    @Test
    void smoothsLabels() {
        try (Scope scope = Scope.open()) {
            double[][] shares = Rows.of(batch().smoothed(0.3, 3).answers());
            assertThat(shares[0]).containsExactly(new double[] {0.1, 0.1, 0.8}, within(1e-7));
            assertThat(shares[1]).containsExactly(new double[] {0.8, 0.1, 0.1}, within(1e-7));
        }
    }

    @Test
    void smoothsWhatIsMixedAlready() {
        try (Scope scope = Scope.open()) {
            Batch mixed = new Batch(
                    batch().images(), batch().labels(), Rows.tensor(new double[][] {{0.75, 0, 0.25}, {0, 1, 0}}, 3));
            double[][] shares = Rows.of(mixed.smoothed(0.4, 3).answers());
            double rest = 0.4 / 3;
            assertThat(shares[0]).containsExactly(new double[] {0.45 + rest, rest, 0.15 + rest}, within(1e-6));
        }
    }

    /** The engine has a label smoothing of its own. */
    @Test
    void hasTheSmoothedLossOfTheEngine() {
        try (Scope scope = Scope.open()) {
            Tensor logits = Rows.tensor(new double[][] {{0.5, -2, 1}, {3, 0, 0.1}}, 3);
            double theirs = torch.cross_entropy_loss(
                            logits, batch().labels(), new TensorOptional(), MEAN, IGNORE_NONE, 0.1)
                    .item_double();
            double ours = torch.cross_entropy_loss(
                            logits, batch().smoothed(0.1, 3).answers())
                    .item_double();
            assertThat(ours).isCloseTo(theirs, within(1e-6));
        }
    }

    @Test
    void refusesSmoothingForObjectivesOfOneClassEach() {
        String text = "train: {architecture: {softmax-regression: {side: 2}}, label-smoothing: 0.1, objective: {trades:"
                + " {threat: L2 1}}}";
        assertThatThrownBy(() -> YamlRecords.read(text, "text", Training.class, List.of()))
                .hasMessage(
                        "text:1:73: label-smoothing shares an image among all classes, and this objective takes one class"
                                + " for each image; train on 'nominal', or on images perturbed by an attack with 'loss: kl',"
                                + " or leave label-smoothing out");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "label-smoothing: 0",
                "label-smoothing: 1",
                "stochastic-depth: 1",
                "stochastic-depth: 0.1",
                "micro-batch: 0",
                "micro-batch: 128"
            })
    void refusesSettingsThatCannotAct(String setting) {
        String text = "train: {architecture: {softmax-regression: {side: 2}}, objective: nominal, " + setting + "}";
        String name = setting.substring(0, setting.indexOf(':'));
        assertThatThrownBy(() -> YamlRecords.read(text, "text", Training.class, List.of()))
                .hasMessageStartingWith("text:1:" + (text.indexOf(setting) + name.length() + 3) + ": " + name + " ");
    }
}
