package io.stockpot.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stockpot.attack.Apgd;
import io.stockpot.attack.Attack;
import io.stockpot.attack.TargetedApgd;
import io.stockpot.threat.ThreatModel;
import io.stockpot.threat.ThreatRange;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConditionTest {
    private static final Attack LARGE = new TargetedApgd(10, 3, true);

    @Test
    void refusesLargeRadiiOutsideL1() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Condition.Robust(ThreatModel.parse("L2 1"), LARGE, Optional.empty()))
                .withMessage("attack targeted-apgd has large-radii, which are for L1, not for L2 1;"
                        + " leave them out there");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Curve(ThreatRange.parse("Linf 0..1 by 1"), LARGE, Optional.empty()))
                .withMessageStartingWith("attack targeted-apgd has large-radii, which are for L1, not for Linf 0");
        assertThat(new Condition.Robust(ThreatModel.parse("L1 12"), LARGE, Optional.empty())
                        .judge()
                        .attacks())
                .containsExactly(LARGE);
    }

    @Test
    void refusesTooFewClassesForItsAttack() {
        Condition robust = new Condition.Robust(
                ThreatModel.parse("Linf 0.1"), new Apgd(10, 1, Optional.empty()), Optional.of("usual"));
        robust.requireClasses(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> robust.requireClasses(2))
                .withMessage("usual: the DLR loss needs at least 3 classes, not 2; climb the margin from random starts"
                        + " instead, e.g. " + Apgd.FOR_FEW_CLASSES);
        new Condition.Clean().requireClasses(1);
    }

    @Test
    void onlyCurvesAreCalledByTheirText() {
        Curve curve = new Curve(ThreatRange.parse("L1 0..2 by 1"), LARGE, Optional.empty());
        assertThat(curve.each()).extracting(Condition::label).containsExactly("L1 0", "L1 1", "L1 2");
        assertThat(curve.calledByText().each())
                .extracting(Condition::label)
                .containsExactly("L1 0..2 by 1 0", "L1 0..2 by 1 1", "L1 0..2 by 1 2");
        Condition clean = new Condition.Clean();
        assertThat(List.of(clean.calledByText())).containsExactly(clean);
    }
}
