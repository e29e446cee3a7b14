package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asks a real bash and a real groff what they make of what is installed. */
@DisabledOnOs(OS.WINDOWS)
class InstallShellCommandTest {
    private static final String LAUNCHER = "stockpot.launcher";

    @TempDir
    Path folder;

    private Commands.Answer answer;

    @BeforeEach
    void install() throws IOException {
        Path launcher = Files.writeString(folder.resolve("launcher"), "");
        System.setProperty(LAUNCHER, launcher.toString());
        answer = Commands.run("install-shell", "--prefix", prefix().toString());
    }

    @AfterEach
    void forgetTheLauncher() {
        System.clearProperty(LAUNCHER);
    }

    private Path prefix() {
        return folder.resolve("pre fix");
    }

    /** Returns what a program writes to both streams. */
    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }

    @Test
    void saysWhatIsWhere() throws IOException {
        assertThat(answer.code()).as(answer.errors()).isZero();
        assertThat(answer.output())
                .contains("completion: " + prefix() + "/share/bash-completion/completions/stockpot")
                .contains("manual: " + prefix() + "/share/man/man1/stockpot.1")
                .contains("command: " + prefix() + "/bin/stockpot -> " + folder.resolve("launcher"))
                .contains("'" + prefix() + "/bin' is not on your PATH; add this line to ~/.profile: export PATH=");
        assertThat(Files.readSymbolicLink(prefix().resolve("bin/stockpot"))).isEqualTo(folder.resolve("launcher"));
    }

    @Test
    void installsAgainButReplacesNoFileOfOthers() throws IOException {
        assertThat(Commands.run("install-shell", "--prefix", prefix().toString())
                        .code())
                .isZero();
        Path link = prefix().resolve("bin/stockpot");
        Files.delete(link);
        Files.writeString(link, "another program");
        Commands.Answer refused = Commands.run("install-shell", "--prefix", prefix().toString());
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.errors()).contains("'" + link + "' is there and is no link; move it away");
        assertThat(link).hasContent("another program");
    }

    @ParameterizedTest
    @CsvSource({
        "sea, season",
        "season a.pth --pho, --photos",
        "season a.pth --photos lau, launcher",
        "evaluate lau, launcher",
        "evaluate m --data mn, mnist",
        "season a b --search ra, race",
        "evaluate m --ascent b, bfloat16",
        "evaluate m --attack auto, auto-attack",
        "mix a b --batch-norm re, reestimate",
        "data fetch mn, mnist",
        "data corrupt --corruption fo, fog",
        "season a --norm, --normalisation",
        "diagnose a b --qui, --quiet",
    })
    void completesInBash(String typed, String completed) throws Exception {
        String script = "cd \"$1\"; source \"$2\"; shift 2; COMP_WORDS=(stockpot \"$@\"); COMP_CWORD=$#;"
                + " COMP_LINE=\"${COMP_WORDS[*]}\"; COMP_POINT=${#COMP_LINE}; _complete_stockpot 2> /dev/null;"
                + " printf '%s\\n' \"${COMPREPLY[@]}\"";
        Stream<String> command = Stream.of(
                "bash",
                "-c",
                script,
                "bash",
                folder.toString(),
                prefix().resolve("share/bash-completion/completions/stockpot").toString());
        String[] words = Stream.concat(command, Stream.of(typed.split(" "))).toArray(String[]::new);
        assertThat(run(words).lines().map(String::strip)).containsExactly(completed);
    }

    @Test
    void writesPagesWithoutFaults() throws Exception {
        assumeTrue(Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "groff"))));
        List<Path> pages;
        try (Stream<Path> files = Files.list(prefix().resolve("share/man/man1"))) {
            pages = files.sorted().toList();
        }
        assertThat(pages).hasSize((int) Commands.all().count());
        for (Path page : pages) {
            assertThat(run("groff", "-k", "-man", "-ww", "-Tutf8", "-z", page.toString()))
                    .as("%s", page)
                    .isEmpty();
        }
        String mix = run(
                "groff",
                "-k",
                "-man",
                "-Tascii",
                "-P-cbou",
                pages.get(0).resolveSibling("stockpot-mix.1").toString());
        assertThat(mix)
                .containsSubsequence(
                        "NAME\n", "stockpot-mix - Mixes", "SYNOPSIS\n", "OPTIONS\n", "--weights", "EXAMPLE\n")
                .contains("'^backbone\\.='");
    }
}
