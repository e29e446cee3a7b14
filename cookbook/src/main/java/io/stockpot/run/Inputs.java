package io.stockpot.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The results of the steps that came before. */
public interface Inputs {
    /** Returns the result of a finished step; it stays the runner's and must not be closed. */
    <R> R get(Step<R> step) throws IOException;

    /**
     * Returns the result of a step that saves work if it happens to be finished; it need not be one of the
     * inputs, so it must not change the result.
     */
    <R> Optional<R> find(Step<R> step) throws IOException;

    /** Returns the directory of a finished step. */
    Path directory(Step<?> step) throws IOException;
}
