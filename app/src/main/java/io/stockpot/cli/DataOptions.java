package io.stockpot.cli;

import io.stockpot.data.fetch.DataCache;
import io.stockpot.data.source.PublishedData;
import io.stockpot.text.TextException;
import io.stockpot.text.YamlRecords;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all commands about data sets understand. */
final class DataOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--cache",
            paramLabel = "FOLDER",
            description = "Keep fetched data here instead of in the user's cache.")
    private Path cache;

    DataCache cache() {
        return cache == null ? DataCache.ofUser() : new DataCache(cache);
    }

    /** Returns the data source of this name; a folder may hold its files already. */
    PublishedData source(String name, Optional<Path> directory) {
        List<String> settings = directory
                .map(folder ->
                        List.of(name + "={directory: '" + folder.toString().replace("'", "''") + "'}"))
                .orElse(List.of(name + "={}"));
        try {
            return YamlRecords.read("{}", "data", PublishedData.class, settings);
        } catch (TextException unknown) {
            throw new ParameterException(command.commandLine(), unknown.sentence(), unknown);
        }
    }
}
