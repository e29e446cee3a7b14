package io.stockpot.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Rows;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class TargetedApgdTest {
    @Nested
    class Linf extends AttackContract {
        @Override
        Norm norm() {
            return Norm.LINF;
        }

        @Override
        Attack attack() {
            return new TargetedApgd(40, 4, false);
        }
    }

    @Nested
    class L2 extends AttackContract {
        @Override
        Norm norm() {
            return Norm.L2;
        }

        @Override
        Attack attack() {
            return new TargetedApgd(40, 4, false);
        }
    }

    @Nested
    class L1 extends AttackContract {
        @Override
        Norm norm() {
            return Norm.L1;
        }

        @Override
        Attack attack() {
            return new TargetedApgd(60, 4, true);
        }

        /** One start is not enough for the last percents of an L1 ball in the box. */
        @Override
        double reach() {
            return 0.9;
        }
    }

    @Test
    void triesTheClassesInTheOrderOfTheCleanLogits() {
        try (Scope scope = Scope.open()) {
            double[][] logits = {{3, 9, 5, 7}, {4, 3, 2, 1}};
            Goal goal = new Goal(images -> Rows.tensor(logits, 4), Fixtures.indices(1, 2));
            Tensor order = goal.classesToReach(Fixtures.images(2, 1));
            assertThat(Rows.of(order)).isDeepEqualTo(new double[][] {{3, 2, 0}, {0, 1, 3}});
        }
    }

    @Test
    void asksForTheTargetsOnceAndGivesEachTargetTheImagesThatAreLeft() {
        try (Scope scope = Scope.open()) {
            Logits network = Fixtures.network(1);
            Tensor images = Fixtures.images(20, 3);
            Tensor labels = Fixtures.classes(network, images);
            List<Long> batches = new ArrayList<>();
            Logits watched = points -> {
                batches.add(points.size(0));
                return network.of(points);
            };
            // of five classes only four can be targets
            Tensor points = new TargetedApgd(10, 9, false)
                    .perturb(
                            new Goal(watched, labels),
                            images,
                            ThreatModel.parse("Linf 0.06"),
                            Purpose.EVALUATION,
                            Fixtures.draws(20));
            assertThat(batches).hasSize(1 + 4 * 11).isSortedAccordingTo((a, b) -> Long.compare(b, a));
            long standing = Fixtures.classes(network, points).eq(labels).sum().item_long();
            assertThat(standing).isStrictlyBetween(0L, 20L);
        }
    }

    @Test
    void refusesSettingsOutsideTheirRangesAndLargeRadiiOutsideL1() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TargetedApgd(0, 1, false))
                .withMessage("steps must be at least 1, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TargetedApgd(1, 0, false))
                .withMessage("targets must be at least 1, not 0");
        try (Scope scope = Scope.open()) {
            Goal goal = new Goal(Fixtures.network(1), Fixtures.indices(0));
            Tensor images = Fixtures.images(1, 1);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new TargetedApgd(10, 1, true)
                            .perturb(goal, images, ThreatModel.parse("L2 1"), Purpose.EVALUATION, Fixtures.draws(1)))
                    .withMessage(
                            "attack targeted-apgd has large-radii, which are for L1, not for L2 1; leave them out there");
        }
    }
}
