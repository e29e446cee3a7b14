package io.stockpot.cli;

import io.stockpot.model.Architecture;
import io.stockpot.model.Classifier;
import io.stockpot.model.CustomaryNormalisation;
import io.stockpot.model.Normalisation;
import io.stockpot.model.checkpoint.CheckpointFile;
import io.stockpot.model.checkpoint.ForeignNotes;
import io.stockpot.model.checkpoint.NotFinite;
import io.stockpot.model.checkpoint.Renaming;
import io.stockpot.text.TextException;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all commands that open files of weights understand about files that others wrote. */
final class CheckpointOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--architecture",
            paramLabel = "YAML",
            description =
                    "The network of files that do not say it and are not recognised by their tensors, as YAML or in a file *.yaml (as"
                            + " in recipes/architectures), e.g."
                            + " '{wide-res-net: {depth: 28, widen-factor: 10}}'.")
    private String architecture;

    @Option(
            names = "--normalisation",
            paramLabel = "YAML",
            description = "What those files' network expects to be done to images in [0, 1] first, e.g."
                    + " '{mean: [0.49, 0.48, 0.45], deviation: [0.25, 0.24, 0.26]}' (default: nothing).")
    private String normalisation;

    @Option(
            names = "--map",
            paramLabel = "REGEX=TEXT",
            description = "Rename the tensors of those files, e.g. '^backbone\\.=', and must match in one of them; a"
                    + " tensor of whose name nothing is left is left out, e.g. by '^n_averaged$='; may be repeated.")
    private List<String> renamings = new ArrayList<>();

    @Option(
            names = "--state-dict",
            paramLabel = "NAME",
            description = "Which state dict of those files, which must all be PyTorch's and have it, e.g."
                    + " state_dict_ema; keys within keys are joined by dots (default: that at the customary place).")
    private String stateDict;

    private final Notices notices = new Notices();
    private ReadingCheck.Source normalisedBy = ReadingCheck.Source.NOBODY;
    private Optional<Normalisation> proven = Optional.empty();

    /** Opens a file of weights, takes it for the network it is recognised as, and says what had to be assumed. */
    CheckpointFile open(Path file) throws IOException {
        return open(List.of(file)).get(0);
    }

    /** Opens all files of weights of a command, as {@link #open(Path)} does one. */
    List<CheckpointFile> open(List<Path> files) throws IOException {
        List<CheckpointFile> recognised = new ArrayList<>();
        for (CheckpointFile file : opened(files)) {
            recognised.add(file.recognised());
        }
        notices.tell(command, recognised);
        return List.copyOf(recognised);
    }

    /** Opens files of weights whose network need not be known, and says what had to be assumed. */
    List<CheckpointFile> openUnrecognised(List<Path> files) throws IOException {
        List<CheckpointFile> opened = opened(files);
        notices.tell(command, opened);
        return opened;
    }

    private List<CheckpointFile> opened(List<Path> files) throws IOException {
        List<CheckpointFile> opened = renamed(files);
        normalisedBy = opened.stream().anyMatch(CheckpointFile::describesItself)
                ? ReadingCheck.Source.FILE
                : tellsNormalisation() ? ReadingCheck.Source.TOLD : ReadingCheck.Source.NOBODY;
        // network and normalisation are held against what such files say, but names in them are their own
        IdleOptions.refuse(
                command,
                opened.stream().allMatch(CheckpointFile::describesItself),
                List.of("--map", "--state-dict"),
                "is for files of other programs, and "
                        + (files.size() == 1
                                ? "'" + files.get(0) + "' describes itself"
                                : "all of these describe themselves"));
        return opened;
    }

    /**
     * Opens files from now on with a normalisation that nobody told and that photos have proven. Warnings of how they were
     * opened before are no longer true.
     */
    void take(CustomaryNormalisation found) {
        proven = Optional.of(found.normalisation());
        notices.forget();
    }

    /** Returns what the command has said beside its results. */
    Notices notices() {
        return notices;
    }

    /** Returns where the normalisation of the opened files comes from. */
    ReadingCheck.Source normalisedBy() {
        return normalisedBy;
    }

    void note(String sentence) {
        notices.note(command, sentence);
    }

    void warn(String sentence) {
        notices.warn(command, sentence);
    }

    /** Returns whether the options tell a normalisation. */
    boolean tellsNormalisation() throws IOException {
        return notes().normalisation().isPresent();
    }

    private List<CheckpointFile> renamed(List<Path> files) throws IOException {
        try {
            return CheckpointFile.openAll(files, notes());
        } catch (IllegalArgumentException wrong) {
            if (renamings.isEmpty()) {
                throw wrong;
            }
            throw new ParameterException(command.commandLine(), "--map: " + wrong.getMessage(), wrong);
        }
    }

    /** Warns of weights that are no finite numbers, before anything is measured with them. */
    void warnOfNotFinite(Path file, Classifier classifier) {
        List<NotFinite> found = NotFinite.in(classifier.weights());
        if (!found.isEmpty()) {
            warn(file + ": " + NotFinite.sentence(found)
                    + "; logits are hardly numbers then, and count as wrong ('stockpot inspect' tells more)");
        }
    }

    /** Returns what the options say of files without notes of ours. */
    ForeignNotes notes() throws IOException {
        Optional<Normalisation> told = normalisation == null
                ? proven
                : Optional.of(read("--normalisation", normalisation, Normalisation.class));
        if (architecture == null) {
            return notes(Optional.empty(), told);
        }
        if (isFile(architecture)
                && Files.isRegularFile(Path.of(architecture))
                && Files.readString(Path.of(architecture)).matches("(?s)(.*\\R)?architecture:.*")) {
            Described described = read("--architecture", architecture, Described.class);
            return notes(Optional.of(described.architecture()), told.or(described::normalisation));
        }
        return notes(Optional.of(read("--architecture", architecture, Architecture.class)), told);
    }

    private ForeignNotes notes(Optional<Architecture> network, Optional<Normalisation> told) {
        return new ForeignNotes(network, told, renaming(), Optional.ofNullable(stateDict));
    }

    /** A file that describes more than the network, such as those in recipes/architectures. */
    private record Described(Architecture architecture, Optional<Normalisation> normalisation) {}

    private Renaming renaming() {
        try {
            return Renaming.parse(renamings);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(command.commandLine(), "--map: " + wrong.getMessage(), wrong);
        }
    }

    private static boolean isFile(String text) {
        return text.endsWith(".yaml") || text.endsWith(".yml");
    }

    private <T> T read(String option, String text, Class<T> type) throws IOException {
        try {
            return isFile(text)
                    ? YamlRecords.read(Path.of(text), type, List.of())
                    : YamlRecords.read(text, option, type, List.of());
        } catch (TextException unknown) {
            throw new ParameterException(command.commandLine(), option + ": " + unknown.sentence(), unknown);
        }
    }
}
