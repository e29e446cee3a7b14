package io.stockpot.serve;

import io.stockpot.soup.choice.MixingWeights;
import java.io.IOException;
import java.nio.file.Path;

/** Writes mixtures as files, as the commands {@code mix} and {@code convert} do. */
public interface SoupWriter {
    /** Returns the folder of all files. */
    Path folder();

    /**
     * Writes a mixture as a checkpoint with a card beside it.
     *
     * @throws IOException if it cannot be written, naming why
     */
    void write(MixingWeights weights, Path out) throws IOException;

    /**
     * Writes a checkpoint in the format of the other file's ending.
     *
     * @throws IOException if it cannot be written, naming why
     */
    void convert(Path checkpoint, Path out) throws IOException;
}
