package io.stockpot.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Rows;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.Norm;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class AttackLossTest {
    private static final Offset<Double> CLOSE = Offset.offset(1e-6);

    @Test
    void dlrIsTheMarginOverTheRangeOfTheFirstThree() {
        try (Scope scope = Scope.open()) {
            Tensor logits = Rows.tensor(new double[][] {{5, 1, 3, -7}, {5, 1, 3, -7}, {5, 1, 3, -7}, {2, 2, 2, 2}}, 4);
            Tensor labels = Fixtures.indices(0, 2, 3, 1);
            assertThat(Rows.numbers(AttackLoss.DLR.of(logits, labels)))
                    .containsExactly(new double[] {-(5 - 3) / 4.0, -(3 - 5) / 4.0, -(-7 - 5) / 4.0, 0}, CLOSE);
        }
    }

    @Test
    void dlrIgnoresScaleAndShift() {
        try (Scope scope = Scope.open()) {
            Tensor labels = Fixtures.indices(0, 2);
            double[][] logits = {{5, 1, 3, -7}, {0.5, 1, 0.25, 2}};
            double[][] moved = {{500, 100, 300, -700}, {10.5, 11, 10.25, 12}};
            assertThat(Rows.numbers(AttackLoss.DLR.of(Rows.tensor(moved, 4), labels)))
                    .containsExactly(Rows.numbers(AttackLoss.DLR.of(Rows.tensor(logits, 4), labels)), CLOSE);
        }
    }

    /** An infinite range would make the loss and its gradient zero. */
    @Test
    void dlrIsTheMarginWhereClassesAreRuledOut() {
        double ruledOut = Double.NEGATIVE_INFINITY;
        try (Scope scope = Scope.open();
                AutoGradMode recording = new AutoGradMode(true)) {
            double[][] rows = {{2, ruledOut, 0.5, ruledOut}, {2, 1, 0, ruledOut}};
            Tensor logits = Rows.tensor(rows, 4).requires_grad_(true);
            Tensor labels = Fixtures.indices(0, 0);
            Tensor loss = AttackLoss.DLR.of(logits, labels);
            assertThat(Rows.numbers(loss.detach())).containsExactly(new double[] {-1.5, -0.5}, CLOSE);
            assertThat(Rows.of(slope(loss, logits))[0]).containsExactly(new double[] {-1, 0, 1, 0}, CLOSE);
            Tensor towards = AttackLoss.DLR.towards(logits, labels, Fixtures.indices(2, 1));
            assertThat(Rows.numbers(towards.detach())).containsExactly(new double[] {-1.5, -1}, CLOSE);
            assertThat(Rows.of(slope(towards, logits))[0]).containsExactly(new double[] {-1, 0, 1, 0}, CLOSE);
        }
    }

    private static Tensor slope(Tensor loss, Tensor logits) {
        return torch.grad(new TensorVector(loss.sum()), new TensorVector(logits))
                .get(0);
    }

    @Test
    void dlrNeedsThreeClasses() {
        try (Scope scope = Scope.open()) {
            Tensor logits = Rows.tensor(new double[][] {{1, 2}}, 2);
            Tensor labels = Fixtures.indices(0);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> AttackLoss.DLR.of(logits, labels))
                    .withMessageContaining("the DLR loss needs at least 3 classes, not 2;")
                    .withMessageContaining("loss: margin");
        }
    }

    @Test
    void crossEntropyIsMinusTheLogProbability() {
        try (Scope scope = Scope.open()) {
            Tensor logits = Rows.tensor(new double[][] {{0, Math.log(2), Math.log(5)}}, 3);
            assertThat(Rows.numbers(AttackLoss.CROSS_ENTROPY.of(logits, Fixtures.indices(1))))
                    .containsExactly(new double[] {Math.log(4)}, CLOSE);
        }
    }

    /** Of the distribution (1/2, 1/2, 0) from answers of 1/8, 2/8 and 5/8: (log 4 + log 2) / 2. */
    @Test
    void divergenceIsThatOfTheAnswerFromTheDistribution() {
        try (Scope scope = Scope.open()) {
            Tensor logits = Rows.tensor(new double[][] {{0, Math.log(2), Math.log(5)}}, 3);
            Tensor shares = Rows.tensor(new double[][] {{0.5, 0.5, 0}}, 3);
            assertThat(Rows.numbers(AttackLoss.KL.of(logits, shares)))
                    .containsExactly(new double[] {(Math.log(4) + Math.log(2)) / 2}, CLOSE);
        }
    }

    @Test
    void divergenceFromALabelIsTheCrossEntropy() {
        try (Scope scope = Scope.open()) {
            Tensor logits = Rows.tensor(new double[][] {{0.3, -1, 2}, {4, 0, 1}}, 3);
            Tensor labels = Fixtures.indices(1, 0);
            Tensor shown = Rows.tensor(new double[][] {{0, 1, 0}, {1, 0, 0}}, 3);
            double[] crossEntropy = Rows.numbers(AttackLoss.CROSS_ENTROPY.of(logits, labels));
            assertThat(Rows.numbers(AttackLoss.KL.of(logits, labels))).containsExactly(crossEntropy);
            assertThat(Rows.numbers(AttackLoss.KL.of(logits, shown))).containsExactly(crossEntropy, CLOSE);
        }
    }

    @Test
    void theUsualLossesAreThoseOfThePaper() {
        for (Norm norm : Norm.values()) {
            assertThat(Purpose.TRAINING.usualLoss(norm)).isEqualTo(AttackLoss.CROSS_ENTROPY);
        }
        assertThat(Purpose.EVALUATION.usualLoss(Norm.LINF)).isEqualTo(AttackLoss.DLR);
        assertThat(Purpose.EVALUATION.usualLoss(Norm.L2)).isEqualTo(AttackLoss.DLR);
        assertThat(Purpose.EVALUATION.usualLoss(Norm.L1)).isEqualTo(AttackLoss.CROSS_ENTROPY);
    }
}
