package io.stockpot.data.shift;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which pictures belong together, such as the frames of one track or what several cameras saw of one thing: those in
 * whose "class/file name" a regular expression finds the same text between its first parentheses.
 */
public final class GroupPattern {
    private GroupPattern() {}

    /**
     * Checks an expression.
     *
     * @throws IllegalArgumentException if it is none, or has no parentheses
     */
    public static void require(String regex) {
        try {
            if (Pattern.compile(regex).matcher("").groupCount() < 1) {
                throw new IllegalArgumentException("group '" + regex
                        + "' must have parentheses around what pictures of one group have in common, e.g."
                        + " '/(.*)_[0-9]+\\.'");
            }
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException(
                    "group '" + regex + "' is no regular expression: " + wrong.getDescription(), wrong);
        }
    }

    /**
     * Returns the group of each picture.
     *
     * @param paths class folder and file name of each
     * @throws IOException naming the first in which nothing is found
     */
    public static List<String> groups(String regex, List<String> paths) throws IOException {
        Pattern compiled = Pattern.compile(regex);
        List<String> groups = new ArrayList<>();
        for (String path : paths) {
            groups.add(find(compiled, path)
                    .orElseThrow(() -> new IOException("group '" + regex + "' is not found in '" + path
                            + "', nor is it then known which pictures belong together")));
        }
        return groups;
    }

    /** Returns the group of a picture; empty if none is found. */
    public static Optional<String> group(String regex, String path) {
        return find(Pattern.compile(regex), path);
    }

    private static Optional<String> find(Pattern compiled, String path) {
        Matcher found = compiled.matcher(path);
        return found.find() ? Optional.ofNullable(found.group(1)) : Optional.empty();
    }

    /** Returns what a group is called beside photos, which it is never taken for. */
    public static String unit(String group) {
        return "group " + group;
    }
}
