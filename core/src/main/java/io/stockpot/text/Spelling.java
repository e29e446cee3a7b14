package io.stockpot.text;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/** American spellings of names that are written in the British way; a name never has both. */
final class Spelling {
    /** The words size and resize are none of these. */
    private static final Pattern IZE = Pattern.compile("(?<=[a-z]{4})iz(?=e|ing|ation)");

    private Spelling() {}

    /** Returns the known name that a name spells in the American way, if it does; none if it is known itself. */
    static Optional<String> british(String written, Collection<String> known) {
        if (known.contains(written)) {
            return Optional.empty();
        }
        String british =
                IZE.matcher(written).replaceAll("is").replace("color", "colour").replace("center", "centre");
        return Optional.of(british).filter(known::contains);
    }
}
