package io.stockpot.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EstimateTest {
    /** Of two images Student's quantile is 12.7, so that 0.5 ± 6.35 is meant, and no difference is larger than 1. */
    @Test
    void writesNoDifferenceOfMoreThanAHundredPoints() {
        Estimate difference = Estimate.ofImages(new double[] {1, 0});
        assertThat(difference.high()).isGreaterThan(6);
        assertThat(difference.points()).isEqualTo("+50.0");
        assertThat(difference.intervalPoints()).isEqualTo("−100.0 to +100.0");
    }

    @Test
    void writesIntervalsWithinAHundredPointsAsTheyAre() {
        assertThat(new Estimate(0.04, -0.003, 0.085, 60).intervalPoints()).isEqualTo("−0.3 to +8.5");
    }
}
