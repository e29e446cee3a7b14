package io.stockpot.cli;

import io.stockpot.cli.usage.TypedWords;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the help of a command, as {@code --help} after it does. */
@Command(
        name = "help",
        description = "Shows the help of a command.",
        footer = "stockpot help data fetch",
        mixinStandardHelpOptions = true)
final class HelpCommand implements Runnable {
    @Spec
    private CommandSpec command;

    @Parameters(
            arity = "0..*",
            paramLabel = "COMMAND",
            description = "The command, e.g. season, or data fetch (default: stockpot itself).")
    private List<String> words = new ArrayList<>();

    @Override
    public void run() {
        CommandLine reached = command.root().commandLine();
        for (String word : words) {
            reached = TypedWords.subcommand(word, reached.getCommandSpec());
        }
        PrintWriter output = command.commandLine().getOut();
        reached.usage(output);
        output.flush();
    }
}
