package io.stockpot.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stockpot.threat.ThreatModel;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a judge refuses, and what it does not run. */
class JudgeGuardsTest {
    private static final Attack STRONG = new Apgd(20, 1, Optional.empty());
    private static final ThreatModel THREAT = ThreatModel.parse("Linf 0.08");

    @Test
    void refusesAttacksWhoseSettingsDoNotFitTheThreat() {
        Attack large = new Cascade(List.of(STRONG, new Apgd(10, 1, Optional.empty(), true)));
        assertThat(new Judge(ThreatModel.parse("L1 3"), List.of(STRONG, large)).attacks())
                .hasSize(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Judge(THREAT, List.of(STRONG, large)))
                .withMessage("attack apgd has large-radii, which are for L1, not for Linf 0.08; leave them out there");
    }

    @Test
    void refusesTooFewClassesForAnyOfItsAttacks() {
        Judge judge = new Judge(THREAT, List.of(new Square(10), new AutoAttack(AutoAttack.Version.STANDARD)));
        judge.requireClasses(4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> judge.requireClasses(3))
                .withMessageStartingWith("the targeted DLR loss needs at least 4 classes, not 3");
        new Judge(ThreatModel.NONE, judge.attacks()).requireClasses(2);
    }

    @Test
    void nothingIsAttackedWhereNothingMayChange() {
        assertThat(Judge.none().stages()).isEmpty();
        assertThat(Judge.none().threat()).hasToString("Linf 0");
        assertThat(new Judge(ThreatModel.parse("L2 0/255"), List.of(STRONG)).stages())
                .isEmpty();
        assertThat(new Judge(THREAT, List.of(STRONG)).stages()).hasSize(1);
    }
}
