package io.stockpot.cli.usage;

import io.stockpot.text.ShellWord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * What commands write. The folder in which it goes must be there: a mistyped path would otherwise make a tree of folders
 * and hide the results in it. The last part of the path may be new, be it a file or a folder.
 */
public final class Outputs {
    /** By the names of options, and the labels of what is none. */
    private static final Set<String> WRITTEN = Set.of(
            "--out",
            "--report",
            "--outcomes",
            "--json",
            "--save-examples",
            "--sheet",
            "--runs",
            "--work",
            "--cache",
            "--prefix",
            "OUT");

    private Outputs() {}

    /** Returns whether a command writes where the argument says: one place. What may be given several times is read. */
    public static boolean isWritten(ArgSpec argument) {
        return !argument.typeInfo().isMultiValue()
                && WRITTEN.contains(
                        argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel());
    }

    /**
     * Refuses places in folders that are not there.
     *
     * @param parsed the command that was given, not those above it
     * @throws ParameterException naming the option, the folder, and how to make it
     */
    public static void requireFolders(ParseResult parsed) {
        Stream.<ArgSpec>concat(parsed.matchedOptions().stream(), parsed.matchedPositionals().stream())
                .filter(Outputs::isWritten)
                .forEach(argument -> requireFolder(argument, parsed));
    }

    private static void requireFolder(ArgSpec argument, ParseResult parsed) {
        String name = argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
        requireFolder(name, argument.getValue(), parsed.commandSpec());
    }

    /**
     * Refuses a place in a folder that is not there.
     *
     * @param name of the option, or of what else says where to write
     * @throws ParameterException naming it, the folder, and how to make it
     */
    public static void requireFolder(String name, Path place, CommandSpec command) {
        Path folder = place.toAbsolutePath().normalize().getParent();
        if (folder == null || Files.exists(folder)) {
            return;
        }
        Path given = place.getParent() == null ? folder : place.getParent();
        throw new ParameterException(
                command.commandLine(),
                name + ": there is no folder '" + given + "'; if it is no mistake, make it first: mkdir -p "
                        + ShellWord.quoted(given.toString()));
    }
}
