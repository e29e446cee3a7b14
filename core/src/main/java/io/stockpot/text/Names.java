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
        String nearest = nearest(unknown, known);
        return (nearest == null ? "; " : "; did you mean '" + nearest + "'? ")
                + ("known " + kind + ": " + String.join(", ", known));
    }

    /** Returns the known name that the unknown one was probably meant to be, or null. */
    private static String nearest(String unknown, Collection<String> known) {
        String written = plain(unknown.length() <= LONGEST_QUOTE ? unknown : unknown.substring(0, LONGEST_QUOTE));
        String nearest = null;
        int allowed = Math.max(1, written.length() / 3);
        for (String name : known) {
            int edits = distance(written, plain(name));
            if (edits <= allowed) {
                allowed = edits - 1;
                nearest = name;
            }
        }
        return nearest;
    }

    /**
     * The number of insertions, deletions, replacements and swaps of neighbours that turn one word into
     * another (optimal string alignment).
     */
    private static int distance(String one, String two) {
        int[][] edits = new int[one.length() + 1][two.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= two.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : fewestEdits(edits, one, two, i, j);
            }
        }
        return edits[one.length()][two.length()];
    }

    private static int fewestEdits(int[][] edits, String one, String two, int i, int j) {
        boolean same = one.charAt(i - 1) == two.charAt(j - 1);
        int fewest = Math.min(edits[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
        boolean swapped =
                i > 1 && j > 1 && one.charAt(i - 1) == two.charAt(j - 2) && one.charAt(i - 2) == two.charAt(j - 1);
        return swapped ? Math.min(fewest, edits[i - 2][j - 2] + 1) : fewest;
    }
}
