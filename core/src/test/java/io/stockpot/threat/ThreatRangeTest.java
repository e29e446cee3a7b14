package io.stockpot.threat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreatRangeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Linf 0..8/255 by 2/255 | Linf 0, Linf 2/255, Linf 4/255, Linf 6/255, Linf 8/255",
                "L2 0..1 by 0.25        | L2 0, L2 0.25, L2 0.5, L2 0.75, L2 1",
                "L1 4..4 by 1           | L1 4",
                "Linf 1/4..1 by 1/8     | Linf 2/8, Linf 3/8, Linf 4/8, Linf 5/8, Linf 6/8, Linf 7/8, Linf 8/8",
                "L2 0.5/255..1.5/255 by 0.5/255 | L2 0.5/255, L2 1/255, L2 1.5/255",
                "L2 0.1..0.3 by 0.1     | L2 0.1, L2 0.2, L2 0.3"
            })
    void expandsExactly(String text, String expected) {
        assertThat(ThreatRange.parse(text).threats())
                .extracting(ThreatModel::toString)
                .containsExactly(expected.split(", ", -1));
        assertThat(ThreatRange.parse(text)).hasToString(text);
    }

    @Test
    void membersEqualWhatIsWrittenAlone() {
        assertThat(ThreatRange.parse("Linf 0..16/255 by 1/255").threats().get(8))
                .isEqualTo(ThreatModel.parse("Linf 8/255"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Linf 0..16/255 by 3/255 | do not lead from 0 to 16/255; end at 15/255",
                "Linf 0..1               | write e.g. 'Linf 0..16/255 by 2/255'",
                "Linf 1..0 by 0.1        | a range grows",
                "Linf 0..1 by 0          | a range grows",
                "Linf 0..1 by 0.0001     | take at most 999",
                "L3 0..1 by 1            | a norm is one of",
                "L2 0..x by 1            | epsilon must be a number",
                "L2 0..1/0.5 by 1        | denominators are whole numbers",
                "Linf 2..8/255 by 1/255  | write e.g. '2/255..8/255 by 1/255'",
                "Linf 9..8/255 by 1/255  | write e.g. '0..16/255 by 2/255'",
                "Linf 2..8 by 2          | epsilon must be at most 1 in Linf, as pixels are in [0, 1], not '2'; write"
                        + " e.g. '2/255'"
            })
    void refusesFaultyRanges(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ThreatRange.parse(text))
                .withMessageContaining(message);
    }
}
