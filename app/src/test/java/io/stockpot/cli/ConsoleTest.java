package io.stockpot.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.stockpot.base.Progress;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class ConsoleTest {
    @ParameterizedTest
    @CsvSource({
        "season a b --photos p, false",
        "season a b --photos p --quiet, true",
        "-q season a b --photos p, true",
        "data list -q, true",
        "data -q list, true",
        "data list, false",
    })
    void isQuietWhereverTheOptionStands(String typed, boolean quiet) {
        CommandLine stockpot = Stockpot.commandLine();
        var parsed = stockpot.parseArgs(typed.split(" "));
        while (parsed.hasSubcommand()) {
            parsed = parsed.subcommand();
        }
        CommandSpec command = parsed.commandSpec();
        assertThat(withOptions(command)).allMatch(part -> Console.isQuiet(part) == quiet);
        assertThat(Console.progress(command) == Progress.NONE).isEqualTo(quiet);
    }

    /** Returns the command and its groups of options, also those within groups. */
    private static List<CommandSpec> withOptions(CommandSpec command) {
        List<CommandSpec> all = new ArrayList<>(List.of(command));
        command.mixins().values().forEach(mixin -> all.addAll(withOptions(mixin)));
        return all;
    }

    /** Whoever shows progress by other means is heard in spite of --quiet. */
    @ParameterizedTest
    @CsvSource("of")
    void showsAllProgress(String method) {
        noClasses()
                .that()
                .doNotBelongToAnyOf(Console.class)
                .should()
                .callMethod(ConsoleProgress.class, method, PrintWriter.class)
                .check(new ClassFileImporter().importPackages("io.stockpot.cli"));
    }
}
