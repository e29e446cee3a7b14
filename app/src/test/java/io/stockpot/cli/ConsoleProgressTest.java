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

    private ConsoleProgress progress(int columns) {
        return new ConsoleProgress(new PrintWriter(output), columns, () -> now);
    }

    private void second(double second) {
        now = Duration.ofMillis(Math.round(1000 * second)).toNanos();
    }

    private static String lines(String text) {
        return text.replace("\n", System.lineSeparator());
    }

    @Test
    void writesLinesAtGrowingIntervalsToALog() {
        ConsoleProgress progress = progress(0);
        try (Progress.Task step = progress.start("step 1 of 2, linf", Progress.UNKNOWN, "steps");
                Progress.Task task = progress.start("train", 4_000, "batches")) {
            step.note("on 2 threads");
            for (int second = 1; second <= 25; second++) {
                second(second);
                task.note("loss " + second);
                task.advanceTo(second * 10L);
            }
        }
        assertThat(output).hasToString(lines("""
                        step 1 of 2, linf
                          on 2 threads
                          train: 1 % of 4000 batches, 6 min 36 s left of it, loss 4
                          train: 2 % of 4000 batches, 6 min 32 s left of it, loss 8
                          train: 3 % of 4000 batches, 6 min 28 s left of it, loss 12
                          train: 4 % of 4000 batches, 6 min 22 s left of it, loss 18
                        step 1 of 2, linf: 25.0 s
                        """));
    }

    @Test
    void speaksForWorkThatReportsNothing() {
        ConsoleProgress progress = progress(0);
        try (Progress.Task step = progress.start("fetch cifar10", Progress.UNKNOWN, "files")) {
            for (int second = 1; second <= 200; second++) {
                second(second);
                progress.tick();
            }
            step.note("got it");
            try (Progress.Task task = progress.start("attack 1 of 2, Linf 8/255 apgd", 100, "passes")) {
                task.note("1 more after it");
                second(231);
                progress.tick();
            }
        }
        progress.tick();
        assertThat(output.toString().lines())
                .startsWith(
                        "fetch cifar10",
                        "  fetch cifar10: 4.0 s so far",
                        "  fetch cifar10: 8.0 s so far",
                        "  fetch cifar10: 12.0 s so far")
                .endsWith(
                        "  fetch cifar10: 3 min 2 s so far",
                        "  got it",
                        "  attack 1 of 2, Linf 8/255 apgd: 0 % of 100 passes, 31.0 s so far, 1 more after it",
                        "fetch cifar10: 3 min 51 s")
                .hasSizeLessThan(20);
    }

    @Test
    void judgesTheTimeLeftByTheSpeedOfLate() {
        ConsoleProgress progress = progress(0);
        try (Progress.Task task = progress.start("attack", 1000, "passes")) {
            // ten a second, and after a minute one
            for (int second = 1; second <= 95; second++) {
                second(second);
                task.advanceTo(second <= 60 ? 10L * second : 600 + (second - 60));
            }
        }
        assertThat(output.toString()).contains("attack: 41 % of 1000 passes, 59.0 s left of it");
        String last =
                output.toString().lines().reduce((first, second) -> second).orElseThrow();
        // at the mean speed it would be less than a minute
        assertThat(last).startsWith("  attack: 6").containsPattern("[2-9] min \\d+ s left of it");
    }

    @Test
    void takesOffWhatHasPassedOfALongUnit() {
        Amount amount = new Amount(5, "soups", 0);
        long second = Duration.ofSeconds(1).toNanos();
        assertThat(amount.left(3 * second)).isEmpty();
        amount.advanceTo(1, 10 * second);
        assertThat(amount.left(10 * second)).contains("40.0 s");
        assertThat(amount.left(16 * second)).contains("34.0 s");
        // the second takes twice as long as the first, so each of the rest is taken to need the mean
        assertThat(amount.left(30 * second)).contains("45.0 s");
        amount.advanceTo(5, 31 * second);
        assertThat(amount.left(31 * second)).isEmpty();
    }

    @Test
    void writesNothingAboutShortTasks() {
        try (Progress.Task task = progress(0).start("read", 0, "images")) {
            task.advanceTo(0);
        }
        assertThat(output).hasToString("");
    }

    @Test
    void writesBytesAsMegabytes() {
        try (Progress.Task task = progress(0).start("download x", 170_000_000, "bytes")) {
            second(5);
            task.advanceTo(85_000_000);
        }
        assertThat(output).hasToString(lines("  download x: 50 % of 170.0 MB, 5.0 s left of it\n"));
    }

    @Test
    void drawsABarOnATerminal() {
        ConsoleProgress progress = progress(120);
        try (Progress.Task task = progress.start("train", 4, "batches")) {
            task.note("loss 0.5");
            second(2);
            task.advanceTo(2);
            second(4);
            progress.tick();
            task.advanceTo(4);
        }
        String half = "train [==========          ] 50 % of 4 batches, elapsed 2.0 s, left 2.0 s, loss 0.5";
        String whole = "train [====================] 100 % of 4 batches, elapsed 4.0 s, loss 0.5";
        assertThat(output.toString())
                .startsWith("\r" + half)
                .endsWith("\r" + whole + " ".repeat(119 - whole.length()) + System.lineSeparator());
    }

    @Test
    void neverWritesBeyondTheLineOfATerminal() {
        ConsoleProgress progress = progress(50);
        try (Progress.Task task = progress.start("a task with quite a long name for a line", 4, "batches")) {
            second(2);
            task.advanceTo(2);
        }
        assertThat(output.toString().lines().flatMap(line -> java.util.Arrays.stream(line.split("\r"))))
                .allMatch(line -> line.length() <= 49);
    }
}
