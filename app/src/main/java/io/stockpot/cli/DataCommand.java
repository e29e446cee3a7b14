package io.stockpot.cli;

import picocli.CommandLine.Command;

/** The commands about data sets. */
@Command(
        name = "data",
        description = "Lists and fetches data sets.",
        mixinStandardHelpOptions = true,
        subcommands = {DataListCommand.class, DataFetchCommand.class})
final class DataCommand {}
