package io.stockpot.text;

import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names in texts: kebab-case, quotation, and help with unknown ones. */
final class Names {
    private static final Pattern WORD_START = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_");
    private static final int LONGEST_QUOTE = 60;

    private Names() {}

    /** Returns the kebab-case form of a Java name: {@code PreActResNet} becomes "pre-act-res-net". */
    static String kebab(String name) {
        return WORD_START.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT);
    }

    /** Returns the name without what does not matter when enum constants are compared. */
    static String plain(String name) {
        return name.replaceAll("[-_ ]", "").toLowerCase(Locale.ROOT);
    }

    /** Returns the text in quotes, shortened to fit a sentence. */
    static String quote(String text) {
        String line = text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
        return "'" + (line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "…") + "'";
    }

    /**
     * Returns the help for a name that is not known: "; did you mean 'drops'? known keys: rate, drops".
     *
     * @param kind what the names are, such as "keys"
     */
    static String help(String unknown, Collection<String> known, String kind) {
        if (known.isEmpty()) {
            return "; there are no " + kind;
        }
        String nearest = Nearest.to(unknown, known).orElse(null);
        return (nearest == null ? "; " : "; did you mean '" + nearest + "'? ")
                + ("known " + kind + ": " + String.join(", ", known));
    }
}
