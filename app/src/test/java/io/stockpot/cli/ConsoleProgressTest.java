package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.base.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
    private final StringWriter output = new StringWriter();
    private long now;

    private Progress progress(int columns) {
        return new ConsoleProgress(new PrintWriter(output), columns, () -> now);
    }

    @Test
    void writesOccasionalLinesToALog() {
        try (Progress.Task step = progress(0).start("step 1 of 2, linf", Progress.UNKNOWN, "steps");
                Progress.Task task = progress(0).start("train", 4_000, "batches")) {
            step.note("on 2 threads");
            for (int second = 1; second <= 25; second++) {
                now = Duration.ofSeconds(second).toNanos();
                task.note("loss " + second);
                task.advanceTo(second * 10L);
            }
        }
        now = 0;
        assertThat(output).hasToString("""
                        step 1 of 2, linf
                          on 2 threads
                          train: 2 % of 4000 batches, 6 min 30 s left, loss 10
                          train: 5 % of 4000 batches, 6 min 20 s left, loss 20
                        step 1 of 2, linf: 25.0 s
                        """.replace("\n", System.lineSeparator()));
    }

    @Test
    void writesNothingAboutShortTasks() {
        try (Progress.Task task = progress(0).start("read", 0, "images")) {
            task.advanceTo(0);
        }
        assertThat(output).hasToString("");
    }

    @Test
    void drawsABarOnATerminal() {
        try (Progress.Task task = progress(120).start("train", 4, "batches")) {
            task.note("loss 0.5");
            task.advanceTo(4);
        }
        assertThat(output.toString())
                .contains("\rtrain")
                .contains("100%")
                .contains("4/4 batches")
                .contains("loss 0.5");
    }
}
