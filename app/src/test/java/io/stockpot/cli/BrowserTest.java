package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class BrowserTest {
    @TempDir
    Path folder;

    @Test
    void triesProgramsUntilOneOpensThePage() throws IOException {
        Path opened = folder.resolve("opened");
        new Browser(List.of(
                        List.of("no-such-program", "PAGE"),
                        List.of("false"),
                        List.of("sh", "-c", "echo \"$0\" > '" + opened + "'", "PAGE")))
                .open(folder.resolve("a page.html"));
        assertThat(Files.readString(opened).strip()).startsWith("file:///").endsWith("/a%20page.html");
    }

    @Test
    void saysWhatWasTriedAndWhereThePageIs() {
        assertThatThrownBy(() -> new Browser(List.of(List.of("no-such-program", "PAGE"), List.of("false")))
                        .open(folder.resolve("page.html")))
                .isInstanceOf(IOException.class)
                .hasMessage("--open found no program that opens pages (tried no-such-program, false); open "
                        + folder.resolve("page.html").toUri() + " in a browser");
    }
}
