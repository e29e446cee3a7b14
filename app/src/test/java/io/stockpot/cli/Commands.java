package io.stockpot.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** All commands of Stockpot, and what they answer. */
final class Commands {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    private Commands() {}

    /** What a command answered. */
    record Answer(int code, String output, String errors) {}

    /** Runs a command in this process. */
    static Answer run(String... arguments) {
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        int code = Stockpot.commandLine()
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
        return new Answer(code, output.toString(), errors.toString());
    }

    /** Returns {@code stockpot} and all commands below it. */
    static Stream<CommandSpec> all() {
        return all(Stockpot.commandLine());
    }

    private static Stream<CommandSpec> all(CommandLine command) {
        return Stream.concat(
                Stream.of(command.getCommandSpec()),
                command.getSubcommands().values().stream().flatMap(Commands::all));
    }

    /** Returns those that do something, with the words that lead to them. */
    static Stream<CommandSpec> acting() {
        return all().filter(command -> command.subcommands().isEmpty());
    }

    /** Returns the words that are typed for a command after {@code stockpot}. */
    static List<String> path(CommandSpec command) {
        List<String> words = new ArrayList<>(List.of(command.qualifiedName().split(" ")));
        words.remove(0);
        return words;
    }

    /** Returns the words of the example in a command's help, as a shell reads them, after {@code stockpot}. */
    static List<String> example(CommandSpec command) {
        String line = String.join(" ", command.usageMessage().footer()).replace("\\ ", " ");
        List<String> words =
                WORD.matcher(line).results().map(Commands::unquoted).toList();
        return words.subList(1, words.size());
    }

    private static String unquoted(MatchResult word) {
        return word.group(1) == null ? word.group(2) : word.group(1);
    }
}
