package io.stockpot.cli;

import io.stockpot.data.source.PublishedData;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fetches data sets into the cache. */
@Command(name = "fetch", description = "Fetches data sets and verifies their files.", mixinStandardHelpOptions = true)
final class DataFetchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private DataOptions options;

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "Data sets, as 'stockpot data list' names them.")
    private List<String> names;

    @Option(
            names = "--directory",
            paramLabel = "FOLDER",
            description = "Look for the files of the one data set here first.")
    private Path directory;

    @Override
    public Integer call() throws IOException {
        if (directory != null && names.size() > 1) {
            throw new ParameterException(command.commandLine(), "--directory goes with one data set, not several");
        }
        PrintWriter output = command.commandLine().getOut();
        for (String name : names) {
            PublishedData source = options.source(name, Optional.ofNullable(directory));
            source.fetch(
                    options.cache(), ConsoleProgress.of(command.commandLine().getErr()));
            output.println(name + " is at hand");
            output.flush();
        }
        return ExitCode.OK;
    }
}
