package io.stockpot.evaluate;

import io.stockpot.base.AppendedLines;
import io.stockpot.text.CanonicalJson;
import io.stockpot.text.TextException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an evaluation has found out so far, so that a killed one goes on. It is a folder of files with a
 * line for each finished block of images; a line counts once it ends. What it says of an image depends on
 * the classifier, the images and the seed, which the owner of the folder must keep the same; it does not
 * depend on batches, on other images or on other conditions.
 */
public final class Journal {
    private final Optional<Path> folder;
    private final boolean keepsPoints;

    private Journal(Optional<Path> folder, boolean keepsPoints) {
        this.folder = folder;
        this.keepsPoints = keepsPoints;
    }

    /** Returns the journal that remembers nothing. */
    public static Journal none() {
        return new Journal(Optional.empty(), false);
    }

    /** Returns the journal in a folder, which is created when there is something to remember. */
    public static Journal in(Path folder) {
        return new Journal(Optional.of(folder), false);
    }

    /**
     * Returns a journal that also keeps the points that attacks find. It knows only what was found out while
     * points were kept.
     */
    public static Journal withPoints(Path folder) {
        return new Journal(Optional.of(folder), true);
    }

    /**
     * Returns the points that belong to a file of attacks, if points are kept.
     *
     * @param pixels of an image, all channels
     */
    Optional<FoundPoints> points(String name, int pixels) {
        return keepsPoints
                ? folder.map(place -> new FoundPoints(place.resolve(name + ".points"), pixels))
                : Optional.empty();
    }

    /** Returns the file in which attacks are remembered: those whose points are kept have files of their own. */
    String attacksOn(String identity) {
        return (keepsPoints ? "kept-" : "attacked-") + identity;
    }

    /**
     * Returns all finished lines of a file in order; a line that a killed process left unfinished is
     * removed.
     *
     * @throws UncheckedIOException if the file cannot be read or holds something else; never if nothing is
     *     remembered
     */
    <T extends Record> List<T> read(String name, Class<T> type) {
        if (folder.isEmpty()) {
            return List.of();
        }
        try {
            return lines(name, type);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private <T extends Record> List<T> lines(String name, Class<T> type) throws IOException {
        List<T> lines = new ArrayList<>();
        for (String line : AppendedLines.read(file(name))) {
            try {
                lines.add(CanonicalJson.read(line, type));
            } catch (TextException damage) {
                throw new IOException(
                        "line " + (lines.size() + 1) + " of '" + file(name) + "' is damaged (" + damage.sentence()
                                + "); delete the file to measure again",
                        damage);
            }
        }
        return lines;
    }

    /**
     * Adds a line; it is on the disk when this returns.
     *
     * @throws UncheckedIOException if it cannot be written; never if nothing is remembered
     */
    void append(String name, Record line) {
        if (folder.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(folder.get());
            write(name, line);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void write(String name, Record line) throws IOException {
        try (AppendedLines file = AppendedLines.open(file(name))) {
            file.append(CanonicalJson.of(line));
        }
    }

    /** Deletes the folder, once the findings are safe elsewhere. */
    public void delete() throws IOException {
        if (folder.isEmpty() || !Files.exists(folder.get())) {
            return;
        }
        try (Stream<Path> files = Files.list(folder.get())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder.get());
    }

    private Path file(String name) {
        return folder.orElseThrow().resolve(name + ".jsonl");
    }
}
