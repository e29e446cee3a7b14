package io.stockpot.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Rows;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class PgdTest extends AttackInEveryNorm {
    @Override
    Attack attack(Norm norm) {
        return new Pgd(100, 0.05, true, Optional.empty());
    }

    @Test
    void oneWholeStepIsTheFastGradientSignMethod() {
        try (Scope scope = Scope.open()) {
            double[] weights = {1, -2, 0, 3};
            Tensor image = Rows.tensor(new double[][] {{0.5, 0.5, 0.5, 0.05}}, 1, 2, 2);
            Goal goal = new Goal(Fixtures.linear(weights, 0), Fixtures.indices(0));
            Tensor point = new Pgd(1, 1, false, Optional.empty())
                    .perturb(goal, image, ThreatModel.parse("Linf 0.1"), Purpose.TRAINING, Fixtures.draws(1));
            assertThat(Rows.numbers(point)).containsExactly(new double[] {0.4, 0.6, 0.5, 0}, Offset.offset(1e-6));
        }
    }

    @Test
    void refusesStepsThatLeadNowhere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pgd(0, 0.25, true, Optional.empty()))
                .withMessageStartingWith("steps must be at least 1, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pgd(10, Double.NaN, true, Optional.empty()))
                .withMessageStartingWith("step-size must be positive, not NaN");
    }
}
