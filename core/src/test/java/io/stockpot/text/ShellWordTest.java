package io.stockpot.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordTest {
    @ParameterizedTest
    @ValueSource(strings = {"soup.safetensors", "../runs/a-1", "seed=1", "--weights", "0.4,-1/3", "x@y:1+2%"})
    void leavesPlainWordsAsTheyAre(String word) {
        assertThat(ShellWord.quoted(word)).isEqualTo(word);
    }

    @Test
    void quotesWhatShellsWouldChange() {
        assertThat(ShellWord.quoted("my soup")).isEqualTo("'my soup'");
        assertThat(ShellWord.quoted("it's")).isEqualTo("'it'\\''s'");
        assertThat(ShellWord.quoted("{a,b}.pth")).isEqualTo("'{a,b}.pth'");
        assertThat(ShellWord.quoted("~/soup")).isEqualTo("'~/soup'");
        assertThat(ShellWord.quoted("=ls")).isEqualTo("'=ls'");
        assertThat(ShellWord.quoted("")).isEqualTo("''");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{a,b}.pth",
                "{1..3}",
                "a b",
                "it's",
                "''",
                "$HOME",
                "`id`",
                "$(id)",
                "a;b",
                "a&b",
                "a|b",
                "a>b",
                "*",
                "?",
                "[a-z]",
                "~",
                "#a",
                "!!",
                "a\\b",
                "a\"b",
                "a\nb",
                "a\tb",
                "Käse",
                "",
                "-x",
                "a=b",
                "=ls",
                "%1",
                "^"
            })
    void isReadByShellsAsItWas(String word) throws Exception {
        for (String shell : new String[] {"/bin/sh", "/bin/bash"}) {
            assumeTrue(Files.isExecutable(Path.of(shell)), "SKIPPED: there is no " + shell);
            assertThat(readBy(shell, word)).isEqualTo(word);
        }
    }

    private static String readBy(String shell, String word) throws IOException, InterruptedException {
        // the script goes through the standard input, whose encoding is told
        Process process = new ProcessBuilder(shell).redirectErrorStream(true).start();
        try (var script = process.getOutputStream()) {
            script.write(("printf '%s.' " + ShellWord.quoted(word) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        // the point keeps line breaks at the end, and shows words that were divided
        assertThat(output).endsWith(".");
        return output.substring(0, output.length() - 1);
    }
}
