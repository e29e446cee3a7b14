package io.stockpot.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.base.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimateTest {
    @TempDir
    Path runs;

    private static final Work.Pass SLOW = () -> 0.5;
    private static final Work.Pass FAST = () -> 0.01;

    private record Sized(String name, Work work) implements Step<String> {
        @Override
        public String canonical() {
            return "\"" + name + "\"";
        }

        @Override
        public void run(Path directory, Inputs inputs, Progress progress) {}

        @Override
        public String read(Path directory) {
            return name;
        }
    }

    private static Sized sized(String name, Work.Passes... passes) {
        return new Sized(name, new Work(name + " things", Optional.of(List.of(passes)), 1_500_000));
    }

    private Plan plan(Step<?>... steps) throws IOException {
        return Plan.of(List.of(steps), new RunStore(runs));
    }

    @Test
    void addsUpPassesTimesSeconds() throws IOException {
        Sized both = sized("both", new Work.Passes(SLOW, 100), new Work.Passes(FAST, 3000));
        Sized one = sized("one", new Work.Passes(FAST, 7000));
        Plan plan = plan(both, one);
        Estimate estimate = Estimate.of(plan);
        assertThat(estimate.seconds()).isEqualTo(50 + 30 + 70);
        assertThat(estimate.seconds(plan.entries().get(0))).isEqualTo(80);
        assertThat(plan.with(estimate, "this machine")).isEqualTo("""
                both  %s  to do  ≈ 1 min, both things, 1.5 MB
                one   %s  to do  ≈ 1 min, one things, 1.5 MB
                2 steps, 2 to do: ≈ 3 min on this machine, 3.0 MB""".formatted(
                        plan.key(both).shortened(), plan.key(one).shortened()));
    }

    @Test
    void saysOfWhatTheTimeIsNotKnown() throws IOException {
        Plan plan = plan(sized("one", new Work.Passes(FAST, 2000)), new Sized("two", Work.unknown("some images")));
        Estimate estimate = Estimate.of(plan);
        assertThat(estimate.time()).isEqualTo("≈ 20 s and what cannot be told before it is there (two)");
        assertThat(plan.with(estimate, "this machine")).contains("to do  some images\n");
    }

    @Test
    void countsNothingThatIsDone() throws IOException {
        Sized one = sized("one", new Work.Passes(FAST, 2000));
        new Runner(new RunStore(runs), Progress.NONE, () -> {}).run(plan(one));
        Estimate estimate = Estimate.of(plan(one));
        assertThat(estimate.seconds()).isZero();
        assertThat(plan(one).with(estimate, "this machine")).endsWith("done\n1 step, nothing to do");
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 1 s",
        "9.4, 9 s",
        "12, 10 s",
        "53, 55 s",
        "55, 1 min",
        "100, 2 min",
        "3500, 58 min",
        "5400, 1.5 h",
        "46000, 13 h",
        "200000, 2.3 days",
        "20000000, 231 days"
    })
    void tellsDurationsAsRoughlyAsTheyAreKnown(double seconds, String words) {
        assertThat(Estimate.about(seconds)).isEqualTo(words);
    }
}
