package io.stockpot.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    record Picture(int colour, int centreSize, Optional<String> normalisation, Map<String, Integer> sizes) {
        Picture {
            if (centreSize < 1) {
                throw new IllegalArgumentException("centreSize must be at least 1, not " + centreSize);
            }
        }
    }

    private static Picture read(String text, String... overrides) throws TextException {
        return YamlRecords.read(text, "picture.yaml", Picture.class, List.of(overrides));
    }

    @Test
    void readsAmericanSpellingsAsTheSameRecord() throws TextException {
        Picture american = read("{color: 1, center-size: 2, normalization: none, sizes: {color: 3}}");
        assertThat(american).isEqualTo(read("{colour: 1, centre-size: 2, normalisation: none, sizes: {color: 3}}"));
        assertThat(american.sizes()).as("names of the user's own").containsOnlyKeys("color");
        assertThat(CanonicalJson.of(american)).contains("\"normalisation\"").doesNotContain("normalization");
        assertThat(read("{colour: 1, centre-size: 2, sizes: {}}", "normalization=none")
                        .normalisation())
                .contains("none");
    }

    @Test
    void refusesBothSpellingsAtOnce() {
        assertThatThrownBy(() -> read("{color: 1, colour: 1, centre-size: 2, sizes: {}}"))
                .hasMessage("picture.yaml:1:2: 'color' means 'colour', which is there already; write only 'colour'");
    }

    @Test
    void placesRefusalsAtTheKeyThatWasWritten() {
        assertThatThrownBy(() -> read("{colour: 1, center-size: 0, sizes: {}}"))
                .hasMessageStartingWith("picture.yaml:1:26: ")
                .hasMessageContaining("must be at least 1, not 0");
    }

    @ParameterizedTest
    @CsvSource({"normalization, normalisation", "randomized, randomised", "resize, ''", "normalisation, ''", "x, ''"})
    void knowsWhichNameWasMeant(String written, String meant) {
        List<String> known = List.of("normalisation", "randomised", "resize");
        assertThat(Spelling.british(written, known))
                .isEqualTo(Optional.of(meant).filter(name -> !name.isEmpty()));
    }
}
