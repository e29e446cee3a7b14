package io.stockpot.cli;

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
 * The command {@code stockpot}. Exit codes: 0 done, 1 failed, 2 wrong usage, errors in a recipe
 * included.
 */
@Command(
        name = "stockpot",
        description = "Makes seasoned model soups: classifiers that withstand several kinds of attack.",
        mixinStandardHelpOptions = true,
        versionProvider = Stockpot.VersionProvider.class,
        subcommands = {
            RunCommand.class,
            ReportCommand.class,
            ResultsCommand.class,
            EvaluateCommand.class,
            MixCommand.class,
            InspectCommand.class,
            SeasonCommand.class,
            ConvertCommand.class,
            DiagnoseCommand.class,
            DataCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Stockpot {
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

    /** What shells call a process that Ctrl-C has ended. */
    private static final int INTERRUPTED = 130;

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        Thread interruption = new Thread(Stockpot::leave, "interruption");
        Runtime.getRuntime().addShutdownHook(interruption);
        int code = execute(arguments);
        try {
            Runtime.getRuntime().removeShutdownHook(interruption);
        } catch (IllegalStateException interrupted) {
            // the process is ending already, with the hook's exit code
            return;
        }
        System.exit(code);
    }

    /**
     * Ends an interrupted process at once: an orderly end would take the engine apart while other threads
     * still compute in it, which crashes. Nothing is lost by it, as nothing is lost when a process is killed.
     */
    private static void leave() {
        System.err.println("stockpot: interrupted");
        Runtime.getRuntime().halt(INTERRUPTED);
    }

    /** Failures of the machine, such as too little memory, are one sentence too. */
    private static int execute(String... arguments) {
        CommandLine command = commandLine();
        try {
            return command.execute(arguments);
        } catch (OutOfMemoryError full) {
            command.getErr()
                    .println("stockpot: memory is full (" + full.getMessage()
                            + "); give more, e.g. STOCKPOT_JAVA_OPTS=-Xmx8g");
        } catch (LinkageError broken) {
            command.getErr().println("stockpot: the engine cannot be loaded: " + broken.getMessage());
        }
        return ExitCode.SOFTWARE;
    }

    /** Returns the command, ready to execute. */
    static CommandLine commandLine() {
        Stockpot stockpot = new Stockpot();
        return new CommandLine(stockpot)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(stockpot::execute)
                .setParameterExceptionHandler((failure, arguments) -> wrongUsage(failure))
                .setExecutionExceptionHandler((failure, command, parsed) -> stockpot.failed(failure, command));
    }

    /** Sets the number of threads, which loads the engine, only if one is given. */
    private int execute(ParseResult parsed) {
        threads.ifPresent(number -> {
            try {
                Torch.setThreads(number);
            } catch (IllegalArgumentException refusal) {
                throw new ParameterException(parsed.commandSpec().commandLine(), "--" + refusal.getMessage());
            }
        });
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int wrongUsage(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        command.getErr().println("stockpot: " + failure.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(failure, command.getErr());
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    private int failed(Exception failure, CommandLine command) {
        command.getErr().println("stockpot: " + Failures.describe(failure));
        if (debug) {
            failure.printStackTrace(command.getErr());
        }
        return failure instanceof TextException ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }

    /** Tells the version of the program and of what it runs on. */
    static final class VersionProvider implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
            return new String[] {"stockpot " + Version.text() + ", Java " + Runtime.version() + ", " + system};
        }
    }
}
