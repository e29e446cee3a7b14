package io.stockpot.cli.usage;

import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Other names of options, which are understood and shown nowhere: names of before, and American spellings. One acts only
 * where there is no option of that very name: {@code evaluate} has both {@code --photos} and {@code --images}.
 */
final class Synonyms {
    private static final Map<String, String> USUAL =
            Map.of("--normalization", "--normalisation", "--images", "--photos");

    private Synonyms() {}

    /** Returns the name by which the command knows an option, or the name that was written if it knows none. */
    static String usual(CommandSpec command, String written) {
        String usual = USUAL.getOrDefault(written, written);
        boolean meant =
                option(command, written).isEmpty() && option(command, usual).isPresent();
        return meant ? usual : written;
    }

    /** Returns the option of this very name; picocli's own search also takes the word "photos" for {@code --photos}. */
    static Optional<OptionSpec> option(CommandSpec command, String written) {
        return Optional.ofNullable(command.optionsMap().get(written));
    }
}
