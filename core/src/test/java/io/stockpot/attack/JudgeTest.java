package io.stockpot.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stockpot.base.Seed;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Rows;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.assertj.core.data.Offset;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
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
    void neverAttacksMisclassifiedImagesAndNeverCallsThemRobust() {
        try (Scope scope = Scope.open()) {
            Logits network = Fixtures.network(1);
            Tensor images = Fixtures.images(20, 3);
            Tensor labels = Fixtures.classes(network, images);
            Tensor wrong = nextClass(labels);
            List<Long> batches = new ArrayList<>();
            Logits watched = points -> {
                batches.add(points.size(0));
                return network.of(points);
            };
            Judgement judgement = new Judge(THREAT, List.of(STRONG)).judge(watched, images, wrong, Fixtures.draws(20));
            assertThat(judgement.clean().isEmpty()).isTrue();
            assertThat(judgement.robust().isEmpty()).isTrue();
            assertThat(batches).containsExactly(20L);
            assertThat(Rows.of(judgement.perturbed())).isDeepEqualTo(Rows.of(images));
        }
    }

    @Test
    void countsTheCleanImagesAsRobustWithoutAttacks() {
        try (Scope scope = Scope.open()) {
            Logits network = Fixtures.network(1);
            Tensor images = Fixtures.images(20, 3);
            Tensor labels = Fixtures.classes(network, images);
            Judgement judgement = new Judge(THREAT, List.of()).judge(network, images, labels, Fixtures.draws(20));
            assertThat(judgement.clean().cardinality()).isEqualTo(20);
            assertThat(judgement.robust()).isEqualTo(judgement.clean());
        }
    }

    @Test
    void callsAnImageRobustWhenItsWorstPointIsClassifiedCorrectly() {
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
    void projectsProposedPointsAndDismissesThoseThatAreNotFinite(Norm norm) {
        try (Scope scope = Scope.open()) {
            ThreatModel threat = ThreatModel.parse(norm + " 0.5");
            Tensor images = Fixtures.images(4, 3);
            double[][] proposed = Rows.of(images);
            proposed[0][5] = Double.NaN;
            proposed[1][5] = Double.POSITIVE_INFINITY;
            proposed[2][5] = -1000;
            double[][] admitted = Rows.of(Ruling.admissible(threat, Rows.tensor(proposed, Fixtures.SHAPE), images));
            assertThat(admitted[0]).containsExactly(Rows.of(images)[0]);
            double change = Math.abs(admitted[1][5] - Rows.of(images)[1][5]);
            assertThat(change).isFinite().isLessThanOrEqualTo(0.5 + 1e-6);
            assertThat(admitted[2][5]).isCloseTo(Math.max(0, Rows.of(images)[2][5] - 0.5), Offset.offset(1e-6));
            assertThat(admitted[3]).containsExactly(Rows.of(images)[3], Offset.offset(1e-7));
        }
    }

    /** The roundings of 12,288 pixels to float32 add up to more than a millionth, which is all that is allowed. */
    @Test
    void pullsBackWhatRoundingCarriesOutOfASmallBallOfL1() {
        try (Scope scope = Scope.open()) {
            RandomGenerator random = new Seed(8).generator();
            Tensor images = Rows.tensor(Rows.draw(40, 12_288, () -> 0.3 + 0.4 * random.nextDouble()), 3, 64, 64);
            Tensor proposed =
                    images.add(Rows.tensor(Rows.draw(40, 12_288, () -> 1e-3 * (random.nextDouble() - 0.5)), 3, 64, 64));
            double[] sizes = Rows.numbers(Norm.L1.size(Ruling.admissible(ThreatModel.parse("L1 0.5"), proposed, images)
                    .sub(images)));
            assertThat(Arrays.stream(sizes)).allMatch(size -> size > 0.499 && size <= 0.5 + 1e-6);
        }
    }

    @Test
    void countsAnImageAsWrongWhenALogitIsNotFinite() {
        try (Scope scope = Scope.open()) {
            Goal goal = new Goal(Fixtures.network(1), Fixtures.indices(0, 0, 0));
            double infinity = Double.POSITIVE_INFINITY;
            Tensor logits = Rows.tensor(new double[][] {{2, 1, 0}, {Double.NaN, 1, 0}, {infinity, 1, 0}}, 3);
            assertThat(Rows.numbers(goal.correct(logits))).containsExactly(1, 0, 0);
        }
    }

    /** A network may rule classes out. */
    @Test
    void countsAnImageAsCorrectWhenOtherClassesAreAtMinusInfinity() {
        try (Scope scope = Scope.open()) {
            Goal goal = new Goal(Fixtures.network(1), Fixtures.indices(0, 1, 1));
            double ruledOut = Double.NEGATIVE_INFINITY;
            Tensor logits =
                    Rows.tensor(new double[][] {{2, ruledOut, 0}, {2, ruledOut, 0}, {ruledOut, ruledOut, ruledOut}}, 3);
            assertThat(Rows.numbers(goal.correct(logits))).containsExactly(1, 0, 0);
        }
    }

    @Test
    void countsAnImageAsWrongWhenTheClassifierDoesNotKnowItsLabel() {
        try (Scope scope = Scope.open()) {
            Goal goal = new Goal(Fixtures.network(1), Fixtures.indices(2, 3, 9));
            Tensor logits = Rows.tensor(new double[][] {{0, 1, 2}, {0, 1, 2}, {0, 1, 2}}, 3);
            assertThat(Rows.numbers(goal.correct(logits))).containsExactly(1, 0, 0);
        }
    }

    @Test
    void judgesAnEmptyBatchWithoutLeavingTensorsBehind() {
        try (Scope scope = Scope.open()) {
            Logits network = Fixtures.network(1);
            Tensor none = Fixtures.images(1, 2).narrow(0, 0, 0);
            Tensor noLabels = Fixtures.indices(0).narrow(0, 0, 0);
            long before = Pointer.totalCount();
            Judgement judgement = new Judge(THREAT, List.of(STRONG)).judge(network, none, noLabels, Fixtures.draws(0));
            assertThat(judgement.robust().isEmpty()).isTrue();
            assertThat(Pointer.totalCount()).isEqualTo(before + 1);
        }
    }

    private static Tensor nextClass(Tensor labels) {
        return labels.add(new Scalar(1)).remainder(new Scalar(Fixtures.CLASSES));
    }

    /** On the two sides of a plane: class 0 where the sum of the pixels is above 24, the images at 24.48. */
    private static final class Plane {
        private final Logits classifier = Fixtures.linear(ones(), -24);
        private static final Judge JUDGE = new Judge(ThreatModel.parse("Linf 0.02"), List.of());
        private final Tensor images = rows(3, 0.51);
        private final Tensor labels = Fixtures.indices(0, 0, 0);

        private static double[] ones() {
            double[] ones = new double[Fixtures.PIXELS];
            Arrays.fill(ones, 1);
            return ones;
        }

        static Tensor rows(int count, double value) {
            return torch.full(new long[] {count, 3, 4, 4}, new Scalar(value));
        }

        Judgement judge(Tensor proposed) {
            return JUDGE.judge(classifier, images, labels, proposed);
        }
    }

    @Test
    void judgesPointsThatSomebodyElseProposes() {
        try (Scope scope = Scope.open()) {
            Plane plane = new Plane();
            double[][] proposed = Rows.of(Plane.rows(3, 0.51));
            Arrays.fill(proposed[0], 0.495); // 23.76: another class
            Arrays.fill(proposed[1], 0.505); // 24.24: still the right one, but closer
            Arrays.fill(proposed[2], 0.52);
            Judgement judgement = plane.judge(Rows.tensor(proposed, Fixtures.SHAPE));
            assertThat(judgement.clean()).isEqualTo(BitSet.valueOf(new long[] {0b111}));
            assertThat(judgement.robust()).isEqualTo(BitSet.valueOf(new long[] {0b110}));
            double[][] worst = Rows.of(judgement.perturbed());
            assertThat(worst[0]).containsExactly(proposed[0], Offset.offset(1e-6));
            assertThat(worst[1]).containsExactly(proposed[1], Offset.offset(1e-6));
            // a point that is better than the image is no worst case
            assertThat(worst[2]).containsExactly(Rows.of(plane.images)[2]);
            assertThat(judgement.gradients()).isEqualTo(GradientTally.NONE);
        }
    }

    @Test
    void projectsPointsThatLieOutsideTheBallBeforeTheyCount() {
        try (Scope scope = Scope.open()) {
            Plane plane = new Plane();
            // the whole box away, of which the ball leaves 0.49: 23.52 is another class; upwards nothing breaks
            double[][] proposed = Rows.of(Plane.rows(3, 0));
            Arrays.fill(proposed[1], 1);
            assertThat(plane.judge(Rows.tensor(proposed, Fixtures.SHAPE)).robust())
                    .isEqualTo(BitSet.valueOf(new long[] {0b010}));
            // in a ball of half the radius the same points break nothing: 0.5 is the plane itself, 0.501 is not
            Judgement smaller = new Judge(ThreatModel.parse("Linf 0.009"), List.of())
                    .judge(plane.classifier, plane.images, plane.labels, Rows.tensor(proposed, Fixtures.SHAPE));
            assertThat(smaller.robust()).isEqualTo(smaller.clean());
            assertThat(Rows.of(smaller.perturbed())[0][0]).isCloseTo(0.501, Offset.offset(1e-6));
        }
    }

    @ParameterizedTest
    @EnumSource
    void learnsNothingFromPointsThatAreNotFinite(Norm norm) {
        try (Scope scope = Scope.open()) {
            Plane plane = new Plane();
            Judgement judgement = new Judge(ThreatModel.parse(norm + " 1"), List.of())
                    .judge(plane.classifier, plane.images, plane.labels, Plane.rows(3, Double.NaN));
            assertThat(judgement.robust()).isEqualTo(judgement.clean());
            assertThat(Rows.of(judgement.perturbed())).isDeepEqualTo(Rows.of(plane.images));
        }
    }

    @Test
    void neverCallsAMisclassifiedImageRobustWhateverIsProposed() {
        try (Scope scope = Scope.open()) {
            Plane plane = new Plane();
            Judgement judgement =
                    Plane.JUDGE.judge(plane.classifier, plane.images, Fixtures.indices(0, 1, 0), Plane.rows(3, 0.51));
            assertThat(judgement.clean()).isEqualTo(BitSet.valueOf(new long[] {0b101}));
            assertThat(judgement.robust()).isEqualTo(judgement.clean());
        }
    }

    @ParameterizedTest
    @EnumSource
    void judgesProposedPointsLikeAnAttackThatProposesThem(Norm norm) {
        try (Scope scope = Scope.open()) {
            ThreatModel threat = ThreatModel.parse(norm + (norm == Norm.LINF ? " 0.08" : " 0.6"));
            Logits network = Fixtures.network(1);
            Tensor images = Fixtures.images(40, 3);
            Tensor labels = Fixtures.classes(network, images);
            Judgement attacked = new Judge(threat, List.of(STRONG)).judge(network, images, labels, Fixtures.draws(40));
            Tensor proposed = attacked.perturbed().to(ScalarType.Double);
            Judgement judgement = new Judge(threat, List.of()).judge(network, images, labels, proposed);
            assertThat(judgement.robust().cardinality()).isLessThan(40);
            assertThat(judgement.robust()).isEqualTo(attacked.robust());
            assertThat(
                            Rows.numbers(judgement
                                    .perturbed()
                                    .sub(attacked.perturbed())
                                    .abs()
                                    .max())[0])
                    .isLessThan(1e-6);
        }
    }

    @Test
    void refusesPointsOfAnotherShapeThanTheImages() {
        try (Scope scope = Scope.open()) {
            Plane plane = new Plane();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> plane.judge(Plane.rows(1, 0.5)))
                    .withMessage("proposed points must have the shape of the images, [3, 3, 4, 4], not [1, 3, 4, 4]");
        }
    }
}
