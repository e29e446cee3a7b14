package io.stockpot.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Rows;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoLeaks.class)
class JudgeTest {
    private static final Attack WEAK = new Pgd(1, 0.3, false, Optional.empty());
    private static final Attack STRONG = new Apgd(20, 1, Optional.empty());
    private static final ThreatModel THREAT = ThreatModel.parse("Linf 0.08");

    @Test
    void misclassifiedImagesAreNeverAttackedAndNeverRobust() {
        try (Scope scope = Scope.open()) {
            Logits network = Fixtures.network(1);
            Tensor images = Fixtures.images(20, 3);
            Tensor labels = Fixtures.classes(network, images);
            Tensor wrong = labels.add(new org.bytedeco.pytorch.Scalar(1)).remainder(new org.bytedeco.pytorch.Scalar(5));
            List<Long> batches = new ArrayList<>();
            Logits watched = points -> {
                batches.add(points.size(0));
                return network.of(points);
            };
            Judgement verdict = new Judge(THREAT, List.of(STRONG)).judge(watched, images, wrong, Fixtures.draws(20));
            assertThat(verdict.clean().isEmpty()).isTrue();
            assertThat(verdict.robust().isEmpty()).isTrue();
            assertThat(batches).containsExactly(20L);
            assertThat(Rows.of(verdict.perturbed())).isDeepEqualTo(Rows.of(images));
        }
    }

    @Test
    void withoutAttacksRobustIsClean() {
        try (Scope scope = Scope.open()) {
            Logits network = Fixtures.network(1);
            Tensor images = Fixtures.images(20, 3);
            Tensor labels = Fixtures.classes(network, images);
            Judgement verdict = new Judge(THREAT, List.of()).judge(network, images, labels, Fixtures.draws(20));
            assertThat(verdict.clean().cardinality()).isEqualTo(20);
            assertThat(verdict.robust()).isEqualTo(verdict.clean());
        }
    }

    @Test
    void verdictIsWhatTheClassifierSaysOfThePerturbedImages() {
        try (Scope scope = Scope.open()) {
            Logits network = Fixtures.network(1);
            Tensor images = Fixtures.images(40, 3);
            Tensor labels = Fixtures.classes(network, images);
            Judgement weak = new Judge(THREAT, List.of(WEAK)).judge(network, images, labels, Fixtures.draws(40));
            Judgement both =
                    new Judge(THREAT, List.of(WEAK, STRONG)).judge(network, images, labels, Fixtures.draws(40));
            assertThat(both.robust().cardinality()).isBetween(1, weak.robust().cardinality() - 1);
            double[] correct =
                    Rows.numbers(Fixtures.classes(network, both.perturbed()).eq(labels));
            double[] sizes = Rows.numbers(Norm.LINF.size(both.perturbed().sub(images)));
            for (int i = 0; i < 40; i++) {
                assertThat(both.robust().get(i)).isEqualTo(correct[i] == 1);
                assertThat(sizes[i]).isPositive().isLessThanOrEqualTo(0.08 + 1e-6);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatAttacksProposeIsBroughtBackOrDismissed(Norm norm) {
        try (Scope scope = Scope.open()) {
            ThreatModel threat = ThreatModel.parse(norm + " 0.5");
            Tensor images = Fixtures.images(4, 3);
            double[][] proposed = Rows.of(images);
            proposed[0][5] = Double.NaN;
            proposed[1][5] = Double.POSITIVE_INFINITY;
            proposed[2][5] = -1000;
            double[][] admitted = Rows.of(Stage.admissible(threat, Rows.tensor(proposed, Fixtures.SHAPE), images));
            assertThat(admitted[0]).containsExactly(Rows.of(images)[0]);
            double change = Math.abs(admitted[1][5] - Rows.of(images)[1][5]);
            assertThat(change).isFinite().isLessThanOrEqualTo(0.5 + 1e-6);
            assertThat(admitted[2][5]).isCloseTo(Math.max(0, Rows.of(images)[2][5] - 0.5), Offset.offset(1e-6));
            assertThat(admitted[3]).containsExactly(Rows.of(images)[3], Offset.offset(1e-7));
        }
    }

    @Test
    void logitsThatAreNoNumbersAreWrong() {
        try (Scope scope = Scope.open()) {
            Goal goal = new Goal(Fixtures.network(1), Fixtures.indices(0, 0, 0));
            double infinity = Double.POSITIVE_INFINITY;
            Tensor logits = Rows.tensor(new double[][] {{2, 1, 0}, {Double.NaN, 1, 0}, {infinity, 1, 0}}, 3);
            assertThat(Rows.numbers(goal.correct(logits))).containsExactly(1, 0, 0);
        }
    }

    /** As a network has it that rules classes out. */
    @Test
    void otherClassesMayBeAtMinusInfinity() {
        try (Scope scope = Scope.open()) {
            Goal goal = new Goal(Fixtures.network(1), Fixtures.indices(0, 1, 1));
            double ruledOut = Double.NEGATIVE_INFINITY;
            Tensor logits =
                    Rows.tensor(new double[][] {{2, ruledOut, 0}, {2, ruledOut, 0}, {ruledOut, ruledOut, ruledOut}}, 3);
            assertThat(Rows.numbers(goal.correct(logits))).containsExactly(1, 0, 0);
        }
    }

    @Test
    void labelsThatTheClassifierDoesNotKnowAreWrong() {
        try (Scope scope = Scope.open()) {
            Goal goal = new Goal(Fixtures.network(1), Fixtures.indices(2, 3, 9));
            Tensor logits = Rows.tensor(new double[][] {{0, 1, 2}, {0, 1, 2}, {0, 1, 2}}, 3);
            assertThat(Rows.numbers(goal.correct(logits))).containsExactly(1, 0, 0);
        }
    }

    @Test
    void judgesNoImagesAndLeavesNothingBehind() {
        try (Scope scope = Scope.open()) {
            Logits network = Fixtures.network(1);
            Tensor none = Fixtures.images(1, 2).narrow(0, 0, 0);
            Tensor noLabels = Fixtures.indices(0).narrow(0, 0, 0);
            long before = Pointer.totalCount();
            Judgement verdict = new Judge(THREAT, List.of(STRONG)).judge(network, none, noLabels, Fixtures.draws(0));
            assertThat(verdict.robust().isEmpty()).isTrue();
            assertThat(Pointer.totalCount()).isEqualTo(before + 1);
        }
    }
}
