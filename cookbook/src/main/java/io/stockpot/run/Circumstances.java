package io.stockpot.run;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How the work of a step was done.
 *
 * @param seconds how long the last, uninterrupted stretch of work took
 * @param span from the first beginning to the end, pauses included
 * @param version of the program
 * @param machine what it ran on, if the record of the run says it
 */
public record Circumstances(double seconds, Duration span, String version, Optional<String> machine) {
    private static final double SECONDS_PER_HOUR = 3600;
    /** What starting and finishing a run may take besides the work. */
    private static final double SLACK = 5;

    /** Returns the time that the work took, as exactly as it is known: a run that was interrupted took more. */
    public String hours() {
        double longest = span.toMillis() / 1000.0;
        return longest - seconds <= SLACK
                ? hours(seconds) + " hours"
                : "between " + hours(seconds) + " and " + hours(longest) + " hours (it was interrupted)";
    }

    private static String hours(double seconds) {
        return String.format(Locale.ROOT, "%.2f", seconds / SECONDS_PER_HOUR);
    }
}
