package io.stockpot.cli;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.data.source.DataPart;
import io.stockpot.data.source.PublishedData;
import io.stockpot.model.CustomaryNormalisation;
import io.stockpot.model.PicturePreparation;
import io.stockpot.model.checkpoint.CheckpointFile;
import io.stockpot.report.Block;
import io.stockpot.report.Explorer;
import io.stockpot.report.Text;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.Ingredients;
import io.stockpot.soup.MixFiles;
import io.stockpot.soup.StatisticsSource;
import io.stockpot.text.TextException;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What all commands that mix checkpoints understand. */
final class IngredientOptions {
    private static final String RUNNING = "running_mean";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Mixin
    private DataOptions options;

    @Mixin
    private CheckpointOptions checkpoints;

    @Parameters(arity = "2..*", paramLabel = "FILE", description = "The ingredients, in any format that is known.")
    private List<Path> files;

    @Option(
            names = "--batch-norm",
            completionCandidates = Candidates.BatchNormPolicies.class,
            defaultValue = "interpolate",
            paramLabel = "POLICY",
            description = "Where running statistics come from: interpolate (default) mixes them like weights; geometric"
                    + " mixes variances by their weighted geometric mean; reestimate measures them on the training images"
                    + " of --data; augmented does so on images cropped and mirrored as in training; target measures them"
                    + " on the pictures of --target.")
    private String batchNorm;

    @Mixin
    private TargetPictures target;

    @Option(
            names = "--data",
            completionCandidates = Candidates.DataSets.class,
            paramLabel = "NAME",
            description = "The data set that the models were made for, e.g. cifar10: its size of images, its names for"
                    + " classes, its training images for --batch-norm reestimate and augmented.")
    private String data;

    @Option(names = "--allow-strangers", description = "Mix even models that are known to have no common ancestor.")
    private boolean strangers;

    @Option(
            names = "--seed",
            defaultValue = "0",
            paramLabel = "N",
            description = "Start of all random numbers (default: ${DEFAULT-VALUE}).")
    private long seed;

    /**
     * Returns the command that mixes these files as this one does, with a gap for the weights.
     *
     * @param photos those on which statistics are measured where no others were told
     */
    Explorer.MixLine mixLine(Path photos) {
        boolean onPhotos = policy().images() == BatchNormPolicy.Images.TARGET
                && target.folder().isEmpty();
        List<String> more = onPhotos ? List.of(TargetPictures.OPTION + "=" + photos) : List.of();
        return MixLines.of(command.commandLine(), files, policy().needsImages(), more);
    }

    /** Takes other files than those that were typed: those that a recipe has made. */
    void take(List<Path> made) {
        files = List.copyOf(made);
    }

    /** Opens the files, checks that they mix, and says what had to be assumed. */
    MixFiles open() throws IOException {
        return checked(checkpoints.open(files));
    }

    /**
     * Opens files that are mixed and not run, as {@link #open} does. A network that is only recognised is not written
     * into the soup unless its normalisation is told: the soup would say that there is none.
     */
    MixFiles openToMix() throws IOException {
        return policy().needsImages() || checkpoints.tellsNormalisation()
                ? open()
                : checked(checkpoints.openUnrecognised(files));
    }

    private MixFiles checked(List<CheckpointFile> opened) throws IOException {
        MixFiles ingredients = MixFiles.checked(opened, strangers);
        if (policy().needsImages() && ingredients.names().stream().noneMatch(name -> name.endsWith(RUNNING))) {
            throw new ParameterException(
                    command.commandLine(),
                    named(policy()) + " is for running statistics, and these models have none; leave it out");
        }
        ingredients.warnings().forEach(this::warn);
        return ingredients;
    }

    /** Refuses options, of those here and others, that only serve to re-estimate batch norm, unless that is done. */
    void refuseUnlessReestimated(List<String> options, String orElse) {
        IdleOptions.refuse(
                command,
                !policy().needsImages(),
                options,
                "is for --batch-norm reestimate, augmented or target" + orElse);
    }

    private static String named(BatchNormPolicy policy) {
        return "--batch-norm " + YamlRecords.nameOf((Record) policy);
    }

