package io.stockpot.cli.usage;

import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

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
        boolean meant = command.optionsMap().get(written) == null
                && command.optionsMap().get(usual) != null;
        return meant ? usual : written;
    }
}
