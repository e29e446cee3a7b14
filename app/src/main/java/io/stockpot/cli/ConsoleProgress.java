package io.stockpot.cli;

import io.stockpot.base.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.LongSupplier;

/**
 * Shows progress on the console: a bar on a terminal, lines in a log. A task of unknown length is a headline: a line
 * when it begins, one for each note, and one with its time when it ends. Work that reports nothing for a while is
 * spoken for by a clock, so that a log never falls silent: the first line comes after a few seconds, later ones at
 * growing intervals.
 */
final class ConsoleProgress implements Progress {
    private static final long FIRST_LINE = Duration.ofSeconds(4).toNanos();
    private static final long LONGEST_SILENCE = Duration.ofSeconds(30).toNanos();
    /** Lines come after this share of the time that the work has taken so far. */
    private static final int SHARE = 3;

    private static final long REDRAW = Duration.ofMillis(250).toNanos();
    private static final int NARROWEST = 40;

    private final PrintWriter output;
    private final int columns;
    private final LongSupplier clock;
    /** The tasks that run, the innermost first. */
    private final Deque<Shown> running = new ArrayDeque<>();

    private long lastLine;

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
        ConsoleProgress progress =
                new ConsoleProgress(output, Integer.getInteger("stockpot.columns", 0), System::nanoTime);
        TimerTask tick = new TimerTask() {
            @Override
            public void run() {
                progress.tick();
            }
        };
        new Timer("progress", true).schedule(tick, 1000, 1000);
        return progress;
    }

    @Override
    public synchronized Task start(String what, long total, String unit) {
        Shown task;
        if (total == UNKNOWN) {
            task = new Headline(what);
        } else {
            Amount amount = new Amount(total, unit, clock.getAsLong());
            task = columns >= NARROWEST ? new Bar(what, amount) : new Lines(what, amount);
        }
        if (running.isEmpty()) {
            lastLine = clock.getAsLong();
        }
        running.push(task);
        task.begin();
        return task;
    }

    /** Speaks for the innermost task, if it has been silent for too long. */
    synchronized void tick() {
        if (!running.isEmpty()) {
            running.peek().show(clock.getAsLong());
        }
    }

    private boolean isLineDue(long now) {
        long elapsed = now - running.peekLast().started;
        long silence = Math.max(FIRST_LINE, Math.min(LONGEST_SILENCE, elapsed / SHARE));
        return now - lastLine >= silence;
    }

    private void print(String line) {
        output.println(line);
        output.flush();
        lastLine = clock.getAsLong();
    }

    /** A task on the console. All state is guarded by the listener, as the clock is a thread of its own. */
    private abstract class Shown implements Task {
        final String what;
        final long started = clock.getAsLong();

        Shown(String what) {
            this.what = what;
        }

        /** Shows that the task has begun. */
        void begin() {}

        /** Shows how far the task is, if it is time to. */
        abstract void show(long now);

        /** Shows that the task has ended. */
        void end() {}

        @Override
        public final void close() {
            synchronized (ConsoleProgress.this) {
                if (running.remove(this)) {
                    end();
                }
            }
        }
    }

    private final class Headline extends Shown {
        Headline(String what) {
            super(what);
        }

        @Override
        void begin() {
            print(what);
        }

        @Override
        public void note(String text) {
            synchronized (ConsoleProgress.this) {
                print("  " + text);
            }
        }

        @Override
        void show(long now) {
            if (isLineDue(now)) {
                print("  " + what + ": " + Durations.text(now - started) + " so far");
            }
        }

        @Override
        void end() {
            print(what + ": " + Durations.text(clock.getAsLong() - started));
        }
    }

    /** A task whose length is known. */
    private abstract class Measured extends Shown {
        final Amount amount;
        String note = "";

        Measured(String what, Amount amount) {
            super(what);
            this.amount = amount;
        }

        @Override
        public void note(String text) {
            synchronized (ConsoleProgress.this) {
                note = ", " + text;
            }
        }

        @Override
        public void advanceTo(long done) {
            synchronized (ConsoleProgress.this) {
                long now = clock.getAsLong();
                amount.advanceTo(done, now);
                if (running.peek() == this) {
                    show(now);
                }
            }
        }
    }

    private final class Lines extends Measured {
        Lines(String what, Amount amount) {
            super(what, amount);
        }

        @Override
        void show(long now) {
            if (isLineDue(now)) {
                String left = amount.left(now)
                        .map(time -> ", " + time + " left of it")
                        .orElseGet(() -> ", " + Durations.text(now - started) + " so far");
                print("  " + what + ": " + amount.share() + " % of " + amount.total() + left + note);
            }
        }
    }

    private final class Bar extends Measured {
        private static final int WIDTH = 20;
        private long drawn = Long.MIN_VALUE;

        Bar(String what, Amount amount) {
            super(what, amount);
        }

        @Override
        void show(long now) {
            if (drawn == Long.MIN_VALUE || now - drawn >= REDRAW) {
                draw(now);
            }
        }

        private void draw(long now) {
            drawn = now;
            int filled = (int) (WIDTH * amount.share() / 100);
            String left = amount.left(now).map(time -> ", left " + time).orElse("");
            String line = what + " [" + "=".repeat(filled) + " ".repeat(WIDTH - filled) + "] " + amount.share()
                    + " % of " + amount.total() + ", elapsed " + Durations.text(now - started) + left + note;
            String cut = line.substring(0, Math.min(line.length(), columns - 1));
            output.print("\r" + cut + " ".repeat(columns - 1 - cut.length()));
            output.flush();
        }

        @Override
        void end() {
            draw(clock.getAsLong());
            print("");
        }
    }
}