    /** Warns of weights that are no finite numbers, before anything is measured with them. */
    void warnOfNotFinite(Ingredients ingredients) {
        for (int i = 0; i < files.size(); i++) {
            checkpoints.warnOfNotFinite(files.get(i), ingredients.all().get(i).classifier());
        }
    }

    /** Says what may make the result another than was meant, at once and again after the result. */
    void warn(String warning) {
        checkpoints.warn(warning);
    }

    /** Forgets warnings that say something which has been looked into since. */
    void takeBack(String something) {
        checkpoints.notices().takeBack(something);
    }

    /** Says what was done as is customary. */
    void note(String note) {
        checkpoints.note(note);
    }

    /** Returns all warnings so far. */
    List<String> warnings() {
        return checkpoints.notices().warnings();
    }

    /** Returns the warnings as a part of a page; empty if there are none. */
    Optional<Block> warningBlock() {
        return warnings().isEmpty() ? Optional.empty() : Optional.of(new Text("Warnings", warnings()));
    }

    /** Opens the files from now on with a normalisation that nobody told and that photos have proven. */
    void take(CustomaryNormalisation proven) {
        checkpoints.take(proven);
    }

    /** Returns where the normalisation of the opened files comes from. */
    ReadingCheck.Source normalisation() {
        return checkpoints.normalisedBy();
    }

    /** Returns the files as they were typed. */
    List<Path> paths() {
        return List.copyOf(files);
    }

    int count() {
        return files.size();
    }

    Seed seed() {
        return new Seed(seed);
    }

    BatchNormPolicy policy() {
        try {
            BatchNormPolicy policy = YamlRecords.read(batchNorm, "--batch-norm", BatchNormPolicy.class, List.of());
            if (policy.images() == BatchNormPolicy.Images.TRAINING && data == null) {
                throw new ParameterException(
                        command.commandLine(), named(policy) + " needs --data, e.g. --data cifar10");
            }
            IdleOptions.refuse(
                    command,
                    policy.images() != BatchNormPolicy.Images.TARGET,
                    List.of(TargetPictures.OPTION),
                    "is for --batch-norm target");
            return policy;
        } catch (TextException unknown) {
            throw new ParameterException(command.commandLine(), "--batch-norm: " + unknown.sentence(), unknown);
        }
    }

    /**
     * Returns the policy with what it takes from the models' training written out, and says what had to be assumed.
     *
     * @throws IOException if images are needed for that and cannot be loaded
     */
    BatchNormPolicy spelledOut(MixFiles opened, StatisticsSource source) throws IOException {
        policy().assumption(opened.provenances(), source)
                .filter(sentence -> !warnings().contains(sentence))
                .ifPresent(this::warn);
        return policy().spelledOut(opened.provenances(), source);
    }

    /**
     * Returns what the batch-norm policy may need.
     *
     * @param how pictures of --target are prepared
     * @param orElse the pictures where none were told
     * @throws IOException if pictures cannot be read
     */
    StatisticsSource statistics(PicturePreparation how, Optional<LabelledImages> orElse) throws IOException {
        BatchNormPolicy policy = policy();
        if (policy.images() != BatchNormPolicy.Images.TARGET) {
            return StatisticsSource.of(this::trainingImages, seed()).named(data + " training images");
        }
        if (target.folder().isEmpty() && orElse.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(),
                    named(policy) + " needs " + TargetPictures.OPTION + ", a folder of pictures of the shift");
        }
        if (target.folder().isPresent()) {
            return TargetPictures.source(target.read(policy, how, seed(), this), seed());
        }
        note(
                "batch-norm statistics are measured on the photos that choose, without their labels, so their own score and"
                        + " what resampling expects are a little too high; " + TargetPictures.OPTION
                        + " names other pictures,"
                        + " and --held-out photos are never among them");
        return TargetPictures.source(TargetPictures.drawn(orElse.orElseThrow(), policy, seed()), seed());
    }

    /** Returns the data set the models were trained on, if it was named. */
    Optional<PublishedData> data() {
        return Optional.ofNullable(data).map(name -> options.source(name, Optional.empty()));
    }

    /** Returns where fetched data and finished work are kept. */
    DataCache cache() {
        return options.cache();
    }

    private LabelledImages trainingImages() throws IOException {
        return data().orElseThrow().load(DataPart.TRAIN, options.cache(), progress());
    }

    Progress progress() {
        return Console.progress(command);
    }
}
