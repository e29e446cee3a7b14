package io.stockpot.soup.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RobustFloorTest {
    @Test
    void readsAThreatAndAPercentage() {
        RobustFloor floor = RobustFloor.parse(" Linf 8/255 >= 30.50 % ");
        assertThat(floor.condition()).isEqualTo("Linf 8/255");
        assertThat(floor).hasToString("Linf 8/255 >= 30.5 %");
        assertThat(RobustFloor.parse("L2 0.5≥100%")).hasToString("L2 0.5 >= 100 %");
        assertThat(floor.under("linf")).hasToString("linf >= 30.5 %");
    }

    /** Exact: 30 % of 10 images are 3, and not 4 by a rounding of 0.3 · 10. */
    @Test
    void roundsTheNumberOfImagesUp() {
        assertThat(RobustFloor.parse("Linf 0.1 >= 30 %").least(10)).isEqualTo(3);
        assertThat(RobustFloor.parse("Linf 0.1 >= 30.1 %").least(10)).isEqualTo(4);
        assertThat(RobustFloor.parse("Linf 0.1 >= 0 %").least(10)).isZero();
        assertThat(RobustFloor.parse("Linf 0.1 >= 100 %").least(7)).isEqualTo(7);
    }

    @Test
    void refusesWhatMayBeMeantOtherwise() {
        for (String text :
                new String[] {"Linf 8/255 >= 0.3", "Linf 8/255 > 30 %", "Linf 8/255", ">= 30 %", "x >= -1 %"}) {
            assertThatThrownBy(() -> RobustFloor.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("such as 'Linf 8/255 >= 30 %'");
        }
        assertThatThrownBy(() -> RobustFloor.parse("Linf 8/255 >= 101 %"))
                .hasMessage("an accuracy lies between 0 % and 100 %, unlike 101 %");
    }
}
