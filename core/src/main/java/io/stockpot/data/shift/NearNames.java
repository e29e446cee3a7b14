package io.stockpot.data.shift;

import io.stockpot.text.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds the class that was meant by a folder of another name. */
final class NearNames {
    /** How many suggestions a message has. */
    private static final int MOST = 5;

    /** The shortest name that may be mistyped: below, every other name is near. */
    private static final int SHORTEST = 4;

    /** What people call the classes of common data sets. */
    private static final Map<String, String> SYNONYMS = Map.ofEntries(
            Map.entry("plane", "airplane"),
            Map.entry("aeroplane", "airplane"),
            Map.entry("aircraft", "airplane"),
            Map.entry("car", "automobile"),
            Map.entry("auto", "automobile"),
            Map.entry("boat", "ship"),
            Map.entry("lorry", "truck"),
            Map.entry("puppy", "dog"),
            Map.entry("kitten", "cat"),
            Map.entry("pony", "horse"),
            Map.entry("toad", "frog"),
            Map.entry("zero", "0"),
            Map.entry("one", "1"),
            Map.entry("two", "2"),
            Map.entry("three", "3"),
            Map.entry("four", "4"),
            Map.entry("five", "5"),
            Map.entry("six", "6"),
            Map.entry("seven", "7"),
            Map.entry("eight", "8"),
            Map.entry("nine", "9"));

    private NearNames() {}

    /** Returns "; did you mean dog for Dog, airplane for plane?", or nothing if no class is near. */
    static String question(List<String> unknown, List<String> classes) {
        List<String> meant = new ArrayList<>();
        for (String folder : unknown) {
            of(folder, classes).ifPresent(name -> meant.add(name + " for " + folder));
        }
        return meant.isEmpty()
                ? ""
                : "; did you mean " + String.join(", ", meant.subList(0, Math.min(MOST, meant.size()))) + "?";
    }

    /** Returns the class that is meant by a name: written alike, a synonym, or at most a typing error away. */
    static Optional<String> of(String folder, List<String> classes) {
        String written = plain(folder);
        return Stream.of(
                        first(classes, name -> plain(name).equals(written)),
                        first(classes, name -> plain(name).equals(SYNONYMS.get(written))),
                        first(classes, name -> isPlural(written, plain(name))),
                        first(classes, name -> isSynonymOf(written, plain(name))),
                        first(classes, name -> isMistyped(written, plain(name))))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> first(List<String> classes, Predicate<String> wanted) {
        return classes.stream().filter(wanted).findFirst();
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    private static boolean isPlural(String one, String other) {
        return one.equals(other + "s") || other.equals(one + "s");
    }

    /** Returns whether a plural of a synonym is meant, or the class is the synonym of the folder. */
    private static boolean isSynonymOf(String written, String name) {
        String single = written.endsWith("s") ? written.substring(0, written.length() - 1) : written;
        return name.equals(SYNONYMS.get(single)) || written.equals(SYNONYMS.get(name));
    }

    /** Returns whether one letter is too many, missing or another, or two neighbours are exchanged. */
    private static boolean isMistyped(String one, String other) {
        return Math.min(one.length(), other.length()) >= SHORTEST && Nearest.isMistyped(one, other);
    }
}
