package io.stockpot.soup.choice;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Names of tensors: a name in which each {@code *} stands for any characters, or for none. "fc.*" matches "fc.weight",
 * "block3.*" all of what is in block3, "*bn*" whatever has "bn" in its name.
 *
 * @param text the pattern, matched against whole names
 */
public record TensorPattern(String text) {
    private static final char ANYTHING = '*';

    /** Checks that something is written. */
    public TensorPattern {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a pattern of names is empty; write one such as 'fc.*', or * for all");
        }
    }

    /** Reads a pattern. */
    @JsonCreator
    public static TensorPattern parse(String text) {
        return new TensorPattern(text.strip());
    }

    /** Returns whether the name is one of those meant. */
    public boolean matches(String name) {
        int in = 0;
        int at = 0;
        int star = -1;
        int from = 0;
        while (at < name.length()) {
            if (in < text.length() && text.charAt(in) == ANYTHING) {
                star = in++;
                from = at;
            } else if (in < text.length() && text.charAt(in) == name.charAt(at)) {
                in++;
                at++;
            } else if (star >= 0) {
                // the last star takes one more character
                in = star + 1;
                at = ++from;
            } else {
                return false;
            }
        }
        return text.substring(in).chars().allMatch(left -> left == ANYTHING);
    }

    @Override
    @JsonValue
    public String toString() {
        return text;
    }
}
