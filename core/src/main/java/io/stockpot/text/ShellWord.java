package io.stockpot.text;

import java.util.regex.Pattern;

/** Words of commands that people are to type. */
public final class ShellWord {
    /** What no shell changes: no braces, which bash expands, and no equals sign in front, which zsh does. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+=:,./-]*");

    private ShellWord() {}

    /** Returns a word as a POSIX shell reads it: as it is if it is plain, else in quotes. */
    public static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
