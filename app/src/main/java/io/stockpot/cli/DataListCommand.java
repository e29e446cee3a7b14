package io.stockpot.cli;

import io.stockpot.data.source.PublishedData;
import io.stockpot.text.YamlRecords;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the data sets that can be had by name. */
@Command(
        name = "list",
        description = "Lists the data sets that can be had by name, and which are at hand.",
        mixinStandardHelpOptions = true)
final class DataListCommand implements Runnable {
    @Spec
    private CommandSpec command;

    @Mixin
    private DataOptions options;

    @Override
    public void run() {
        PrintWriter output = command.commandLine().getOut();
        for (String name : YamlRecords.choices(PublishedData.class)) {
            PublishedData source = options.source(name, Optional.empty());
            Path folder = options.cache().folder(source.name());
            String state = source.isAvailable(options.cache())
                    ? "at hand in " + folder
                    : "not at hand; 'stockpot data fetch " + name + "' puts it into " + folder;
            output.printf("%-10s %d classes, %s%n", name, source.classNames().size(), state);
        }
        output.flush();
    }
}
