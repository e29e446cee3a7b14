package io.stockpot.run;

import io.stockpot.base.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A piece of work that turns inputs into a directory of files, once. Whether it was done already is
 * decided by its {@link RunKey} alone, so {@link #canonical}, the inputs and the data digests must
 * hold everything that changes the files, and nothing that does not: no names, no thread counts.
 *
 * @param <R> what other steps read from the directory
 */
public interface Step<R> {
    /** Returns the name that users read; it does not identify the step. */
    String name();

    /** Returns what the directory is called after the key; like the name, it does not identify the step. */
    default String folder() {
        return name();
    }

    /** Returns the step's parameters as canonical JSON, the kind of step included. */
    String canonical();

    /** Returns the steps whose results this one reads. */
    default List<Step<?>> inputs() {
        return List.of();
    }

    /** Returns digests of the data that this step reads from outside. */
    default List<String> dataDigests() {
        return List.of();
    }

    /** Returns a sentence about what this step reads from outside and is not there, if so. */
    default Optional<String> missing() {
        return Optional.empty();
    }

    /** Returns whether {@link #run} can go on with what an interrupted run of it left behind. */
    default boolean resumes() {
        return false;
    }

    /**
     * Returns how much {@link #run} has to do.
     *
     * @throws IOException if something outside that tells it is there and cannot be read
     */
    default Work work() throws IOException {
        return Work.LITTLE;
    }

    /**
     * Does the work.
     *
     * @param directory where the files go; empty, unless this step resumes and was interrupted before
     * @param inputs the results of the inputs
     * @param progress listens to the work
     * @throws IOException if the work fails
     */
    void run(Path directory, Inputs inputs, Progress progress) throws IOException;

    /**
     * Reads the result of a finished run. A result that is {@link AutoCloseable} belongs to the runner,
     * which closes it after the last step that needs it.
     *
     * @param directory what {@link #run} filled
     */
    R read(Path directory) throws IOException;
}
