package io.stockpot.cli;

import picocli.CommandLine.Command;

/** The commands about data sets. */
@Command(
        name = "data",
        description = "Lists, fetches and corrupts data sets.",
        mixinStandardHelpOptions = true,
        subcommands = {DataListCommand.class, DataFetchCommand.class, DataCorruptCommand.class})
final class DataCommand {}
