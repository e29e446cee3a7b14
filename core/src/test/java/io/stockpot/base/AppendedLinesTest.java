package io.stockpot.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendedLinesTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("lines.jsonl");
    }

    private void append(String... lines) throws IOException {
        try (AppendedLines file = AppendedLines.open(file())) {
            for (String line : lines) {
                file.append(line);
            }
        }
    }

    @Test
    void readsNothingWhereThereIsNoFile() throws IOException {
        assertThat(AppendedLines.read(file())).isEmpty();
        assertThat(file()).doesNotExist();
    }

    @Test
    void appendsBehindWhatIsThere() throws IOException {
        append("one", "");
        append("zwölf");
        assertThat(file()).hasContent("one\n\nzwölf\n");
        assertThat(AppendedLines.read(file())).containsExactly("one", "", "zwölf");
    }

    @Test
    void removesAnUnfinishedLineBeforeMoreIsAppended() throws IOException {
        Files.writeString(file(), "größe\nhal");
        assertThat(AppendedLines.read(file())).containsExactly("größe");
        append("whole");
        assertThat(file()).hasContent("größe\nwhole\n");
    }

    @Test
    void removesTheOnlyLineIfItIsUnfinished() throws IOException {
        Files.writeString(file(), "hal");
        assertThat(AppendedLines.read(file())).isEmpty();
        assertThat(file()).isEmptyFile();
    }

    @Test
    void goesBackToALengthItReported() throws IOException {
        long length;
        try (AppendedLines file = AppendedLines.open(file())) {
            file.append("kept");
            length = file.length();
            file.append("lost");
        }
        try (AppendedLines file = AppendedLines.open(file(), length)) {
            file.append("again");
        }
        assertThat(length).isEqualTo(5);
        assertThat(AppendedLines.read(file())).containsExactly("kept", "again");
    }

    @Test
    void keepsAFileThatIsShorterThanTheLength() throws IOException {
        append("one");
        try (AppendedLines file = AppendedLines.open(file(), 100)) {
            assertThat(file.length()).isEqualTo(4);
        }
        assertThat(AppendedLines.read(file())).containsExactly("one");
    }
}
