package io.stockpot.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * About how long the steps of a plan will take on this machine: passes through networks, counted from the plan, times
 * the seconds of each, measured. What a machine does besides is not in it, so it is good to a factor of two.
 */
public final class Estimate {
    private static final double MINUTE = 60;
    private static final double HOUR = 3600;
    private static final double DAY = 24 * HOUR;

    private final Map<RunKey, Work> works = new LinkedHashMap<>();
    private final Map<RunKey, OptionalDouble> seconds = new LinkedHashMap<>();
    private final List<String> unknown = new ArrayList<>();

    private Estimate() {}

    /**
     * Estimates what a plan has left to do. Measures each network for a second or two.
     *
     * @throws IOException if something that a step reads from outside is there and cannot be read
     */
    public static Estimate of(Plan plan) throws IOException {
        Estimate estimate = new Estimate();
        for (Plan.Entry entry : plan.toDo()) {
            Work work = entry.step().work();
            OptionalDouble time = work.seconds();
            estimate.works.put(entry.key(), work);
            estimate.seconds.put(entry.key(), time);
            if (time.isEmpty()) {
                estimate.unknown.add(entry.step().name());
            }
        }
        return estimate;
    }

    /** Returns the seconds of all steps whose work is known. */
    public double seconds() {
        return seconds.values().stream().mapToDouble(time -> time.orElse(0)).sum();
    }

    /** Returns the seconds of a step; 0 if its work is not known. */
    public double seconds(Plan.Entry entry) {
        return seconds.getOrDefault(entry.key(), OptionalDouble.of(0)).orElse(0);
    }

    /** Returns e.g. "≈ 12 min"; of what is not known, the names. */
    public String time() {
        String time = "≈ " + about(seconds());
        return unknown.isEmpty()
                ? time
                : time + " and what cannot be told before it is there (" + String.join(", ", unknown) + ")";
    }

    /** Returns e.g. "2.8 MB": what all steps will keep. */
    public String space() {
        return megabytes(works.values().stream().mapToLong(Work::bytes).sum());
    }

    /** Returns time, size and space of a step in words; empty for what takes a moment, or is done. */
    String of(Plan.Entry entry) {
        Work work = works.getOrDefault(entry.key(), Work.LITTLE);
        List<String> words = new ArrayList<>();
        OptionalDouble time = seconds.getOrDefault(entry.key(), OptionalDouble.of(0));
        if (time.orElse(0) > 0) {
            words.add("≈ " + about(time.getAsDouble()));
        }
        if (!work.size().isEmpty()) {
            words.add(work.size());
        }
        if (work.bytes() > 0) {
            words.add(megabytes(work.bytes()));
        }
        return String.join(", ", words);
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    /** Returns a duration as roughly as it is known: "20 s", "12 min", "3.5 h", "2.1 days". */
    public static String about(double seconds) {
        if (seconds < 0.9 * MINUTE) {
            return Math.max(1, seconds < 10 ? Math.round(seconds) : 5 * Math.round(seconds / 5)) + " s";
        }
        if (seconds < HOUR) {
            return Math.max(1, Math.round(seconds / MINUTE)) + " min";
        }
        return seconds < DAY ? two(seconds / HOUR) + " h" : two(seconds / DAY) + " days";
    }

    private static String two(double number) {
        return String.format(Locale.ROOT, number < 10 ? "%.1f" : "%.0f", number);
    }
}
