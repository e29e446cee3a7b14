package io.stockpot.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccuracyTest {
    /** The Wilson intervals of Newcombe (1998), table I, method 3; and two closed forms. */
    @ParameterizedTest
    @CsvSource({
        "81, 263, 0.2553, 0.3662",
        "15, 148, 0.0624, 0.1605",
        "0, 20, 0.0000, 0.1611",
        "1, 29, 0.0061, 0.1718",
        "50, 100, 0.4038, 0.5962",
        "0, 10, 0.0000, 0.2775"
    })
    void wilsonIntervalsAreThePublishedOnes(int correct, int total, double low, double high) {
        Accuracy.Interval interval = new Accuracy(correct, total).interval();
        assertThat(interval.low()).isCloseTo(low, within(5e-5));
        assertThat(interval.high()).isCloseTo(high, within(5e-5));
    }

    @Test
    void intervalsMirrorAndContainTheValue() {
        for (int total : new int[] {1, 2, 7, 1000, 50_000}) {
            for (int correct = 0; correct <= total; correct += Math.max(1, total / 50)) {
                Accuracy accuracy = new Accuracy(correct, total);
                Accuracy.Interval interval = accuracy.interval();
                Accuracy.Interval mirrored = new Accuracy(total - correct, total).interval();
                assertThat(accuracy.value()).isBetween(interval.low(), interval.high());
                assertThat(interval.low()).isCloseTo(1 - mirrored.high(), within(1e-12));
            }
        }
        assertThat(new Accuracy(10, 10).interval().high()).isEqualTo(1);
        assertThat(new Accuracy(0, 10).interval().low()).isEqualTo(0);
    }

    @Test
    void percentShowsOneImage() {
        assertThat(new Accuracy(538, 1000).percent()).isEqualTo("53.8 %");
        assertThat(new Accuracy(5381, 10_000).percent()).isEqualTo("53.81 %");
        assertThat(new Accuracy(538, 1000)).hasToString("53.8 % (538 of 1000)");
        assertThat(new Accuracy(50, 100).intervalPercent()).isEqualTo("40.4 – 59.6 %");
    }

    @Test
    void comparesFractionsExactly() {
        assertThat(new Accuracy(1, 3)).isEqualByComparingTo(new Accuracy(10_000, 30_000));
        assertThat(new Accuracy(1, 3)).isLessThan(new Accuracy(10_001, 30_000));
    }

    @Test
    void refusesImpossibleCounts() {
        assertThatThrownBy(() -> new Accuracy(0, 0)).hasMessageContaining("at least 1 image");
        assertThatThrownBy(() -> new Accuracy(11, 10)).hasMessageContaining("0 … 10, not 11");
        assertThatThrownBy(() -> new Accuracy(-1, 10)).hasMessageContaining("not -1");
    }
}
