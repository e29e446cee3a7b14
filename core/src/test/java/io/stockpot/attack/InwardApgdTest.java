package io.stockpot.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.stockpot.base.Seed;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Rows;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoLeaks.class)
class InwardApgdTest extends AttackInEveryNorm {
    @Override
    Attack attack(Norm norm) {
        return new InwardApgd(100, 3, 3, AttackLoss.MARGIN);
    }

    /** Twenty steps: four in each of three larger balls, and eight in the last; the points lie in their balls. */
    @ParameterizedTest
    @EnumSource
    void shrinksTheBallToThatOfTheThreat(Norm norm) {
        try (Scope scope = Scope.open()) {
            List<Double> sizes = new ArrayList<>();
            Tensor image = torch.full(new long[] {1, 3, 4, 4}, new Scalar(0.5));
            Logits linear = Fixtures.linear(
                    new Seed(1).generator().doubles(Fixtures.PIXELS, -1, 1).toArray(), 30);
            Logits watched = images -> {
                sizes.add(Rows.numbers(norm.size(images.sub(image)))[0]);
                return linear.of(images);
            };
            new InwardApgd(20, 1, 3, AttackLoss.MARGIN)
                    .perturb(
                            new Goal(watched, Fixtures.indices(0)),
                            image,
                            ThreatModel.parse(norm + " 0.1"),
                            Purpose.EVALUATION,
                            Fixtures.draws(1));
            int part = 1 + 4;
            assertThat(sizes).hasSize(3 * part + 1 + 8);
            for (int ball = 0; ball < 3; ball++) {
                double radius = (4 - ball) * 0.1;
                assertThat(sizes.subList(ball * part, (ball + 1) * part))
                        .allMatch(size -> size <= radius + 1e-5)
                        .anyMatch(size -> size > 0.95 * radius);
            }
            assertThat(sizes.subList(3 * part, sizes.size())).allMatch(size -> size <= 0.1 + 1e-5);
        }
    }

    /**
     * One pixel, black, that nothing says to brighten: the margin is flat at 1 up to 0.9 ε, and falls from there on. What
     * climbs inside the ball from a point near the image sees no slope; what comes from larger balls comes down it.
     */
    @Test
    void findsAWayThatIsFlatNearTheImage() {
        try (Scope scope = Scope.open()) {
            // many pixels, so that no random start is bright in the first
            Tensor image = torch.zeros(new long[] {1, 1, 12, 12});
            Logits flat = images -> {
                Tensor brightness = images.flatten(1, -1).narrow(1, 0, 1);
                Tensor margin = brightness
                        .sub(new Scalar(0.27))
                        .relu()
                        .mul(new Scalar(-50))
                        .add(new Scalar(1));
                return torch.cat(new org.bytedeco.pytorch.TensorVector(margin, torch.zeros_like(margin)), 1);
            };
            ThreatModel threat = ThreatModel.parse("L2 0.3");
            Judge inside = new Judge(threat, List.of(new Apgd(200, 1, Optional.of(AttackLoss.MARGIN))));
            Judge outside = new Judge(threat, List.of(new InwardApgd(20, 10, 6, AttackLoss.MARGIN)));
            assertThat(inside.judge(flat, image, Fixtures.indices(0), Fixtures.draws(1))
                            .robust()
                            .cardinality())
                    .isOne();
            assertThat(outside.judge(flat, image, Fixtures.indices(0), Fixtures.draws(1))
                            .robust()
                            .cardinality())
                    .isZero();
        }
    }

    /** In L1 a run through two larger balls is that of AutoAttack, to the bit. */
    @Test
    void isThePublishedAscentInL1() {
        try (Scope scope = Scope.open()) {
            Logits network = Fixtures.network(1);
            Tensor images = Fixtures.images(20, 3);
            Goal goal = new Goal(network, Fixtures.classes(network, images));
            ThreatModel threat = ThreatModel.parse("L1 0.4");
            Tensor inward = new InwardApgd(20, 2, 2, AttackLoss.MARGIN)
                    .perturb(goal, images, threat, Purpose.EVALUATION, Fixtures.draws(20));
            Tensor published = new Apgd(20, 2, Optional.of(AttackLoss.MARGIN), true)
                    .perturb(goal, images, threat, Purpose.EVALUATION, Fixtures.draws(20));
            assertThat(Rows.of(inward)).isDeepEqualTo(Rows.of(published));
        }
    }

    /** Two images withstand: 64 / 2 runs fill a batch, and 40 are 32 and 8. */
    @Test
    void putsRunsTogetherWhereFewImagesAreLeft() {
        try (Scope scope = Scope.open()) {
            List<Long> batches = new ArrayList<>();
            Logits linear = Fixtures.linear(new double[Fixtures.PIXELS], 5);
            Logits watched = images -> {
                batches.add(images.size(0));
                return linear.of(images).add(images.mean().mul(new Scalar(0)));
            };
            Goal goal = new Goal(watched, Fixtures.indices(0, 0));
            new InwardApgd(1, 40, 1, AttackLoss.MARGIN)
                    .perturb(
                            goal,
                            Fixtures.images(2, 3),
                            ThreatModel.parse("L2 0.1"),
                            Purpose.EVALUATION,
                            Fixtures.draws(2));
            assertThat(batches).containsExactly(64L, 64L, 16L, 16L);
        }
    }

    /** Alone or together with other runs, a run draws the same numbers, and finds the same points on a smooth network. */
    @ParameterizedTest
    @EnumSource
    void findsTheSamePointsInOneBatchAsInSeveral(Norm norm) {
        try (Scope scope = Scope.open()) {
            Logits network = Fixtures.network(1);
            Tensor images = Fixtures.images(10, 3);
            Goal goal = new Goal(network, Fixtures.classes(network, images));
            ThreatModel threat = ThreatModel.parse(norm + (norm == Norm.LINF ? " 0.03" : " 0.2"));
            LargerBalls run = new LargerBalls(4, AttackLoss.MARGIN, threat, 1);
            Attempts attempts = new Attempts(goal, images, Purpose.EVALUATION, Fixtures.draws(10));
            double[][] together = Rows.of(attempts.repeatTogether(9, run::climb));
            double[][] alone = Rows.of(attempts.repeat(9, run::climb));
            for (int image = 0; image < alone.length; image++) {
                assertThat(together[image]).containsExactly(alone[image], org.assertj.core.data.Offset.offset(1e-3));
            }
        }
    }

    @Test
    void refusesFewerThanOneStepRestartOrLargerBall() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InwardApgd(0, 1, 1, AttackLoss.MARGIN))
                .withMessage("steps must be at least 1, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InwardApgd(1, 0, 1, AttackLoss.MARGIN))
                .withMessage("restarts must be at least 1, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InwardApgd(1, 1, 0, AttackLoss.MARGIN))
                .withMessage("larger-balls must be at least 1, not 0");
        assertThatNullPointerException().isThrownBy(() -> new InwardApgd(1, 1, 1, null));
    }
}
