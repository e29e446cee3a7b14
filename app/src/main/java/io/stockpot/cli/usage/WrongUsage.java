package io.stockpot.cli.usage;

import io.stockpot.text.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one sentence what is wrong with a command line, by the names of options and not by those of Java's types. */
public final class WrongUsage {
    private WrongUsage() {}

    /** Returns the sentence, without a full stop. */
    public static String sentence(ParameterException failure) {
        CommandSpec command = failure.getCommandLine().getCommandSpec();
        if (failure instanceof MissingParameterException missing) {
            return missing(missing, command);
        }
        if (failure instanceof UnmatchedArgumentException unmatched) {
            return command.qualifiedName() + " takes " + wanted(command) + "; '"
                    + unmatched.getUnmatched().get(0) + "' is too much";
        }
        if (failure instanceof OverwrittenOptionException overwritten
                && overwritten.getOverwritten() instanceof OptionSpec option) {
            return option.longestName() + " is given twice; leave one out";
        }
        if (failure.getCause() instanceof TypeConversionException || isOfWrongType(failure)) {
            return wrongValue(failure.getArgSpec(), failure.getValue());
        }
        if (failure.getMessage().startsWith("Missing required subcommand")) {
            return "a command is missing; commands: " + String.join(", ", Shown.commands(command));
        }
        return failure.getMessage();
    }

    private static boolean isOfWrongType(ParameterException failure) {
        return failure.getArgSpec() != null
                && failure.getValue() != null
                && failure.getMessage().startsWith("Invalid value for ");
    }

    private static String missing(MissingParameterException failure, CommandSpec command) {
        List<ArgSpec> missing = failure.getMissing();
        String names = missing.stream().map(WrongUsage::written).collect(Collectors.joining(" and "));
        String what = missing.size() == 1 && missing.get(0) instanceof PositionalParamSpec
                ? " (" + decapitalised(String.join(" ", missing.get(0).description())) + ")"
                : "";
        return command.qualifiedName() + " needs " + names + what;
    }

    private static String wanted(CommandSpec command) {
        String wanted =
                command.positionalParameters().stream().map(Shown::positional).collect(Collectors.joining(" "));
        return wanted.isEmpty() ? "options only" : wanted;
    }

    private static String written(ArgSpec argument) {
        return argument instanceof PositionalParamSpec parameter
                ? Shown.positional(parameter)
                : Shown.option((OptionSpec) argument);
    }

    private static String decapitalised(String sentence) {
        String words = sentence.replaceFirst("\\.$", "");
        return words.isEmpty() ? words : Character.toLowerCase(words.charAt(0)) + words.substring(1);
    }

    private static String wrongValue(ArgSpec argument, String value) {
        String name = argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
        Class<?> type = argument.auxiliaryTypes()[0];
        if (type.isEnum()) {
            List<String> known = Arrays.stream(type.getEnumConstants())
                    .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                    .toList();
            Optional<String> nearest = Nearest.to(value, known);
            return name + ": unknown value '" + value + "'"
                    + nearest.map(near -> "; did you mean " + near + "?").orElse(";") + " known values: "
                    + String.join(", ", known);
        }
        return name + ": '" + value + "' is " + noSuch(type);
    }

    private static String noSuch(Class<?> type) {
        if (List.of(int.class, Integer.class, long.class, Long.class).contains(type)) {
            return "no whole number, or too large a one";
        }
        return type == double.class || type == Double.class ? "no number" : "not what is expected";
    }
}
