package io.stockpot.report;

import io.stockpot.text.ShellWord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Lines for the footer of a page by which somebody else can make it again: the command, the files with their digests,
 * how images were prepared, and when the numbers were finished. All of it comes from what was given and recorded, never
 * from the clock, so that equal reports stay equal.
 */
public final class Repetition {
    /** As many digits as names of runs have. */
    private static final int DIGITS = 12;

    private Repetition() {}

    /** Returns the command that makes the page, quoted for a POSIX shell where needed. */
    public static String command(List<String> words) {
        return "To repeat: " + words.stream().map(ShellWord::quoted).collect(Collectors.joining(" "));
    }

    /**
     * Returns what a model was read from.
     *
     * @param digest hexadecimal, of its weights; may be empty
     * @param normalisation in words; may be empty
     */
    public static String model(String name, String path, String digest, String normalisation) {
        return "Model " + name + ": " + path + digest(", weights ", digest)
                + (normalisation.isEmpty() ? "" : ", normalisation " + normalisation);
    }

    /** Returns a normalisation in words, for {@link #model}: "mean 0.4914 0.4822 0.4465, deviation …", or "none". */
    public static String normalisation(List<Double> mean, List<Double> deviation) {
        boolean none = mean.stream().allMatch(value -> value == 0)
                && deviation.stream().allMatch(value -> value == 1);
        return none ? "none" : "mean " + rounded(mean) + ", deviation " + rounded(deviation);
    }

    private static String rounded(List<Double> numbers) {
        return numbers.stream()
                .map(number -> String.format(Locale.ROOT, "%.4f", number))
                .collect(Collectors.joining(" "));
    }

    /**
     * Returns which images were looked at.
     *
     * @param digest hexadecimal, of the images and labels; may be empty
     * @param preparation what was done to them, e.g. "resized to 36, cropped to 32"; may be none
     */
    public static String images(String name, int number, String digest, List<String> preparation) {
        List<String> words = new ArrayList<>(List.of(number + " images" + digest(", fingerprint ", digest)));
        words.addAll(preparation);
        return "Images " + name + ": " + String.join(", ", words);
    }

    private static String digest(String before, String digest) {
        return digest.isEmpty() ? "" : before + digest.substring(0, Math.min(DIGITS, digest.length()));
    }

    /** Returns when the steps behind a page were finished, to the minute; nothing if none says it. */
    public static List<String> finished(Collection<Instant> steps) {
        if (steps.isEmpty()) {
            return List.of();
        }
        Instant first = Collections.min(steps).truncatedTo(ChronoUnit.MINUTES);
        Instant last = Collections.max(steps).truncatedTo(ChronoUnit.MINUTES);
        return List.of(
                first.equals(last)
                        ? "Finished on " + words(last)
                        : "Steps were finished from " + words(first) + " to " + words(last));
    }

    private static String words(Instant minute) {
        return minute.toString().replace("T", " ").replaceFirst(":00Z$", " UTC");
    }
}
