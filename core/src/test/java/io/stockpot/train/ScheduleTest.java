package io.stockpot.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.text.CanonicalJson;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** The schedule of masked autoencoders: lr·e/w, then min + (lr − min)(1 + cos π(e − w)/(E − w))/2. */
    @Test
    void cosineWarmsUpInEpochsAndFallsToItsMinimum() throws IOException {
        Schedule schedule = read("cosine: {base-rate: 5e-4, warm-up-epochs: 5, minimum-rate: 1e-6}")
                .forBatchesOf(1024);
        double peak = 5e-4 * 1024 / 256;
        assertThat(schedule.rate(0, 100)).isZero();
        assertThat(schedule.rate(2.5, 100)).isCloseTo(peak / 2, within(1e-15));
        assertThat(schedule.rate(5, 100)).isCloseTo(peak, within(1e-15));
        for (double epoch : new double[] {20, 52.5, 99.9}) {
            double formula = 1e-6 + (peak - 1e-6) * 0.5 * (1 + Math.cos(Math.PI * (epoch - 5) / 95));
            assertThat(schedule.rate(epoch, 100)).isCloseTo(formula, within(1e-15));
        }
        assertThat(schedule.rate(100, 100)).isCloseTo(1e-6, within(1e-15));
    }

    @Test
    void scalesOnlyBaseRates() throws IOException {
        Schedule scaled = read("cosine: {base-rate: 1e-4, ramp: 0}").forBatchesOf(4096);
        assertThat(scaled.rate(0, 300)).isCloseTo(1.6e-3, within(1e-15));
        Schedule plain = new Schedule.Cosine(0.1, 0.1);
        assertThat(plain.forBatchesOf(4096)).isEqualTo(plain);
        assertThat(new Schedule.Cyclic(0.1, 0.4).forBatchesOf(64)).isEqualTo(new Schedule.Cyclic(0.1, 0.4));
    }

    @Test
    void keepsTheTextOfACosineAsItWas() throws IOException {
        assertThat(read("cosine: {rate: 0.1}")).isEqualTo(new Schedule.Cosine(0.1, 0.1));
        assertThat(CanonicalJson.of(read("cosine: {rate: 0.1}"))).isEqualTo("{\"cosine\":{\"rate\":0.1,\"ramp\":0.1}}");
        assertThat(CanonicalJson.of(read("cosine: {base-rate: 1, warm-up-epochs: 2}")))
                .isEqualTo("{\"cosine\":{\"base-rate\":1.0,\"warm-up-epochs\":2.0}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cosine: {ramp: 0.1} | text:1:9: cosine: rate or base-rate must be given, one of them",
                "cosine: {rate: 1, base-rate: 1} | text:1:16: rate or base-rate must be given, one of them",
                "cosine: {rate: 1, ramp: 0.1, warm-up-epochs: 2} | text:1:25: ramp says in shares of the training what",
                "cosine: {rate: 1, warm-up-epochs: -1} | text:1:35: warm-up-epochs must not be negative, not -1.0",
                "cosine: {rate: 1, minimum-rate: 1} | text:1:33: minimum-rate must be less than the rate at the peak of 1.0",
                "cosine: {base-rate: 0} | text:1:21: base-rate must be positive, not 0.0"
            })
    void refusesCosinesThatContradictThemselves(String text, String message) {
        assertThatThrownBy(() -> read(text)).hasMessageStartingWith(message);
    }

    @Test
    void refusesAWarmUpAsLongAsTheTraining() {
        String text =
                "fine-tune: {from: a, objective: nominal, epochs: 5, schedule: {cosine: {rate: 1, warm-up-epochs: 5}}}";
        assertThatThrownBy(() -> YamlRecords.read(text, "text", Training.class, List.of()))
                .hasMessageContaining("warm-up-epochs must be fewer than the 5.0 epochs of the training, not 5.0;")
                .hasMessageStartingWith("text:1:");
    }

    private static Schedule read(String text) throws IOException {
        return YamlRecords.read(text, "text", Schedule.class, List.of());
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
