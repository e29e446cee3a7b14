package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Whatever is mistyped is called by its name, with what was probably meant. */
class TypedWordsTest {
    private static final List<Class<?>> NUMBERS =
            List.of(int.class, long.class, double.class, Integer.class, Long.class, Double.class);

    /** Words of picocli and of Java that say nothing to somebody who typed a command. */
    private static final String JARGON =
            "(?s).*(positional|Expected parameter|at index|Invalid value|\\bint\\b|Could not).*";

    static Stream<CommandSpec> commands() {
        return Commands.all();
    }

    static Stream<CommandSpec> acting() {
        return Commands.acting();
    }

    private static Commands.Answer refused(List<String> words) {
        Commands.Answer answer = Commands.run(words.toArray(String[]::new));
        assertThat(answer.code()).as("%s: %s", words, answer.errors()).isEqualTo(2);
        assertThat(answer.errors()).as("%s", words).startsWith("stockpot: ").doesNotMatch(JARGON);
        assertThat(answer.output()).isEmpty();
        return answer;
    }

    private static List<String> with(List<String> words, String... more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return all;
    }

    /** A letter left out, doubled, swapped with the next, or added. */
    private static Set<String> mistyped(String name, int from) {
        Set<String> typos = new LinkedHashSet<>();
        int i = (from + name.length()) / 2;
        typos.add(name.substring(0, name.length() - 1));
        typos.add(name.substring(0, i) + name.substring(i + 1));
        typos.add(name.substring(0, i + 1) + name.charAt(i) + name.substring(i + 1));
        typos.add(name.substring(0, i - 1) + name.charAt(i) + name.charAt(i - 1) + name.substring(i + 1));
        typos.add(name + "s");
        typos.remove(name);
        return typos;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void suggestsTheOptionThatWasMeant(CommandSpec command) {
        for (OptionSpec option : command.options()) {
            String name = option.longestName();
            for (String typo : mistyped(name, 3)) {
                if (command.findOption(typo) != null || typo.length() < 5) {
                    continue;
                }
                String errors = refused(with(Commands.path(command), typo)).errors();
                assertThat(errors).startsWith("stockpot: unknown option '" + typo + "'; did you mean --");
                String meant = errors.replaceFirst("(?s).*did you mean (\\S+)\\?.*", "$1");
                assertThat(command.findOption(meant))
                        .as("%s for %s", meant, typo)
                        .isNotNull();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("acting")
    void refusesUnknownOptionsAmongFiles(CommandSpec command) {
        List<String> example = Commands.example(command);
        assertThat(refused(with(example, "--no-such-thing", "9")).errors())
                .startsWith("stockpot: unknown option '--no-such-thing'\n");
        assertThat(refused(with(example, "-x")).errors()).startsWith("stockpot: unknown option '-x'");
    }

    @ParameterizedTest
    @MethodSource("acting")
    void refusesOptionsWithoutTheirValue(CommandSpec command) {
        for (OptionSpec option : command.options()) {
            if (option.arity().min() == 0) {
                continue;
            }
            String name = option.longestName();
            String needs = "stockpot: " + name + " needs a value: " + name + " " + option.paramLabel();
            assertThat(refused(with(Commands.path(command), name)).errors()).startsWith(needs + "\n");
            assertThat(refused(with(Commands.path(command), name, "--quiet")).errors())
                    .startsWith(needs + ", found '--quiet'\n");
            assertThat(refused(with(Commands.path(command), name, "--quite", "5"))
                            .errors())
                    .startsWith(needs + ", found '--quite' (if that is the value, write " + name + "=--quite)");
        }
    }

    /** {@code --photos photos} is what most people type. */
    @ParameterizedTest
    @CsvSource({"season a b --photos photos --out out, photos", "evaluate a --photos images --data data, images"})
    void takesValuesThatAreCalledAsOptionsAre(String typed, String photos) {
        assertThat(Stockpot.commandLine()
                        .parseArgs(typed.split(" "))
                        .subcommand()
                        .matchedOption("--photos")
                        .stringValues())
                .containsExactly(photos);
        assertThat(refused(List.of("season", "a", "b", "-photos", "p")).errors())
                .startsWith("stockpot: unknown option '-photos'; did you mean --photos?");
    }

    /** As in "--photos photos". */
    @ParameterizedTest
    @MethodSource("acting")
    void takesValuesThatAreNamedLikeOptions(CommandSpec command) {
        for (OptionSpec option : command.options()) {
            String name = option.longestName();
            if (option.arity().min() == 0 || option.auxiliaryTypes()[0] != Path.class) {
                continue;
            }
            String value = name.substring(2);
            String[] words = with(Commands.path(command), name, value).toArray(String[]::new);
            CommandLine typed = Stockpot.commandLine();
            assertThat(catchThrowable(() -> typed.parseArgs(words)))
                    .satisfiesAnyOf(
                            nothing -> assertThat(nothing).isNull(),
                            other -> assertThat(other).message().doesNotContain("needs a value", "unknown option"));
        }
    }

    @ParameterizedTest
    @MethodSource("acting")
    void refusesValuesThatAreNoNumbers(CommandSpec command) {
        for (OptionSpec option : command.options()) {
            Class<?> type = option.auxiliaryTypes()[0];
            if (NUMBERS.contains(type)) {
                String name = option.longestName();
                assertThat(refused(with(Commands.path(command), name, "many")).errors())
                        .startsWith("stockpot: " + name + ": 'many' is no ");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void suggestsTheCommandThatWasMeant(CommandSpec command) {
        List<String> path = Commands.path(command);
        if (path.isEmpty()) {
            return;
        }
        String name = path.get(path.size() - 1);
        List<String> above = path.subList(0, path.size() - 1);
        for (String typo : mistyped(name, 1)) {
            if (typo.length() > 3) {
                assertThat(refused(with(above, typo, "a", "--b")).errors())
                        .contains("stockpot: unknown command '" + typo + "'; did you mean " + name + "? commands: ");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "season a b --normalize x | unknown option '--normalize'",
                "season a b --photo x | unknown option '--photo'; did you mean --photos?",
                "evaluate a --dataset mnist | unknown option '--dataset'; did you mean --data?",
                "evaluate a --verbose | unknown option '--verbose'",
                "mix a b --output c | unknown option '--output'; did you mean --out?",
                "season a b --resiz 32 | unknown option '--resiz'; did you mean --resize?",
                "season a b --photos --resiz 32 | --photos needs a value: --photos FOLDER, found '--resiz'",
                "season a --photos p | stockpot season needs FILE FILE...",
                "season a b | stockpot season needs --photos FOLDER",
                "mix a b | stockpot mix needs --weights W,W,… and --out FILE",
                "mix | needs ",
                "inspect a b | stockpot inspect takes FILE; 'b' is too much",
                "data list everything | stockpot data list takes options only; 'everything' is too much",
                "evaluate a --data mnist --ascent bfloat | --ascent: unknown value 'bfloat'; did you mean bfloat16?"
                        + " known values: float32, bfloat16",
                "evaluate a --data mnist --ascent x | --ascent: unknown value 'x'; known values: float32, bfloat16",
                "evaluate a --data mnist --images 5 --images 6 | --images is given twice; leave one out",
                "evaluate a --data mnist --images 5000000000 | '5000000000' is no whole number, or too large a one",
                "data fetsh cifar10 | unknown command 'fetsh'; did you mean fetch? commands: list, fetch, corrupt",
                "--quiet seson a b | unknown command 'seson'; did you mean season?",
                "model.pth | unknown command 'model.pth'; commands: season, serve, evaluate,",
                "help seson | seson",
            })
    void saysWhatIsWrong(String typed, String sentence) {
        assertThat(refused(List.of(typed.split(" "))).errors())
                .contains(sentence)
                .contains("\nTry 'stockpot ");
    }

    @ParameterizedTest
    @CsvSource({
        "season a b --photos p --normalization x, --normalisation",
        "season a b --photos p --normalization=x, --normalisation",
        "season a b --images p, --photos",
        "inspect a --normalization x, --normalisation",
    })
    void understandsOtherSpellings(String typed, String usual) {
        assertThat(Stockpot.commandLine()
                        .parseArgs(typed.split(" "))
                        .subcommand()
                        .hasMatchedOption(usual))
                .isTrue();
    }

    @Test
    void takesFilesBetweenOptions() {
        var seasoned = Stockpot.commandLine()
                .parseArgs("season", "a", "--photos", "p", "b", "--grid={simplex: {denominator: 2}}", "c")
                .subcommand();
        assertThat(seasoned.matchedPositional(0).stringValues()).containsExactly("a", "b", "c");
        var corrupted = Stockpot.commandLine()
                .parseArgs("data", "corrupt", "--corruption", "fog", "contrast", "--sheet", "s.png")
                .subcommand()
                .subcommand();
        assertThat(corrupted.matchedOption("--corruption").stringValues()).containsExactly("fog", "contrast");
    }

    @Test
    void leavesNegativeNumbersAndWhatFollowsTwoHyphens() {
        var mixed = Stockpot.commandLine()
                .parseArgs("mix", "-q", "a", "--weights", "-0.2,1.2", "b", "--out", "s", "--", "--normalization")
                .subcommand();
        assertThat(mixed.matchedOptionValue("--weights", "")).isEqualTo("-0.2,1.2");
        assertThat(mixed.matchedPositional(0).stringValues()).containsExactly("a", "b", "--normalization");
    }
}
