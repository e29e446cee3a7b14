package io.stockpot.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Refuses options that were given where they cannot act: nobody should believe that they did. */
final class IdleOptions {
    private IdleOptions() {}

    /**
     * Refuses options in a situation in which they change nothing.
     *
     * @param idle whether this is the situation
     * @param options their names
     * @param why what follows the name of the option: what it needs, and what is there instead
     * @throws ParameterException if it is and one of them was given, be it with its default value
     */
    static void refuse(CommandSpec command, boolean idle, List<String> options, String why) {
        if (!idle) {
            return;
        }
        for (String option : options) {
            if (command.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new ParameterException(command.commandLine(), option + " " + why);
            }
        }
    }
}
