package io.stockpot.run;

import io.stockpot.base.AtomicFile;
import io.stockpot.text.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The warnings of an evaluation, in a file beside its outcomes.
 *
 * @param sentences to show to the user
 */
public record Warnings(List<String> sentences) {
    private static final String FILE = "warnings.json";

    public Warnings {
        sentences = List.copyOf(sentences);
    }

    public void write(Path directory) throws IOException {
        AtomicFile.writeText(directory.resolve(FILE), CanonicalJson.of(this) + "\n");
    }

    /** Reads the file; evaluations of earlier versions have none. */
    public static Warnings read(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        return Files.exists(file)
                ? CanonicalJson.read(Files.readString(file), Warnings.class)
                : new Warnings(List.of());
    }
}
