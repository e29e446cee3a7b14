package io.stockpot.cli;

import java.util.Locale;

/** Durations in words. */
final class Durations {
    private Durations() {}

    /** Returns e.g. "3.5 s", "2 min 5 s" or "3 h 10 min". */
    static String text(long nanoseconds) {
        double seconds = nanoseconds / 1e9;
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? whole / 60 + " min " + whole % 60 + " s"
                : whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }
}
