package io.stockpot.serve;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the page finds files, and where it may write some.
 *
 * @param pictures the files of the pictures, in their order, if they have no labels; else none
 * @param out where labels are kept; nothing is labelled without it
 * @param runs what is shown of runs; nothing without it
 */
public record Places(List<Path> pictures, Optional<Path> out, Optional<Path> runs) {
    /** No files. */
    public static final Places NONE = new Places(List.of(), Optional.empty(), Optional.empty());

    /** Copies the list. */
    public Places {
        pictures = List.copyOf(pictures);
    }

    /** Returns whether pictures can be labelled. */
    boolean canLabel() {
        return !pictures.isEmpty() && out.isPresent();
    }
}
