package io.stockpot.recipe;

import java.io.IOException;
import java.nio.file.Path;

/** The results of the steps that came before. */
public interface Inputs {
    /** Returns the result of a finished step; it stays the runner's and must not be closed. */
    <R> R get(Step<R> step) throws IOException;

    /** Returns the directory of a finished step. */
    Path directory(Step<?> step) throws IOException;
}
