package io.stockpot.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.outcome.Accuracy;
import org.junit.jupiter.api.Test;

class PlausibilityTest {
    @Test
    void warnsWhenTheAccuracyIsThatOfChance() {
        assertThat(Plausibility.warning(new Accuracy(100, 1_000), 10))
                .hasValueSatisfying(warning -> assertThat(warning).contains("10.0 %", "10 classes", "normalisation"));
        assertThat(Plausibility.warning(new Accuracy(2, 1_000), 1_000)).isEmpty();
    }

    @Test
    void warnsOfNothingWhenTheImagesAreFew() {
        assertThat(Plausibility.warning(new Accuracy(1, 10), 10)).isEmpty();
        assertThat(Plausibility.warning(new Accuracy(6_500, 10_000), 10)).isEmpty();
    }

    /** Of two classes, twice chance would be all. */
    @Test
    void expectsHalfTheWayFromChanceToPerfectWhenTheClassesAreFew() {
        assertThat(Plausibility.warning(new Accuracy(900, 1_000), 2)).isEmpty();
        assertThat(Plausibility.warning(new Accuracy(770, 1_000), 2)).isEmpty();
        assertThat(Plausibility.warning(new Accuracy(500, 1_000), 2)).isPresent();
        assertThat(Plausibility.warning(new Accuracy(680, 1_000), 3)).isEmpty();
        assertThat(Plausibility.warning(new Accuracy(333, 1_000), 3)).isPresent();
    }

    /** By hand: 16 of 100 has the interval 10.1 – 24.4 %, 15 of 100 has 9.3 – 23.3 %. */
    @Test
    void takesForChanceWhatIsNotSurelyMore() {
        assertThat(Plausibility.isChance(new Accuracy(15, 100), 10)).isTrue();
        assertThat(Plausibility.isChance(new Accuracy(16, 100), 10)).isFalse();
        assertThat(Plausibility.isChance(new Accuracy(0, 100), 10)).isTrue();
    }
}
