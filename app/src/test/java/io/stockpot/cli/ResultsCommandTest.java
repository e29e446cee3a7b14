package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsCommandTest {
    @TempDir
    Path folder;

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @Test
    void writesThePageOrSaysWhatIsMissing() throws IOException {
        Path file = Files.writeString(
                folder.resolve("results.yaml"), "{title: Nothing yet, measured: m, differences: d, claims: []}");
        Path page = folder.resolve("page.md");
        assertThat(run(file, page)).isEqualTo(1);
        assertThat(errors.toString()).contains("there is no folder").contains("outcomes");
        Files.createDirectory(folder.resolve("outcomes"));
        assertThat(run(file, page)).isZero();
        assertThat(output.toString()).contains("results: " + page);
        assertThat(page).content().contains("# Nothing yet", "| E6 |  |  | not examined |  |");
    }

    private int run(Path file, Path page) {
        return Stockpot.commandLine()
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .execute("results", file.toString(), "--out", page.toString());
    }
}
