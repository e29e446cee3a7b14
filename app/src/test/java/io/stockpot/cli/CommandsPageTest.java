package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.cli.usage.OptionGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Holds docs/commands.md to what the commands say themselves. */
class CommandsPageTest {
    private static final String GENERATED = "## Options of all commands\n";

    @Test
    void pageSaysWhatTheCommandsSay() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "commands.md"));
        Path right = Path.of("target", "commands.md");
        Files.createDirectories(right.getParent());
        Files.writeString(right, page.replaceFirst("(?s)" + GENERATED + ".*", "") + generated());
        assertThat(page)
                .as("if the options are right, copy app/%s to docs/commands.md", right)
                .endsWith(generated());
    }

    private static String generated() {
        return GENERATED
                + "Those that every command has: `--quiet`, `--threads N`, `--debug`, `--help`, `--version`.\n\n"
                + "| option | commands |\n|---|---|\n"
                + List.of(OptionGroup.values()).stream()
                        .map(CommandsPageTest::rows)
                        .collect(Collectors.joining())
                + Commands.acting().map(CommandsPageTest::help).collect(Collectors.joining());
    }

    private static String rows(OptionGroup group) {
        String rows = group.options().stream()
                .filter(name -> Commands.acting().anyMatch(command -> command.findOption(name) == null))
                .map(CommandsPageTest::row)
                .collect(Collectors.joining());
        return rows.isEmpty() ? "" : "| **" + group.heading() + "** | |\n" + rows;
    }

    private static String row(String name) {
        List<CommandSpec> having = Commands.acting()
                .filter(command -> command.findOption(name) != null)
                .toList();
        String labels = having.stream()
                .map(command -> command.findOption(name))
                .filter(option -> option.arity().max() > 0)
                .map(OptionSpec::paramLabel)
                .distinct()
                .collect(Collectors.joining(" or "));
        String commands = having.stream()
                .map(command -> String.join(" ", Commands.path(command)))
                .collect(Collectors.joining(", "));
        return "| `" + (name + " " + labels).strip() + "` | " + commands + " |\n";
    }

    private static String help(CommandSpec command) {
        return "\n## " + command.qualifiedName() + "\n```\n"
                + command.commandLine().getUsageMessage(CommandLine.Help.Ansi.OFF) + "```\n";
    }
}
