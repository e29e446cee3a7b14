package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Says where pages were not opened in a browser, because the module that does so was not built. */
class ChromiumTest {
    private static final String PROGRAM = "/usr/bin/chromium";

    @Test
    void isThereToOpenThePagesIn() throws IOException {
        assumeTrue(
                Files.exists(Path.of(PROGRAM)),
                "SKIPPED: there is no " + PROGRAM + ", so the module 'browser', which opens the pages, was not built;"
                        + " 'apt-get install chromium' brings it");
        assertThat(Path.of("..", "pom.xml")).content().contains("<exists>" + PROGRAM + "</exists>");
    }
}
