package io.stockpot.recipe;

import io.stockpot.base.Fuzzer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipes of the project, damaged at random. */
@Tag("fuzz")
class RecipesFuzzTest {
    /** A recipe may ask for a grid of many thousand mixtures, which are counted out when it is read. */
    private static final int MEBIBYTES = 1024;

    @TempDir
    Path folder;

    @Test
    void readsOrRefusesRecipes() throws Exception {
        List<byte[]> corpus;
        try (Stream<Path> files = Files.list(Path.of("../recipes"))) {
            corpus = files.filter(Files::isRegularFile)
                    .sorted()
                    .map(RecipesFuzzTest::bytes)
                    .toList();
        }
        new Fuzzer("recipe", folder.resolve("damaged.yaml"), corpus, content -> content, MEBIBYTES)
                .run(file -> Recipe.read(file, List.of()));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
