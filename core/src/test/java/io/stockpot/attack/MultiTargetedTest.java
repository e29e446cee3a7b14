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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class MultiTargetedTest extends AttackInEveryNorm {
    @Override
    Attack attack(Norm norm) {
        return new MultiTargeted(100, 4, 1);
    }

    /** Of four classes three can be targets. Only the second image gets near another class and starts anew. */
    @Test
    void startsAnewOnlyWhereItHasComeClose() {
        try (Scope scope = Scope.open()) {
            List<Long> batches = new ArrayList<>();
            Logits watched = points -> {
                batches.add(points.size(0));
                // the margin is the first pixel
                return points.view(-1, 4).narrow(1, 0, 1).mul(Rows.tensor(new double[][] {{1, 0, 0, 0}}, 4));
            };
            Tensor images = Rows.tensor(new double[][] {{0.9, 0, 0, 0}, {0.101, 0, 0, 0}}, 1, 2, 2);
            new MultiTargeted(5, 9, 2)
                    .perturb(
                            new Goal(watched, Fixtures.indices(0, 0)),
                            images,
                            ThreatModel.parse("Linf 0.1"),
                            Purpose.EVALUATION,
                            Fixtures.draws(2));
            int run = 5 + 1;
            assertThat(batches.subList(0, 1 + 1 + 3 * run)).containsOnly(2L);
            assertThat(batches.subList(1 + 1 + 3 * run, batches.size()))
                    .hasSize(3 * run)
                    .containsOnly(1L);
        }
    }

    /** The last step counts: what it breaks is not given to the next run. */
    @Test
    void keepsWhatTheLastStepBreaks() {
        try (Scope scope = Scope.open()) {
            Logits network = Fixtures.network(1);
            Tensor images = Fixtures.images(20, 3);
            Tensor labels = Fixtures.classes(network, images);
            Goal goal = new Goal(network, labels);
            ThreatModel threat = ThreatModel.parse("Linf 0.06");
            Tensor few =
                    new MultiTargeted(1, 4, 1).perturb(goal, images, threat, Purpose.EVALUATION, Fixtures.draws(20));
            Tensor more =
                    new MultiTargeted(1, 4, 3).perturb(goal, images, threat, Purpose.EVALUATION, Fixtures.draws(20));
            Tensor brokenByFew = Fixtures.classes(network, few).ne(labels);
            Tensor brokenByMore = Fixtures.classes(network, more).ne(labels);
            assertThat(brokenByFew.sum().item_long()).isStrictlyBetween(0L, 20L);
            assertThat(brokenByFew.logical_and(brokenByMore.logical_not()).any().item_bool())
                    .isFalse();
        }
    }

    @Test
    void refusesFewerThanOneStepTargetOrRestart() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MultiTargeted(0, 1, 1))
                .withMessage("steps must be at least 1, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MultiTargeted(1, 0, 1))
                .withMessage("targets must be at least 1, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MultiTargeted(1, 1, 0))
                .withMessage("restarts must be at least 1, not 0");
    }

    @Test
    void endsWhenTheLastRunBreaksAllThatIsLeft() {
        try (Scope scope = Scope.open()) {
            Logits network = Fixtures.network(1);
            Tensor images = Fixtures.images(20, 3);
            Tensor labels = Fixtures.classes(network, images);
            Tensor perturbed = new MultiTargeted(20, 1, 1)
                    .perturb(
                            new Goal(network, labels),
                            images,
                            ThreatModel.parse("Linf 0.5"),
                            Purpose.EVALUATION,
                            Fixtures.draws(20));
            assertThat(Fixtures.classes(network, perturbed).eq(labels).any().item_bool())
                    .isFalse();
        }
    }
}
