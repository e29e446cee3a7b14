package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.cli.usage.HelpLayout;
import io.stockpot.cli.usage.OptionGroup;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** Holds the help of every command to one form. */
class HelpLayoutTest {
    static Stream<CommandSpec> commands() {
        return Commands.all();
    }

    static Stream<CommandSpec> acting() {
        return Commands.acting();
    }

    private static Stream<String> lines(CommandSpec command, int columns) {
        HelpLayout.apply(command.commandLine(), columns);
        return command.commandLine().getUsageMessage(CommandLine.Help.Ansi.OFF).lines();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void fitsTheTerminal(CommandSpec command) {
        assertThat(lines(command, 0)).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(lines(command, 120)).anySatisfy(line -> assertThat(line).hasSizeBetween(70, 100));
        assertThat(lines(command, 60).filter(line -> !line.startsWith("  stockpot") && !line.startsWith("      --")))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void writesWholeSentences(CommandSpec command) {
        assertThat(String.join(" ", command.usageMessage().description())).matches("(?s)[A-Z].*\\.");
        for (ArgSpec argument : command.args()) {
            String description = String.join(" ", argument.description());
            assertThat(description)
                    .as("%s %s", command, argument)
                    .matches("(?s)[A-Z].*\\.")
                    .doesNotMatch("(?s)Of .*");
            assertThat(argument.paramLabel())
                    .as("%s %s", command, argument)
                    .satisfiesAnyOf(
                            label -> assertThat(argument.arity().max()).isZero(),
                            label -> assertThat(label).matches("[A-Z][A-Z=,…]*"));
        }
    }

    /** Descriptions are formats: a lone per cent sign is an error, which picocli prints before the help. */
    @ParameterizedTest
    @MethodSource("commands")
    void doublesPerCentSigns(CommandSpec command) {
        for (OptionSpec option : command.options()) {
            if (option.userObject() instanceof Field field) {
                String format =
                        String.join(" ", field.getAnnotation(Option.class).description());
                assertThat(format.replace("%%", "").replace("%n", "")).doesNotContain("%");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void hasWhatEveryCommandHas(CommandSpec command) {
        for (String name : List.of("-h", "--help", "-V", "--version", "-q", "--quiet", "--debug", "--threads")) {
            assertThat(command.findOption(name)).as("%s %s", command, name).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("acting")
    void endsWithAnExampleThatIsUnderstood(CommandSpec command) {
        String help = command.commandLine().getUsageMessage(CommandLine.Help.Ansi.OFF);
        assertThat(help.substring(help.lastIndexOf("\nExample:\n")).lines().skip(2))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("  "));
        List<String> example = Commands.example(command);
        assertThat(String.join(" ", example)).startsWith(String.join(" ", Commands.path(command)));
        assertThat(Stockpot.commandLine()
                        .parseArgs(example.toArray(String[]::new))
                        .errors())
                .isEmpty();
        assertThat(example.stream().filter(word -> word.matches("(recipes|pantry|docs)/.*")))
                .allSatisfy(file -> assertThat(Path.of("..", file)).satisfies(Files::exists));
    }

    @Test
    void putsEveryOptionIntoOneGroup() {
        Set<String> used = new TreeSet<>();
        Commands.all().flatMap(command -> command.options().stream()).forEach(option -> used.add(option.longestName()));
        List<String> grouped = Arrays.stream(OptionGroup.values())
                .flatMap(group -> group.options().stream())
                .toList();
        assertThat(grouped).as("OptionGroup has the options of all commands").containsExactlyInAnyOrderElementsOf(used);
    }

    /** An option means the same in every command; only what {@code --out} writes differs, a file or a folder of them. */
    @Test
    void labelsAnOptionTheSameEverywhere() {
        Map<String, Set<String>> labels = new TreeMap<>();
        Commands.all()
                .flatMap(command -> command.options().stream())
                .filter(option -> option.arity().max() > 0)
                .forEach(option -> labels.computeIfAbsent(option.longestName(), name -> new TreeSet<>())
                        .add(option.paramLabel()));
        labels.remove("--out");
        assertThat(labels).allSatisfy((name, some) -> assertThat(some).as(name).hasSize(1));
    }

    @Test
    void showsWhatIsRequiredFirst() {
        assertThat(Commands.run("mix", "--help").output())
                .startsWith("Usage: stockpot mix FILE FILE... --weights W,W,… --out FILE [OPTIONS]\n")
                .containsSubsequence("\nMixture:\n", "--weights", "\nOutput:\n", "--out", "\nPictures and data:\n");
        assertThat(Commands.run("season", "--help").output())
                .containsSubsequence("\nPictures and data:\n      --photos FOLDER  ", "\nMixture:\n", "\nExample:\n");
        assertThat(Commands.run("--help").output())
                .containsSubsequence("\nCommands:\n", "  season", "  data", "\nRunning:\n");
    }

    @Test
    void hidesSynonyms() {
        for (OptionSpec option :
                Commands.all().flatMap(command -> command.options().stream()).toList()) {
            assertThat(option.names()).doesNotContain("--normalization");
        }
        assertThat(Commands.run("season", "--help").output()).doesNotContain("--images", "normalization");
    }
}
