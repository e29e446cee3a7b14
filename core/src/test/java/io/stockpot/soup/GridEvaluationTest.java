package io.stockpot.soup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GridEvaluationTest {
    @TempDir
    Path folder;

    /** A process may be killed in between; a mixture that has outcomes then still has its warnings. */
    @Test
    void deletesOutcomesBeforeTheirWarnings() throws Exception {
        for (int mixture = 0; mixture < 10; mixture++) {
            // a folder that is not empty cannot be deleted: here deleting ends, as if killed
            Files.createDirectories(folder.resolve(mixture + ".warnings.json").resolve("inside"));
            Files.writeString(folder.resolve(mixture + ".json"), "{}");
        }
        GridEvaluation sweep = new GridEvaluation(null, folder, Map.of());
        assertThatThrownBy(sweep::delete).isInstanceOf(DirectoryNotEmptyException.class);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).hasSize(10).allMatch(file -> file.toString().endsWith(".warnings.json"));
        }
    }
}
