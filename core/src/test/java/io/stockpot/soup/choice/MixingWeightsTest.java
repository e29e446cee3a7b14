package io.stockpot.soup.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MixingWeightsTest {
    @Test
    void sumsDecimalsThatDoublesCannotHold() {
        assertThat(0.1 + 0.2 + 0.7 == 1.0 && 0.7 + 0.2 + 0.1 == 1.0).isFalse();
        MixingWeights weights = MixingWeights.parse("0.7, 0.2, 0.1");
        assertThat(weights).isEqualTo(new MixingWeights(List.of(7, 2, 1), 10));
        assertThat(weights.values()).containsExactly(0.7, 0.2, 0.1);
        assertThat(MixingWeights.parse("1/3,1/3,1/3").denominator()).isEqualTo(3);
        assertThat(MixingWeights.parse("-0.4, 1.2, 0, 0.2").values()).containsExactly(-0.4, 1.2, 0, 0.2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.4, 0, 0.6", "1, 0", "1.2, -0.2", "1/3, 2/3", "0.125, 0.875", "-1/3, 0.5, 5/6", "1"})
    void textSurvives(String text) {
        assertThat(MixingWeights.parse(text)).hasToString(text);
        assertThat(MixingWeights.parse(MixingWeights.parse(text).toString())).isEqualTo(MixingWeights.parse(text));
    }

    @Test
    void isEqualToAnEqualMixture() {
        assertThat(new MixingWeights(List.of(2, 8), 10)).isEqualTo(MixingWeights.parse(".2,+0.80"));
        assertThat(new MixingWeights(List.of(0, 10, 0), 10)).isEqualTo(MixingWeights.vertex(1, 3));
        assertThat(MixingWeights.parse("1.2, -0.2").convex()).isFalse();
        assertThat(MixingWeights.parse("1/3, 2/3").text(1)).isEqualTo("2/3");
    }

    @Test
    void isTheSameMixtureAmongOtherIngredients() {
        MixingWeights edge = MixingWeights.parse("0.8, 0, 0.2");
        assertThat(edge.among(List.of("a", "b", "c"), List.of("c", "a"))).contains(MixingWeights.parse("0.2, 0.8"));
        assertThat(MixingWeights.parse("0.2, 0.8").among(List.of("c", "a"), List.of("a", "b", "c")))
                .contains(edge);
        assertThat(edge.among(List.of("a", "b", "c"), List.of("a", "b"))).isEmpty();
        assertThat(MixingWeights.parse("1.2, 0, -0.2").among(List.of("a", "b", "c"), List.of("a", "d")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.4, 0.5 | must sum to 1, not 0.9",
                "1/3, 1/3, 0.33 | not 299/300",
                "0.1, 0.2 | not 0.3",
                "0.4, , 0.6 | is not an exact number",
                "0.4; 0.6 | is not an exact number",
                "1e-1, 0.9 | is not an exact number",
                "1/0, 1 | is not an exact number",
                "0.12345678, 1/7, 1/11, 1/13 | too large",
                "999999999, 0.00000001 | too many digits",
                "0.123456789, 1 | has too many digits; at most nine stand before the point and eight",
                "0.33333333333333333333333333333333333, 1 | 0.3333333333333333333333333333…' has too many",
                "1/1234567890, 1 | too many digits",
                "1234567890, 1 | too many digits"
            })
    void refusesAndNamesWhatIsWrong(String text, String complaint) {
        assertThatThrownBy(() -> MixingWeights.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void writesItselfAsASumOfNames() {
        List<String> names = List.of("linf", "l2", "l1");
        assertThat(MixingWeights.parse("0.4, 0, 0.6").formula(names)).isEqualTo("0.4 linf + 0.6 l1");
        assertThat(MixingWeights.parse("-0.1, 1.1, 0").formula(names)).isEqualTo("−0.1 linf + 1.1 l2");
        assertThat(MixingWeights.parse("1.1, 0, -0.1").formula(names)).isEqualTo("1.1 linf − 0.1 l1");
        assertThat(MixingWeights.parse("0, 0, 1").formula(names)).isEqualTo("l1");
        assertThat(MixingWeights.parse("0, 0, 1").single()).hasValue(2);
        assertThat(MixingWeights.parse("0.5, 0, 0.5").single()).isEmpty();
    }
}
