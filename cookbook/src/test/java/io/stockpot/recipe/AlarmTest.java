package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.evaluate.Warning;
import io.stockpot.evaluate.Warning.Gravity;
import io.stockpot.evaluate.Warning.Kind;
import io.stockpot.outcome.Accuracy;
import io.stockpot.report.WarningList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlarmTest {
    private static Alarm alarm(String who, Kind kind, String where, Gravity gravity) {
        return Alarm.of(who, new Warning(kind, where, "9 of 10", gravity).toString());
    }

    private final Alarm serious = alarm("a", Kind.ZERO_GRADIENTS, "Linf 8/255", Gravity.SERIOUS);
    private final Alarm note = alarm("a", Kind.ZERO_GRADIENTS, "L2 0.5", Gravity.NOTE);
    private final Alarm other = alarm("b", Kind.MASKED_GRADIENTS, "Linf 8/255", Gravity.SERIOUS);

    @Test
    void groupsByKindAndNamesTheNumberFirst() {
        WarningList list = Alarm.listed(
                        List.of(note, serious, other, alarm("c", Kind.ZERO_GRADIENTS, "L1 12", Gravity.SERIOUS)))
                .orElseThrow();
        assertThat(list.groups())
                .extracting(WarningList.Group::kind)
                .containsExactly("zero-gradients", "masked-gradients", "zero-gradients");
        assertThat(list.groups()).extracting(WarningList.Group::serious).containsExactly(true, true, false);
        assertThat(list.groups().get(0).affected()).containsExactly("a, Linf 8/255: 9 of 10.", "c, L1 12: 9 of 10.");
        assertThat(list.html("x"))
                .contains("<strong>zero-gradients</strong>: attacks that follow gradients stand still")
                .contains("<summary>1 note on what the numbers hardly depend on</summary>");
        assertThat(Alarm.listed(List.of())).isEmpty();
    }

    @Test
    void marksOnlyWhatIsSerious() {
        assertThat(Alarm.marks(List.of(
                        serious, note, other, alarm("a", Kind.MASKED_GRADIENTS, "Linf 8/255", Gravity.SERIOUS))))
                .isEqualTo(Map.of(
                        "a", Map.of("Linf 8/255", "zero-gradients, masked-gradients"),
                        "b", Map.of("Linf 8/255", "masked-gradients")));
    }

    @Test
    void whatOlderVersionsKeptIsDroppedWhereNothingStands() {
        assertThat(serious.isHarmless(label -> Optional.of(new Accuracy(1, 1000))))
                .isTrue();
        assertThat(serious.isHarmless(label -> Optional.of(new Accuracy(100, 1000))))
                .isFalse();
        assertThat(serious.isHarmless(label -> Optional.empty())).isFalse();
    }

    @Test
    void otherWordsAreShownAsTheyAre() {
        Alarm unknown = Alarm.of("soup pair", "Linf 8/255: something [that]");
        assertThat(unknown.serious()).isTrue();
        assertThat(Alarm.listed(List.of(unknown)).orElseThrow().groups().get(0).affected())
                .containsExactly("soup pair, Linf 8/255: something [that]");
        assertThat(Alarm.marks(List.of(unknown))).isEmpty();
    }
}
