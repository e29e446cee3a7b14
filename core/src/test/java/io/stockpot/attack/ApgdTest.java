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
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoLeaks.class)
class ApgdTest extends AttackInEveryNorm {
    private static final Offset<Double> CLOSE = Offset.offset(1e-6);

    /** In L1 sparse sign steps come close to the best vertex of the ball, but need several starts to reach it. */
    @Override
    Attack attack(Norm norm) {
        return norm == Norm.L1 ? new Apgd(100, 5, Optional.empty()) : new Apgd(40, 1, Optional.empty());
    }

    @Nested
    class L1FromLargerBalls extends AttackContract {
        @Override
        Norm norm() {
            return Norm.L1;
        }

        @Override
        Attack attack() {
            return new Apgd(60, 3, Optional.empty(), true);
        }

        @Override
        double reach() {
            return 0.9;
        }
    }

    @Test
    void checkpointsAreThoseOfThePaper() {
        assertThat(ApgdAscent.checkpoints(100)).containsExactly(22, 41, 57, 70, 80, 87, 93, 99);
        assertThat(ApgdAscent.checkpoints(40)).containsExactly(8, 15, 21, 26, 30, 33, 35, 37, 39);
        assertThat(ApgdAscent.checkpoints(20)).startsWith(4, 7, 9, 10, 11).endsWith(20);
        assertThat(ApgdAscent.checkpoints(10)).containsExactly(2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(ApgdAscent.checkpoints(2)).containsExactly(1, 2);
        assertThat(SparseAscent.checkpoints(100))
                .hasSize(25)
                .startsWith(4, 8, 12)
                .endsWith(100);
        assertThat(SparseAscent.checkpoints(40)).hasSize(40).startsWith(1, 2, 3);
    }

    private static Attempt training(Goal goal, Tensor images) {
        return new Attempt(
                Survivors.staying(goal, images), images, Purpose.TRAINING, Fixtures.draws((int) images.size(0)));
    }

    /** Of four steps two, three and four raised the loss; condition 1 wants more than three quarters. */
    @Test
    void halvesWhereTooFewStepsRaiseTheLoss() {
        try (Scope scope = Scope.open()) {
            Tensor images = Fixtures.images(3, 1);
            Goal goal = new Goal(Fixtures.network(1), Fixtures.indices(0, 0, 0));
            Response response = goal.gradient(images, AttackLoss.CROSS_ENTROPY);
            ApgdAscent.MomentumIterates iterates =
                    new ApgdAscent.MomentumIterates(training(goal, images), images, response, 1);
            for (int step = 0; step < 4; step++) {
                iterates.move(Norm.LINF, 1, (x, previous, eta, z, project) -> project.accept(z));
            }
            iterates.increases.copy_(Tensor.create(new float[] {2, 3, 4}, 3));
            boolean[] stuck = iterates.stuck();
            assertThat(stuck).containsExactly(true, true, false);
            iterates.halve(stuck);
            assertThat(Rows.numbers(iterates.stepSizes())).containsExactly(0.5, 0.5, 1);
            assertThat(Rows.numbers(iterates.increases)).containsOnly(0);
        }
    }

    /** Every step raises the loss of both images, but only the first image reaches a new best loss. */
    @Test
    void halvesWhereTheBestLossStallsButNotTwiceInARow() {
        try (Scope scope = Scope.open()) {
            Tensor images = Fixtures.images(2, 1);
            Goal goal = new Goal(Fixtures.network(1), Fixtures.indices(0, 0));
            Response response = goal.gradient(images, AttackLoss.CROSS_ENTROPY);
            ApgdAscent.MomentumIterates iterates =
                    new ApgdAscent.MomentumIterates(training(goal, images), images, response, 1);
            double[][] expected = {{1, 1}, {1, 0.5}, {1, 0.5}, {1, 0.25}};
            for (double[] stepSizes : expected) {
                iterates.increases.fill_(new Scalar(1));
                iterates.bestLoss.add_(Tensor.create(new float[] {1, 0}, 2));
                iterates.halve(iterates.stuck());
                assertThat(Rows.numbers(iterates.stepSizes())).containsExactly(stepSizes, CLOSE);
            }
        }
    }

    /**
     * One pixel at 0.5 whose loss is highest at 0.56, in [0.4, 0.6], ten steps: followed by hand. The
     * second step overshoots, so the step is halved and the walk returns to 0.6; the fifth overshoots
     * again and it returns to 0.5625.
     */
    @Test
    void walksAsComputedByHand() {
        try (Scope scope = Scope.open()) {
            List<Double> points = new ArrayList<>();
            Logits valley = images -> {
                points.add(Rows.numbers(images)[0]);
                Tensor label = images.flatten(1, -1).sub(new Scalar(0.56)).square();
                return torch.cat(new TensorVector(label, torch.zeros_like(label), torch.zeros_like(label)), 1);
            };
            Tensor image = Rows.tensor(new double[][] {{0.5}}, 1, 1, 1);
            new Apgd(10, 1, Optional.empty())
                    .perturb(
                            new Goal(valley, Fixtures.indices(0)),
                            image,
                            ThreatModel.parse("Linf 0.1"),
                            Purpose.TRAINING,
                            Fixtures.draws(1));
            double[] byHand = {0.5, 0.6, 0.475, 0.525, 0.5625, 0.496875, 0.525};
            assertThat(points).hasSize(11);
            assertThat(points.stream().mapToDouble(x -> x).limit(byHand.length).toArray())
                    .containsExactly(byHand, CLOSE);
        }
    }

    /**
     * A linear loss over 48 pixels and L1 epsilon 0.3: training begins with ⌈5 % of 48⌉ = 3 pixels, each
     * moved by 0.1; then with ⌈3 / 1.5⌉ = 2, each by 0.15, and the projection takes 0.1 from all three.
     */
    @Test
    void walksInL1AsComputedByHand() {
        try (Scope scope = Scope.open()) {
            List<double[]> points = new ArrayList<>();
            double[] weights = new double[Fixtures.PIXELS];
            Arrays.setAll(weights, i -> -(i + 1) / 48.0);
            Logits linear = Fixtures.linear(weights, 0);
            Logits watched = images -> {
                points.add(Rows.numbers(images.flatten(1, -1).narrow(1, 44, 4).sub(new Scalar(0.5))));
                return linear.of(images);
            };
            Tensor image = torch.full(new long[] {1, 3, 4, 4}, new Scalar(0.5));
            new Apgd(2, 1, Optional.empty())
                    .perturb(
                            new Goal(watched, Fixtures.indices(0)),
                            image,
                            ThreatModel.parse("L1 0.3"),
                            Purpose.TRAINING,
                            Fixtures.draws(1));
            assertThat(points).hasSize(3);
            assertThat(points.get(1)).containsExactly(new double[] {0, 0.1, 0.1, 0.1}, CLOSE);
            assertThat(points.get(2)).containsExactly(new double[] {0, 0, 0.15, 0.15}, CLOSE);
        }
    }

    /**
     * A start that has changed three coordinates is not sparser after a step that has changed nothing: the step
     * becomes shorter, in a ball that follows a larger one as in any other checkpoint.
     */
    @Test
    void comparesItsFirstStepsWithWhereItCameFrom() {
        try (Scope scope = Scope.open()) {
            Tensor image = torch.full(new long[] {1, 3, 4, 4}, new Scalar(0.5));
            Tensor start = image.clone();
            start.flatten(1, -1).narrow(1, 0, 3).add_(new Scalar(0.1));
            Goal goal = new Goal(Fixtures.linear(new double[Fixtures.PIXELS], 0), Fixtures.indices(0));
            Response response = goal.gradient(start, AttackLoss.CROSS_ENTROPY);
            SparseAscent.SparseIterates iterates =
                    new SparseAscent.SparseIterates(training(goal, image), start, response, 0.3);
            iterates.moveFewer();
            iterates.adapt(iterates.sparser());
            assertThat(iterates.stepSizes().item_float()).isEqualTo(0.3f / 1.5f);
        }
    }

    /** 30, 30 and 40 of 100 steps; the points of a phase lie in its ball, and only the last one files. */
    @Test
    void shrinksLargerBallsInL1() {
        try (Scope scope = Scope.open()) {
            List<Double> sizes = new ArrayList<>();
            Tensor image = torch.full(new long[] {1, 3, 4, 4}, new Scalar(0.5));
            Logits linear = Fixtures.linear(
                    new Seed(1).generator().doubles(Fixtures.PIXELS, -1, 1).toArray(), 9);
            Logits watched = images -> {
                sizes.add(Rows.numbers(Norm.L1.size(images.sub(image)))[0]);
                return linear.of(images);
            };
            new Apgd(100, 1, Optional.empty(), true)
                    .perturb(
                            new Goal(watched, Fixtures.indices(0)),
                            image,
                            ThreatModel.parse("L1 0.5"),
                            Purpose.EVALUATION,
                            Fixtures.draws(1));
            assertThat(sizes).hasSize(31 + 31 + 41);
            assertThat(sizes.subList(0, 31))
                    .allMatch(size -> size <= 1.5 + 1e-5)
                    .anyMatch(size -> size > 1.4);
            assertThat(sizes.subList(31, 62)).allMatch(size -> size <= 1 + 1e-5).anyMatch(size -> size > 0.9);
            assertThat(sizes.subList(62, 103)).allMatch(size -> size <= 0.5 + 1e-5);
        }
    }

    @ParameterizedTest
    @EnumSource
    void trainingKeepsEveryImageAndReturnsTheHighestLoss(Norm norm) {
        try (Scope scope = Scope.open()) {
            Logits network = Fixtures.network(1);
            List<Long> batches = new ArrayList<>();
            List<double[]> losses = new ArrayList<>();
            Tensor images = Fixtures.images(20, 3);
            Tensor labels = Fixtures.classes(network, images);
            Logits watched = points -> {
                Tensor logits = network.of(points);
                batches.add(points.size(0));
                losses.add(Rows.numbers(AttackLoss.CROSS_ENTROPY.of(logits, labels)));
                return logits;
            };
            ThreatModel threat = ThreatModel.parse(norm + (norm == Norm.LINF ? " 0.1" : " 1"));
            Tensor points = new Apgd(10, 1, Optional.empty())
                    .perturb(new Goal(watched, labels), images, threat, Purpose.TRAINING, Fixtures.draws(20));
            assertThat(batches).hasSize(11).containsOnly(20L);
            double[] reached = Rows.numbers(AttackLoss.CROSS_ENTROPY.of(network.of(points), labels));
            for (int i = 0; i < 20; i++) {
                int image = i;
                double highest =
                        losses.stream().mapToDouble(loss -> loss[image]).max().orElseThrow();
                assertThat(reached[i]).isCloseTo(highest, Offset.offset(1e-5)).isGreaterThan(losses.get(0)[i]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void evaluationDropsBrokenImagesAtOnceAndRestartsTheOthers(Norm norm) {
        try (Scope scope = Scope.open()) {
            Logits network = Fixtures.network(1);
            Tensor images = Fixtures.images(20, 3);
            Tensor labels = Fixtures.classes(network, images);
            List<Long> batches = new ArrayList<>();
            Logits watched = points -> {
                Tensor logits = network.of(points);
                batches.add(points.size(0));
                return logits;
            };
            ThreatModel threat =
                    ThreatModel.parse(norm + (norm == Norm.LINF ? " 0.06" : norm == Norm.L2 ? " 0.3" : " 1"));
            Goal goal = new Goal(watched, labels);
            Tensor points = new Apgd(10, 3, Optional.empty())
                    .perturb(goal, images, threat, Purpose.EVALUATION, Fixtures.draws(20));
            assertThat(batches)
                    .hasSize(33)
                    .isSortedAccordingTo((a, b) -> Long.compare(b, a))
                    .first()
                    .isEqualTo(20L);
            long standing = Fixtures.classes(network, points).eq(labels).sum().item_long();
            assertThat(standing).isStrictlyBetween(0L, 20L).isLessThanOrEqualTo(batches.get(32));
        }
    }

    /** A pixel whose loss is highest on the correct side: the lower loss on the wrong side must count. */
    @Test
    void keepsTheMisclassifiedPointThoughItsLossIsLower() {
        try (Scope scope = Scope.open()) {
            Logits classifier = images -> {
                Tensor pixel = images.flatten(1, -1);
                Tensor wrongSide = pixel.lt(new Scalar(0.5)).to(ScalarType.Float);
                Tensor first = wrongSide.mul(new Scalar(0.2)).sub(pixel.mul(new Scalar(1e-3)));
                Tensor second = wrongSide.mul(new Scalar(-30));
                return torch.cat(new TensorVector(torch.full_like(pixel, new Scalar(0.01)), first, second), 1);
            };
            Tensor images = torch.full(new long[] {16, 1, 1, 1}, new Scalar(0.5));
            Tensor labels = torch.zeros(16).to(ScalarType.Long);
            Apgd attack = new Apgd(2, 1, Optional.of(AttackLoss.CROSS_ENTROPY));
            Tensor points = attack.perturb(
                    new Goal(classifier, labels),
                    images,
                    ThreatModel.parse("Linf 0.1"),
                    Purpose.EVALUATION,
                    Fixtures.draws(16));
            assertThat(Rows.numbers(Fixtures.classes(classifier, points))).containsOnly(1);
        }
    }

    @Test
    void refusesFewerThanOneStepOrRestart() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Apgd(0, 1, Optional.empty()))
                .withMessage("steps must be at least 1, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Apgd(1, 0, Optional.empty()))
                .withMessage("restarts must be at least 1, not 0");
    }
}
