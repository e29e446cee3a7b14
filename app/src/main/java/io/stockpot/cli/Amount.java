package io.stockpot.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/** How much of a task is done, and at what speed of late. */
final class Amount {
    /** Speed is that of this share of the time so far, so that it follows the work but does not swing. */
    private static final int SHARE = 3;

    private static final long SHORTEST = Duration.ofSeconds(20).toNanos();
    private static final long BETWEEN = Duration.ofMillis(500).toNanos();
    private static final int PERCENT = 100;

    private final long total;
    private final String unit;
    private final long started;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private long done;
    private long advanced;

    private record Sample(long time, long done) {}

    /**
     * Begins at nothing.
     *
     * @param total in units
     * @param started in nanoseconds
     */
    Amount(long total, String unit, long started) {
        this.total = total;
        this.unit = unit;
        this.started = started;
        this.advanced = started;
        samples.add(new Sample(started, 0));
    }

    /** Notes how much is done in all at a time. */
    void advanceTo(long now, long time) {
        done = now;
        advanced = time;
        if (time - samples.getLast().time() >= BETWEEN) {
            samples.add(new Sample(time, now));
            long window = Math.max(SHORTEST, (time - started) / SHARE);
            while (samples.size() > 2 && time - samples.getFirst().time() > window) {
                samples.removeFirst();
            }
        }
    }

    /** Returns the percentage that is done, rounded down. */
    long share() {
        return total == 0 ? PERCENT : PERCENT * done / total;
    }

    /** Returns the total with its unit, such as "4000 steps" or "170.5 MB". */
    String total() {
        return unit.equals("bytes") ? String.format(Locale.ROOT, "%.1f MB", total / 1e6) : total + " " + unit;
    }

    /**
     * Returns how long the rest takes at the speed of late; empty before anything is known about that, and at the end.
     * What has passed of the unit in work is taken off, and once it takes longer than those before, all do.
     */
    Optional<String> left(long now) {
        Sample first = samples.getFirst();
        long more = done - first.done();
        long rest = total - done;
        if (more <= 0 || rest <= 0) {
            return Optional.empty();
        }
        double each = (double) (advanced - first.time()) / more;
        double slower = (double) (now - first.time()) / (more + 1);
        double left = now - advanced <= each ? rest * each - (now - advanced) : (rest - 1) * slower;
        return Optional.of(Durations.text(Math.round(left)));
    }
}
