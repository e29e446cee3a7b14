package io.stockpot.cli;

import io.stockpot.base.Progress;
import picocli.CommandLine.Model.CommandSpec;

/** What commands say besides their results, warnings and errors: nothing where {@code --quiet} is given. */
final class Console {
    private Console() {}

    /** Returns whether notes and progress are unwanted. */
    static boolean isQuiet(CommandSpec command) {
        // the options of a command that are mixed into others of its options know their command, but no root
        CommandSpec whole = command.commandLine().getCommandSpec();
        return whole.root().userObject() instanceof Stockpot stockpot && stockpot.isQuiet();
    }

    /** Returns what shows the progress of a command, beside its results. */
    static Progress progress(CommandSpec command) {
        return isQuiet(command)
                ? Progress.NONE
                : ConsoleProgress.of(command.commandLine().getErr());
    }
}
