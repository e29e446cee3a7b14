package io.stockpot.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void piecewiseDividesByTenAtEachDrop() {
        Schedule schedule = new Schedule.Piecewise(0.1, List.of(100.0, 150.0));
        assertThat(schedule.rate(0, 200)).isEqualTo(0.1);
        assertThat(schedule.rate(99.99, 200)).isEqualTo(0.1);
        assertThat(schedule.rate(100, 200)).isCloseTo(0.01, within(1e-12));
        assertThat(schedule.rate(150, 200)).isCloseTo(0.001, within(1e-12));
    }

    @Test
    void cosineRampsThenFalls() {
        Schedule schedule = new Schedule.Cosine(0.1, 0.1);
        assertThat(schedule.rate(0, 10)).isZero();
        assertThat(schedule.rate(0.5, 10)).isCloseTo(0.05, within(1e-12));
        assertThat(schedule.rate(1, 10)).isCloseTo(0.1, within(1e-12));
        assertThat(schedule.rate(5.5, 10)).isCloseTo(0.05, within(1e-12));
        assertThat(schedule.rate(10, 10)).isCloseTo(0, within(1e-12));
        assertThat(new Schedule.Cosine(0.1, 0).rate(0, 10)).isEqualTo(0.1);
    }

    @Test
    void cyclicIsATriangle() {
        Schedule schedule = new Schedule.Cyclic(0.2, 0.4);
        assertThat(schedule.rate(0, 10)).isZero();
        assertThat(schedule.rate(2, 10)).isCloseTo(0.1, within(1e-12));
        assertThat(schedule.rate(4, 10)).isCloseTo(0.2, within(1e-12));
        assertThat(schedule.rate(7, 10)).isCloseTo(0.1, within(1e-12));
        assertThat(schedule.rate(10, 10)).isCloseTo(0, within(1e-12));
    }

    @Test
    void refusesWhatIsNoSchedule() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Schedule.Piecewise(-1, List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Schedule.Piecewise(0.1, List.of(5.0, 3.0)))
                .withMessageContaining("[5.0, 3.0]");
        assertThatIllegalArgumentException().isThrownBy(() -> new Schedule.Cosine(0.1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Schedule.Cyclic(Double.NaN, 0.4));
    }
}
