package io.stockpot.cli;

import io.stockpot.base.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows progress on the console: a bar on a terminal, an occasional line in a log. A task of unknown
 * length is a headline: a line when it begins, one for each note, and one with its time when it ends.
 */
final class ConsoleProgress implements Progress {
    private static final long BETWEEN_LINES = Duration.ofSeconds(10).toNanos();
    private static final int UPDATE_MILLISECONDS = 250;
    private static final int NARROWEST = 40;

    private final PrintWriter output;
    private final int columns;
    private final LongSupplier clock;

    /**
     * Makes a listener.
     *
     * @param columns the width of the terminal; 0 when there is none
     * @param clock in nanoseconds
     */
    ConsoleProgress(PrintWriter output, int columns, LongSupplier clock) {
        this.output = output;
        this.columns = columns;
        this.clock = clock;
    }

    /**
     * Returns the listener that suits the process. The launcher passes the width of the terminal in a
     * property, because Java 17 cannot ask whether the error stream is one.
     */
    static ConsoleProgress of(PrintWriter output) {
        return new ConsoleProgress(output, Integer.getInteger("stockpot.columns", 0), System::nanoTime);
    }

    @Override
    public Task start(String what, long total, String unit) {
        if (total == UNKNOWN) {
            return new Headline(what);
        }
        return columns >= NARROWEST ? new Bar(what, total, unit) : new Lines(what, total, unit);
    }

    private void print(String line) {
        output.println(line);
        output.flush();
    }

    private static String time(long nanoseconds) {
        double seconds = nanoseconds / 1e9;
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? whole / 60 + " min " + whole % 60 + " s"
                : whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }

    private final class Headline implements Task {
        private final String what;
        private final long started = clock.getAsLong();

        Headline(String what) {
            this.what = what;
            print(what);
        }

        @Override
        public void note(String text) {
            print("  " + text);
        }

        @Override
        public void close() {
            print(what + ": " + time(clock.getAsLong() - started));
        }
    }

    private final class Lines implements Task {
        private final String what;
        private final long total;
        private final String unit;
        private final long started = clock.getAsLong();
        private long lastLine = started;
        private String note = "";

        Lines(String what, long total, String unit) {
            this.what = what;
            this.total = total;
            this.unit = unit;
        }

        @Override
        public void note(String text) {
            note = ", " + text;
        }

        @Override
        public void advanceTo(long done) {
            long now = clock.getAsLong();
            if (now - lastLine < BETWEEN_LINES || done <= 0) {
                return;
            }
            lastLine = now;
            String left = time(Math.round((now - started) * ((double) (total - done) / done)));
            print("  " + what + ": " + 100 * done / total + " % of " + total + " " + unit + ", " + left + " left"
                    + note);
        }
    }

    private final class Bar implements Task {
        private final ProgressBar bar;

        Bar(String what, long total, String unit) {
            bar = new ProgressBarBuilder()
                    .setTaskName(what)
                    .setInitialMax(total)
                    .setUnit(" " + unit, 1)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(UPDATE_MILLISECONDS)
                    .setConsumer(new DelegatingProgressBarConsumer(this::draw, columns - 1))
                    .build();
        }

        private void draw(String line) {
            output.print("\r" + line);
            output.flush();
        }

        @Override
        public void note(String text) {
            bar.setExtraMessage(" " + text);
        }

        @Override
        public void advanceTo(long done) {
            bar.stepTo(done);
        }

        @Override
        public void close() {
            bar.close();
            print("");
        }
    }
}
