package io.stockpot.cli;

import io.stockpot.data.source.PublishedData;
import io.stockpot.text.TextException;
import io.stockpot.text.YamlRecords;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The names of classes as every {@code --classes} understands them. */
final class ClassNames {
    static final String OPTION = "--classes";

    private ClassNames() {}

    /** Names in a list. */
    private record Listed(List<String> names) {}

    /**
     * Reads the name of a data set, or names between commas.
     *
     * @return the names in the order of the logits; empty if the text is neither
     * @throws ParameterException if the list cannot be read
     */
    static Optional<List<String>> read(CommandSpec command, String text) {
        Optional<List<String>> ofDataSet =
                YamlRecords.choices(PublishedData.class).contains(text)
                        ? ReadingCheck.dataSet(text).map(PublishedData::classNames)
                        : Optional.empty();
        boolean list = text.startsWith("[") || (text.contains(",") && !text.startsWith("{"));
        return ofDataSet.or(() -> list ? Optional.of(listed(command, text)) : Optional.empty());
    }

    private static List<String> listed(CommandSpec command, String text) {
        String list = text.startsWith("[") ? text : "[" + text + "]";
        try {
            return YamlRecords.read("{names: " + list + "}", OPTION, Listed.class, List.of())
                    .names();
        } catch (TextException unknown) {
            throw refusal(command, unknown);
        }
    }

    static ParameterException refusal(CommandSpec command, TextException unknown) {
        return new ParameterException(command.commandLine(), OPTION + ": " + unknown.sentence(), unknown);
    }
}
