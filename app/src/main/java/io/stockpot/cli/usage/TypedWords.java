package io.stockpot.cli.usage;

import io.stockpot.text.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import picocli.CommandLine;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Reads the words of a command before they become values. Synonyms are replaced by the usual names, and a word that looks
 * like an option and is none is refused by its name, instead of being taken for a file or for the value of the option
 * before it.
 */
public final class TypedWords implements IParameterPreprocessor {
    private static final String END_OF_OPTIONS = "--";
    /** A shorter beginning says too little about what was meant. */
    private static final int SHORTEST_BEGINNING = 3;

    @Override
    public boolean preprocess(Stack<String> words, CommandSpec command, ArgSpec ofAll, Map<String, Object> remembered) {
        List<String> typed = new ArrayList<>(words);
        Collections.reverse(typed);
        List<String> usual = new ArrayList<>(read(typed, command));
        Collections.reverse(usual);
        words.clear();
        words.addAll(usual);
        return false;
    }

    /**
     * Returns the words with usual names: options first, then what is none, so that files may stand between options.
     * The words of a subcommand are left to it.
     */
    private static List<String> read(List<String> typed, CommandSpec command) {
        List<String> options = new ArrayList<>();
        List<String> others = new ArrayList<>();
        int next = 0;
        while (next < typed.size()) {
            String word = typed.get(next);
            if (command.subcommands().containsKey(word)) {
                options.addAll(typed.subList(next, typed.size()));
                return options;
            }
            if (word.equals(END_OF_OPTIONS)) {
                others.addAll(typed.subList(next + 1, typed.size()));
                break;
            }
            if (looksLikeOption(word)) {
                next = readOption(typed, next, command, options);
            } else {
                requireCommand(word, command);
                others.add(word);
                next++;
            }
        }
        if (!others.isEmpty()) {
            options.add(END_OF_OPTIONS);
            options.addAll(others);
        }
        return options;
    }

    /** Adds the option at this place, and its values; returns the place after them. */
    private static int readOption(List<String> typed, int place, CommandSpec command, List<String> read) {
        String usual = usual(typed.get(place), command);
        read.add(usual);
        // nothing where a value is attached to the name
        OptionSpec option = Synonyms.option(command, usual).orElse(null);
        int next = place + 1;
        if (option == null || option.arity().max() == 0) {
            return next;
        }
        requireValue(option, next < typed.size() ? Optional.of(typed.get(next)) : Optional.empty(), command);
        read.add(typed.get(next));
        next++;
        while (option.arity().isVariable() && next < typed.size() && !looksLikeOption(typed.get(next))) {
            read.add(typed.get(next));
            next++;
        }
        return next;
    }

    /** Returns whether a word begins like an option; negative numbers do not. */
    private static boolean looksLikeOption(String word) {
        return word.length() > 1 && word.startsWith("-") && !word.matches("-[0-9.].*");
    }

    private static void requireCommand(String word, CommandSpec command) {
        if (!command.subcommands().isEmpty() && command.positionalParameters().isEmpty()) {
            subcommand(word, command);
        }
    }

    /**
     * Returns the command of this name below a command.
     *
     * @throws ParameterException with the name that was probably meant, if there is none
     */
    public static CommandLine subcommand(String name, CommandSpec command) {
        CommandLine found = command.subcommands().get(name);
        if (found == null) {
            List<String> known = Shown.commands(command);
            throw new ParameterException(
                    command.commandLine(),
                    "unknown command '" + name + "'" + didYouMean(name, known).orElse(";") + " commands: "
                            + String.join(", ", known));
        }
        return found;
    }

    /** Returns the option as the command knows it, with the value that is attached to it. */
    private static String usual(String word, CommandSpec command) {
        int equals = word.indexOf('=');
        String written = equals < 0 ? word : word.substring(0, equals);
        String usual = Synonyms.usual(command, written);
        if (Synonyms.option(command, usual).isEmpty() && !areFlags(written, command)) {
            throw new ParameterException(
                    command.commandLine(),
                    "unknown option '" + written + "'"
                            + didYouMean(
                                            written,
                                            Shown.options(command).stream()
                                                    .map(OptionSpec::longestName)
                                                    .toList())
                                    .orElse(""));
        }
        return usual + word.substring(written.length());
    }

    /** Returns whether the word is several short options without values, such as {@code -qh}. */
    private static boolean areFlags(String word, CommandSpec command) {
        return !word.startsWith("--")
                && word.substring(1).chars().allMatch(letter -> {
                    OptionSpec option = command.findOption((char) letter);
                    return option != null && option.arity().max() == 0;
                });
    }

    private static void requireValue(OptionSpec option, Optional<String> next, CommandSpec command) {
        String name = option.longestName();
        boolean lacking = next.isEmpty()
                || next.get().startsWith("--")
                || Synonyms.option(command, next.get()).isPresent();
        if (lacking) {
            String found = next.map(word -> ", found '" + word + "'").orElse("");
            String anyway = next.filter(word -> Synonyms.option(command, Synonyms.usual(command, word))
                                    .isEmpty()
                            && !word.equals(END_OF_OPTIONS))
                    .map(word -> " (if that is the value, write " + name + "=" + word + ")")
                    .orElse("");
            throw new ParameterException(
                    command.commandLine(),
                    name + " needs a value: " + name + " " + Shown.label(option) + found + anyway);
        }
    }

    /** Returns "; did you mean --resize?", if a known name resembles the word. */
    private static Optional<String> didYouMean(String word, Collection<String> known) {
        return Nearest.to(word, known)
                .or(() -> known.stream().filter(name -> beginAlike(word, name)).findFirst())
                .map(name -> "; did you mean " + name + "?");
    }

    /** Returns whether one name is the beginning of the other, as with an abbreviation. */
    private static boolean beginAlike(String one, String two) {
        String first = one.replaceFirst("^-+", "");
        String second = two.replaceFirst("^-+", "");
        return Math.min(first.length(), second.length()) >= SHORTEST_BEGINNING
                && (first.startsWith(second) || second.startsWith(first));
    }
}
