package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.stockpot.cli.usage.Outputs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** No command makes folders of a mistyped path. */
class OutputsTest {
    /** Files and folders that are read only. */
    private static final Set<String> READ = Set.of("--photos", "--target", "--directory", "--ancestor", "--outcomes");

    private static final Set<String> READ_LABELS = Set.of("FILE", "RECIPE", "CHECKPOINT", "IN");

    @TempDir
    Path folder;

    static Stream<Arguments> places() {
        return Commands.acting()
                .flatMap(command -> command.args().stream()
                        .filter(Outputs::isWritten)
                        .map(argument -> Arguments.of(command, name(argument))));
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    /** The example of the command, which writes to the place. */
    private static List<String> words(CommandSpec command, String name, Path place) {
        List<String> words = new ArrayList<>(Commands.example(command));
        if (!name.startsWith("--")) {
            words.set(words.size() - 1, place.toString());
            return words;
        }
        int there = words.indexOf(name);
        if (there >= 0) {
            words.subList(there, there + 2).clear();
        }
        words.addAll(List.of(name, place.toString()));
        return words;
    }

    @ParameterizedTest
    @MethodSource("places")
    void refusesFoldersThatAreNotThere(CommandSpec command, String name) throws Exception {
        Path missing = folder.resolve("no such/folder");
        String[] words = words(command, name, missing.resolve("x")).toArray(String[]::new);
        Commands.Answer answer = Commands.run(words);
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.errors())
                .startsWith("stockpot: " + name + ": there is no folder '" + missing
                        + "'; if it is no mistake, make it first: mkdir -p ");
        assertThat(folder).isEmptyDirectory();
        String remedy = answer.errors().lines().findFirst().orElseThrow().replaceFirst(".*make it first: ", "");
        assertThat(new ProcessBuilder("bash", "-c", remedy).start().waitFor()).isZero();
        assertThat(missing).isEmptyDirectory();
        ParseResult parsed = Stockpot.commandLine().parseArgs(words);
        ParseResult last =
                parsed.subcommand().hasSubcommand() ? parsed.subcommand().subcommand() : parsed.subcommand();
        assertThatCode(() -> Outputs.requireFolders(last)).doesNotThrowAnyException();
    }

    @Test
    void takesANewFileOrFolderInTheFolderOfTheShell() {
        ParseResult parsed = Stockpot.commandLine()
                .parseArgs("season", "a", "b", "--photos", "p", "--out", "new", "--report", "./new", "--cache", "/");
        assertThatCode(() -> Outputs.requireFolders(parsed.subcommand())).doesNotThrowAnyException();
        assertThat(Files.exists(Path.of("new"))).isFalse();
    }

    @Test
    void refusesAnExportIntoAFolderThatIsNotThere() throws Exception {
        String recipe = Files.writeString(
                        folder.resolve("r.yaml"),
                        "data: {mnist: {}}\nevaluate: {images: 5, conditions: [clean]}\nmodels: {a: {checkpoint: a}}\n")
                .toString();
        Commands.Answer answer =
                Commands.run("run", recipe, "--plan", "--set", "export={folder: " + folder + "/nowhere/x}");
        assertThat(answer.errors())
                .startsWith("stockpot: export.folder: there is no folder '" + folder + "/nowhere'; if it is no mistake,"
                        + " make it first: mkdir -p " + folder + "/nowhere\n");
        assertThat(answer.code()).isEqualTo(2);
    }

    /** Whoever adds an option for a file or folder says here, or in {@link Outputs}, which it is. */
    @Test
    void knowsOfEveryPathWhetherItIsWritten() {
        assertThat(Commands.acting()
                        .flatMap(command -> command.args().stream())
                        .filter(argument -> Path.class.equals(argument.auxiliaryTypes()[0]))
                        .filter(argument -> !Outputs.isWritten(argument))
                        .filter(argument -> !READ.contains(name(argument)) && !READ_LABELS.contains(name(argument)))
                        .map(OutputsTest::name))
                .isEmpty();
    }
}
