package io.stockpot.cli;

import io.stockpot.data.ImageShape;
import io.stockpot.data.source.PublishedData;
import io.stockpot.model.Architecture;
import io.stockpot.model.ImageSize;
import io.stockpot.model.Usage;
import io.stockpot.text.TextException;
import io.stockpot.text.YamlRecords;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What people say of the use of a classifier, for the file that is written. */
final class UsageOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--data",
            paramLabel = "NAME",
            description = "The data set that the model was made for, e.g. cifar10: its size of images and its names of"
                    + " classes go into the file.")
    private String data;

    @Option(
            names = "--classes",
            paramLabel = "NAMES",
            description =
                    "The names of the classes in the order of the logits, 'airplane, automobile, …', or the name of"
                            + " the data set whose classes they are (default: those of --data, else those that IN states).")
    private String classes;

    /**
     * Returns what the options say, and what the file states where they say nothing.
     *
     * @throws ParameterException naming the option, if there are more or fewer names than classes
     */
    Usage of(Usage stated, Architecture network) {
        Optional<Usage> ofData = Optional.ofNullable(data).map(name -> usage(name));
        Usage told = classes == null ? Usage.NONE : new Usage(Optional.empty(), Optional.of(names()), Optional.empty());
        try {
            Usage known = told.or(ofData.orElse(Usage.NONE)).or(stated);
            known.requireSuits(network);
            return known.suiting(network);
        } catch (IllegalArgumentException unfit) {
            String option = classes == null ? "--data" : "--classes";
            throw new ParameterException(command.commandLine(), option + ": " + unfit.getMessage(), unfit);
        }
    }

    private List<String> names() {
        return ClassNames.read(command, classes)
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(),
                        "--classes: '" + classes + "' is neither the name of a data set ("
                                + String.join(", ", YamlRecords.choices(PublishedData.class))
                                + ") nor names between commas"));
    }

    private Usage usage(String name) {
        return of(read(name));
    }

    /** Returns what is known of the use of a model that was made for a data set. */
    static Usage of(PublishedData source) {
        ImageShape shape = source.shape();
        return Usage.of(new ImageSize(shape.channels(), shape.height(), shape.width()), source.classNames());
    }

    private PublishedData read(String name) {
        try {
            return YamlRecords.read(name, "--data", PublishedData.class, List.of());
        } catch (TextException unknown) {
            throw new ParameterException(command.commandLine(), "--data: " + unknown.sentence(), unknown);
        }
    }
}
