package io.stockpot.text;

import java.util.Collection;
import java.util.Optional;

/** Finds the known name that a mistyped one was probably meant to be. */
public final class Nearest {
    private static final int LONGEST = 60;

    private Nearest() {}

    /** Returns the nearest known name, if one differs in at most a third of the letters; case and hyphens do not count. */
    public static Optional<String> to(String unknown, Collection<String> known) {
        String written = Names.plain(unknown.length() <= LONGEST ? unknown : unknown.substring(0, LONGEST));
        String nearest = null;
        int allowed = Math.max(1, written.length() / 3);
        for (String name : known) {
            int edits = distance(written, Names.plain(name));
            if (edits <= allowed) {
                allowed = edits - 1;
                nearest = name;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** Returns whether one letter is too many, missing or another, or two neighbours are exchanged. */
    public static boolean isMistyped(String one, String other) {
        return Math.abs(one.length() - other.length()) <= 1 && distance(one, other) == 1;
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
