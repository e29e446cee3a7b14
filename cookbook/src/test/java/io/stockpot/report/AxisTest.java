package io.stockpot.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AxisTest {
    @Test
    void rangesAreRoundAndCoverTheValues() {
        assertThat(Axis.covering(0.6, 1.1)).isEqualTo(new Axis(0.6, 1.1, 0.1));
        assertThat(Axis.percent(33.2, 57.9)).isEqualTo(new Axis(30, 60, 5));
        assertThat(Axis.percent(-3, 104)).isEqualTo(new Axis(0, 100, 20));
        for (double low = 0; low < 90; low += 7.3) {
            for (double span = 0; span < 10; span += 0.37) {
                Axis axis = Axis.covering(low, low + span);
                assertThat(axis.minimum()).isLessThan(axis.maximum());
                assertThat(axis.minimum()).isLessThanOrEqualTo(low + 1e-6);
                assertThat(axis.maximum()).isGreaterThanOrEqualTo(low + span - 1e-6);
                assertThat((axis.maximum() - axis.minimum()) / axis.interval()).isLessThan(9);
            }
        }
    }

    @Test
    void coloursRunFromDarkToLight() {
        assertThat(ColourMap.colour(-1)).isEqualTo("#440154");
        assertThat(ColourMap.colour(0.5)).isEqualTo("#21918c");
        assertThat(ColourMap.colour(2)).isEqualTo("#fde725");
        double last = -1;
        for (int i = 0; i <= 100; i++) {
            int colour = Integer.parseInt(ColourMap.colour(i / 100.0).substring(1), 16);
            double light = 0.2126 * (colour >> 16) + 0.7152 * (colour >> 8 & 0xff) + 0.0722 * (colour & 0xff);
            assertThat(light).isGreaterThan(last);
            last = light;
        }
    }
}
