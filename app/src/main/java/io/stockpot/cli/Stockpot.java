package io.stockpot.cli;

import io.stockpot.cli.usage.HelpLayout;
import io.stockpot.cli.usage.Outputs;
import io.stockpot.cli.usage.TypedWords;
import io.stockpot.cli.usage.WrongUsage;
import io.stockpot.run.Failures;
import io.stockpot.run.Version;
import io.stockpot.tensor.Torch;
import io.stockpot.text.TextException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/**
 * The command {@code stockpot}. Exit codes: 0 done, 1 failed, 2 wrong usage (errors in a recipe included), 128 and the
 * number of the signal when one ended it: 130 for Ctrl-C, 143 for a plain kill.
 */
@Command(
        name = "stockpot",
        description = "Makes seasoned model soups: classifiers that withstand several kinds of attack.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Done.",
            "1:Failed.",
            "2:Wrong usage, errors in a recipe included.",
            "130:Interrupted by Ctrl-C.",
            "143:Ended by a plain kill."
        },
        versionProvider = Stockpot.VersionProvider.class,
        subcommands = {
            SeasonCommand.class,
            ServeCommand.class,
            EvaluateCommand.class,
            MixCommand.class,
            DiagnoseCommand.class,
            InspectCommand.class,
            ConvertCommand.class,
            RunCommand.class,
            ReportCommand.class,
            ResultsCommand.class,
            DataCommand.class,
            InstallShellCommand.class,
            HelpCommand.class
        })
public final class Stockpot {
    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "Show results, warnings and errors, and neither progress nor notes.")
    private boolean quiet;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Show where in the program a failure comes from.")
    private boolean debug;

    @Option(
            names = "--threads",
            paramLabel = "N",
            scope = ScopeType.INHERIT,
            description = "How many threads compute (default: one for each core). Results are the same bit for bit only"
                    + " with the same number.")
    private Optional<Integer> threads = Optional.empty();

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        Interruption.endAtOnce();
        System.exit(execute(arguments));
    }

    /** Runs the command; failures of the machine or of the installation, such as too little memory, are one sentence. */
    private static int execute(String... arguments) {
        try {
            return commandLine().execute(arguments);
        } catch (OutOfMemoryError full) {
            System.err.println(
                    "stockpot: memory is full (" + full.getMessage() + "); give more, e.g. STOCKPOT_JAVA_OPTS=-Xmx8g");
        } catch (LinkageError broken) {
            System.err.println(
                    "stockpot: the engine, or another part of Stockpot, cannot be loaded: " + broken.getMessage());
        } catch (StackOverflowError deep) {
            System.err.println("stockpot: something is nested too deeply to be read");
        } catch (RuntimeException | Error fault) {
            System.err.println("stockpot: a fault of the program: " + fault);
        }
        return ExitCode.SOFTWARE;
    }

    /** Returns the command, ready to execute. */
    static CommandLine commandLine() {
        Stockpot stockpot = new Stockpot();
        CommandLine command = new CommandLine(stockpot);
        HelpLayout.apply(command, Integer.getInteger("stockpot.columns", 0));
        readWords(command);
        return command.setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(stockpot::execute)
                .setParameterExceptionHandler((failure, arguments) -> wrongUsage(failure))
                .setExecutionExceptionHandler((failure, failed, parsed) -> stockpot.failed(failure, failed));
    }

    private static void readWords(CommandLine command) {
        command.getCommandSpec().preprocessor(new TypedWords());
        command.getSubcommands().values().forEach(Stockpot::readWords);
    }

    /** Sets the number of threads, which loads the engine, only if one is given; then runs the command. */
    private int execute(ParseResult parsed) {
        threads.ifPresent(number -> {
            try {
                Torch.setThreads(number);
            } catch (IllegalArgumentException refusal) {
                throw new ParameterException(parsed.commandSpec().commandLine(), "--" + refusal.getMessage());
            }
        });
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        Outputs.requireFolders(last);
        Interruption.comesDuring(last.commandSpec().name());
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int wrongUsage(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        command.getErr().println("stockpot: " + WrongUsage.sentence(failure));
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    boolean isQuiet() {
        return quiet;
    }

    private int failed(Exception failure, CommandLine command) {
        command.getErr().println("stockpot: " + Failures.describe(failure));
        if (debug) {
            failure.printStackTrace(command.getErr());
        }
        return failure instanceof TextException ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }

    /** Returns the versions of the program and of what it runs on. */
    static final class VersionProvider implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
            return new String[] {"stockpot " + Version.text() + ", Java " + Runtime.version() + ", " + system};
        }
    }
}
