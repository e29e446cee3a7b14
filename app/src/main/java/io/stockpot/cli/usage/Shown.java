package io.stockpot.cli.usage;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What of a command is shown in messages, help and manuals, and how it is written there. */
final class Shown {
    private Shown() {}

    /** Returns the names of the subcommands that are not hidden. */
    static List<String> commands(CommandSpec command) {
        return command.subcommands().entrySet().stream()
                .filter(below ->
                        !below.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns the options that are not hidden, in the order of {@link OptionGroup}. */
    static List<OptionSpec> options(CommandSpec command) {
        return command.options().stream()
                .filter(option -> !option.hidden())
                .sorted(Comparator.comparing((OptionSpec option) -> OptionGroup.of(option.longestName()))
                        .thenComparing(option -> OptionGroup.place(option.longestName())))
                .toList();
    }

    /** Returns the label of a value, "FOLDER"; nothing for options without one. */
    static String label(ArgSpec argument) {
        return argument.arity().max() == 0 ? "" : argument.paramLabel();
    }

    /** Returns all names of an option, short ones first, and the label of its value: "-q, --quiet", "--out FILE". */
    static String option(OptionSpec option) {
        String names = Arrays.stream(option.names())
                .sorted(Comparator.comparing(String::length))
                .collect(Collectors.joining(", "));
        return (names + " " + label(option)).strip();
    }

    /** Returns how often a file or name is given: "FILE FILE...", "NAME...", "RECIPE". */
    static String positional(PositionalParamSpec parameter) {
        String label = parameter.paramLabel();
        if (parameter.arity().min() == 0) {
            return "[" + label + "...]";
        }
        String least = String.join(" ", Collections.nCopies(parameter.arity().min(), label));
        return parameter.arity().isVariable() ? least + "..." : least;
    }

    /** Returns what a command does, the first sentence of its description. */
    static String inShort(CommandLine command) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        return String.join(" ", usage.header().length > 0 ? usage.header() : usage.description())
                .replaceFirst("(?s)(?<=[.])\\s.*", "");
    }
}
