package io.stockpot.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.attack.Apgd;
import io.stockpot.attack.GradientTally;
import io.stockpot.attack.Square;
import io.stockpot.attack.TargetedApgd;
import io.stockpot.evaluate.Warning.Gravity;
import io.stockpot.evaluate.Warning.Kind;
import io.stockpot.outcome.Accuracy;
import io.stockpot.threat.ThreatModel;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is serious, what is a note, and what is not worth a word. */
class ReliabilityCheckTest {
    private static final Apgd APGD = new Apgd(40, 1, Optional.empty());

    private static List<Warning> raised(StageFindings... stages) {
        ReliabilityCheck check = new ReliabilityCheck(4);
        check.inspect(new ConditionFindings(
                new Condition.Robust(ThreatModel.parse("Linf 8/255"), APGD, Optional.empty()), List.of(stages), 0, 1));
        return check.warnings();
    }

    private static StageFindings apgd(int zero, int left) {
        return new StageFindings(
                APGD, "apgd", 1000 - left, new Accuracy(left, 1000), new GradientTally(1000, zero, 0), 1);
    }

    /** Of 1000 images 38 have the upper end 5.2 %, 35 have 4.8 %. */
    @ParameterizedTest
    @CsvSource({
        "10, 500, ",
        "11, 500, NOTE",
        "99, 500, NOTE",
        "100, 500, SERIOUS",
        "500, 38, SERIOUS",
        "500, 35, ",
        "500, 0, "
    })
    void zerosAreGradedByTheirShareAndSilentWhereNothingStands(int zero, int left, Gravity expected) {
        assertThat(raised(apgd(zero, left)))
                .extracting(Warning::gravity)
                .isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @ParameterizedTest
    @CsvSource({"10, NOTE", "11, SERIOUS"})
    void aBlackBoxIsGradedByWhatItWins(int broken, Gravity expected) {
        StageFindings square = new StageFindings(
                new Square(5000), "square", broken, new Accuracy(500 - broken, 1000), GradientTally.NONE, 1);
        assertThat(raised(apgd(0, 500), square))
                .filteredOn(warning -> warning.kind() == Kind.BLACK_BOX_WINS)
                .extracting(Warning::gravity)
                .containsExactly(expected);
    }

    @Test
    void fewerRunsThanSetAreANote() {
        StageFindings targeted = new StageFindings(
                new TargetedApgd(40, 9, false), "targeted-apgd", 0, new Accuracy(500, 1000), GradientTally.NONE, 1);
        assertThat(raised(apgd(0, 500), targeted))
                .containsExactly(new Warning(
                        Kind.FEW_CLASSES,
                        "Linf 8/255",
                        "targeted-apgd is to aim at 9 classes, and there are 3 besides the label",
                        Gravity.NOTE));
    }

    /** Of few images even none has a high upper end, but none cannot be too many. */
    @Test
    void noImageThatStandsIsNoOverestimate() {
        assertThat(Kind.ZERO_GRADIENTS.isHarmlessAt(new Accuracy(0, 20))).isTrue();
        assertThat(Kind.ZERO_GRADIENTS.isHarmlessAt(new Accuracy(1, 20))).isFalse();
        assertThat(Kind.RANDOM_OUTPUTS.isHarmlessAt(new Accuracy(0, 20))).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void sentencesAreReadBack(Kind kind) {
        for (Gravity gravity : Gravity.values()) {
            Warning warning = new Warning(kind, "Linf 8/255", "mixture 0.5, 0.5: 3 of 4: so", gravity);
            assertThat(Warning.parse(warning.toString())).contains(warning);
        }
        assertThat(Warning.parse("Linf 8/255: something else [" + kind.id() + "]"))
                .isEmpty();
    }
}
