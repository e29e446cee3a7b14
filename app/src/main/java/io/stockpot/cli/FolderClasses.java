package io.stockpot.cli;

import io.stockpot.data.shift.ClassFolders;
import io.stockpot.model.Usage;
import io.stockpot.text.TextException;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which class of the classifiers each folder of pictures is. */
final class FolderClasses {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--classes",
            paramLabel = "NAMES",
            description = "Which class a folder of pictures is: the name of a data set whose classes they are, such as"
                    + " cifar10; alphabetical, numeric, image-net; or the names of all classes in the order of the"
                    + " classifier, 'airplane, automobile, …', whose folders may be missing (default: as the folders are named, by numbers"
                    + " from 0 or, for 1000 classes, ImageNet's identifiers, else alphabetical; before that the"
                    + " class names of --data if that is told, or those that the models state).")
    private String classes;

    boolean told() {
        return classes != null;
    }

    /**
     * Returns what the options say, else the classes of the data set, else those that the classifiers' files state, else
     * what suits the folders.
     *
     * @param folder holds the folders
     * @param known how many classes the classifiers know
     * @param classNames of the data they were trained on; empty if not known
     * @param stated what the classifiers' files state
     * @param note takes the sentence on an order that nobody named
     */
    ClassFolders of(Path folder, int known, List<String> classNames, Usage stated, Consumer<String> note)
            throws IOException {
        if (told()) {
            return read();
        }
        if (classNames.isEmpty()) {
            ClassFolders suiting =
                    ClassFolders.suiting(folder, known, stated.classNames().orElse(List.of()));
            if (suiting.isCustom()) {
                note.accept("nothing names the classes, so the folders in '" + folder + "' are taken for them in"
                        + " alphabetical order; --data or --classes says otherwise");
            }
            return suiting;
        }
        if (classNames.size() != known) {
            throw new IOException("the models know " + known + " classes, and --data has " + classNames.size()
                    + "; name the data they were trained on, or say with --classes which class a folder is");
        }
        return new ClassFolders.Named(classNames);
    }

    /** Returns the names of all classes, if the option tells them. */
    Optional<List<String>> named() {
        return told() ? ClassNames.read(command, classes) : Optional.empty();
    }

    private ClassFolders read() {
        Optional<List<String>> names = ClassNames.read(command, classes);
        if (names.isPresent()) {
            return new ClassFolders.Named(names.get());
        }
        try {
            return YamlRecords.read(classes, ClassNames.OPTION, ClassFolders.class, List.of());
        } catch (TextException unknown) {
            throw ClassNames.refusal(command, unknown);
        }
    }
}
