package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.tensor.Torch;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class StockpotTest {
    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    private int run(String... arguments) {
        CommandLine command =
                Stockpot.commandLine().setOut(new PrintWriter(output, true)).setErr(new PrintWriter(errors, true));
        return command.execute(arguments);
    }

    @Test
    void answersHelpAndVersion() {
        assertThat(run("--help")).isZero();
        assertThat(output.toString()).startsWith("Usage: stockpot").contains("data", "--debug");
        assertThat(run("--version")).isZero();
        assertThat(output.toString()).containsPattern("stockpot \\S+, Java 1?[0-9.]+");
        assertThat(run("data", "fetch", "--help")).isZero();
        assertThat(errors.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | stockpot: a command is missing; commands: season, serve, evaluate, | Try 'stockpot --help'.",
                "data | stockpot: a command is missing; commands: list, fetch, corrupt | Try 'stockpot data --help'.",
                "dat | stockpot: unknown command 'dat'; did you mean data? commands: season, | Try 'stockpot --help'.",
                "data list --cahce | stockpot: unknown option '--cahce'; did you mean --cache? | Try 'stockpot data list --help'.",
                "data fetch | stockpot: stockpot data fetch needs NAME... (data sets, as | Try 'stockpot data fetch --help'.",
                "data fetch cifar11 | unknown choice 'cifar11'; did you mean 'cifar10'? known choices: cifar10, cifar100, mnist |"
                        + " Try 'stockpot data fetch --help'.",
                "data list --threads 0 | stockpot: --threads must be at least 1, not 0 | Try 'stockpot --help'.",
                "data list --threads two | --threads: 'two' is no whole number | Try 'stockpot data list --help'.",
                "data fetch a.b | there is no 'a' at the top | Try 'stockpot data fetch --help'.",
                "data fetch mnist cifar10 --directory x | --directory goes with one data set | data fetch --help"
            })
    void reportsWrongUsageInOneSentence(String arguments, String sentence, String hint) {
        assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" ")))
                .isEqualTo(2);
        assertThat(errors.toString()).contains(sentence).contains(hint).doesNotContain("\tat ");
        assertThat(output.toString()).isEmpty();
    }

    @Test
    void listsData(@TempDir Path folder) {
        assertThat(run("data", "list", "--cache", folder.toString())).isZero();
        assertThat(output.toString())
                .contains("cifar10    10 classes, not at hand; 'stockpot data fetch cifar10' puts it into "
                        + folder.resolve("cifar10"))
                .contains("mnist      10 classes, not at hand");
    }

    @ParameterizedTest
    @CsvSource({"--threads 3 data list", "data list --threads 3", "data --threads 3 list"})
    void computesWithTheNumberOfThreadsThatIsGiven(String arguments, @TempDir Path folder) {
        int threads = Torch.threads();
        try {
            assertThat(run((arguments + " --cache " + folder).split(" "))).isZero();
            assertThat(Torch.threads()).isEqualTo(3);
        } finally {
            Torch.setThreads(threads);
        }
    }

    @Test
    void reportsFailuresInOneSentenceWithoutTheStack(@TempDir Path folder) throws Exception {
        Path damaged = Files.createDirectory(folder.resolve("it's mine"));
        Files.write(damaged.resolve("data_batch_1.bin"), new byte[10]);
        String[] arguments = {
            "data", "fetch", "cifar10", "--directory", damaged.toString(), "--cache", folder.toString()
        };
        assertThat(run(arguments)).isEqualTo(1);
        assertThat(errors.toString())
                .startsWith("stockpot: ")
                .contains("data_batch_1.bin")
                .doesNotContain("\tat ");
        arguments = new String[] {
            "data", "fetch", "--debug", "cifar10", "--directory", damaged.toString(), "--cache", folder.toString()
        };
        assertThat(run(arguments)).isEqualTo(1);
        assertThat(errors.toString()).contains("\tat io.stockpot.data");
    }
}
