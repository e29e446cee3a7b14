package io.stockpot.model;

import io.stockpot.base.Fuzzer;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The architectures of the project as YAML, damaged at random. */
@Tag("fuzz")
class ArchitecturesFuzzTest {
    private static final int MEBIBYTES = 64;

    @TempDir
    Path folder;

    private record Described(Architecture architecture, Optional<Normalisation> normalisation) {}

    @Test
    void readsOrRefusesArchitectures() throws Exception {
        List<byte[]> corpus;
        try (Stream<Path> files = Files.list(Path.of("../recipes/architectures"))) {
            corpus = files.sorted().map(ArchitecturesFuzzTest::bytes).toList();
        }
        new Fuzzer("architecture", folder.resolve("damaged.yaml"), corpus, content -> content, MEBIBYTES)
                .run(file -> YamlRecords.read(file, Described.class, List.of()));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
