package io.stockpot.threat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EpsilonTest {
    @ParameterizedTest
    @CsvSource({"8/255, 0.03137254901960784", "0.5, 0.5", "128/255, 0.50196078431372548", "12, 12", "0, 0", "1.5/3, 0.5"
    })
    void readsNumbersAndFractions(String text, double value) {
        assertThat(Epsilon.parse(text).value()).isEqualTo(value);
        assertThat(Epsilon.parse(text)).hasToString(text);
    }

    @Test
    void equalsByExactValueAndKeepsItsText() {
        assertThat(Epsilon.parse("128/256")).isEqualTo(Epsilon.parse("0.50")).hasSameHashCodeAs(Epsilon.parse("0.5"));
        assertThat(Epsilon.parse("0/7")).isEqualTo(Epsilon.parse("0.0"));
        assertThat(Epsilon.parse("8/255")).isNotEqualTo(Epsilon.parse("0.031372549019607843"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-1", "1/0", "8/", "/255", "a", "1e9", "NaN", "8/255/2", " 8", "1/-2", ".5", "9999999999"})
    void refusesTextsThatAreNotNumbersOrFractions(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Epsilon.parse(text))
                .withMessageContaining("'" + text + "'")
                .withMessageContaining("write e.g. '8/255'");
    }

    @Test
    void threatModelsReadWhatTheyWrite() {
        for (String text : new String[] {"Linf 8/255", "L2 0.5", "L1 12", "L2 0"}) {
            assertThat(ThreatModel.parse(text)).hasToString(text);
        }
        assertThat(ThreatModel.parse("L2 128/256")).isEqualTo(ThreatModel.parse("L2 0.5"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Linf", "Linf 8/255 2", "8/255", ""})
    void threatModelsAreTwoWords(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ThreatModel.parse(text))
                .withMessageContaining("write e.g. 'Linf 8/255'");
    }

    @Test
    void refusesUnknownNorms() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ThreatModel.parse("L3 1"))
                .withMessage("a norm is one of Linf, L2, L1, not 'L3'");
    }

    /** Above 1 a radius in Linf allows nothing that 1 does not; it was meant for pixels from 0 to 255. */
    @ParameterizedTest
    @ValueSource(strings = {"Linf 8", "Linf 1.1", "Linf 256/255"})
    void refusesRadiiInLinfOfOtherPixels(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ThreatModel.parse(text))
                .withMessageContaining("epsilon must be at most 1 in Linf")
                .withMessageContaining(text.equals("Linf 8") ? "write e.g. '8/255'" : "/255'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Linf 1", "Linf 255/255", "L2 8", "L1 12", "L1 255"})
    void takesRadiiThatAllowMore(String text) {
        assertThat(ThreatModel.parse(text)).hasToString(text);
    }
}
