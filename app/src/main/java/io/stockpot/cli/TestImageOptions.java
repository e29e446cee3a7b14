package io.stockpot.cli;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.Batches;
import io.stockpot.data.LabelMap;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.shift.ClassFolders;
import io.stockpot.data.shift.ImageFolder;
import io.stockpot.data.shift.ShiftImages;
import io.stockpot.data.shift.Unreadable;
import io.stockpot.data.source.DataPart;
import io.stockpot.data.source.PublishedData;
import io.stockpot.evaluate.ImageFit;
import io.stockpot.evaluate.ReadingTrial;
import io.stockpot.model.Classifier;
import io.stockpot.model.PicturePreparation;
import io.stockpot.model.checkpoint.CheckpointFile;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The images that a checkpoint is measured on: the test images of a data set, or pictures in a folder. */
final class TestImageOptions {
    /** Which pictures of a folder are taken must not change from run to run. */
    private static final Seed CHOICE = new Seed(0);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Mixin
    private DataOptions sets;

    @Option(
            names = "--photos",
            paramLabel = "FOLDER",
            description = "Your labelled pictures (JPEG, PNG, BMP, GIF, TIFF), in one folder per class.")
    private Path photos;

    @Option(
            names = "--data",
            completionCandidates = Candidates.DataSets.class,
            paramLabel = "NAME",
            description =
                    "The data set that the model was made for, e.g. cifar10: its test images are measured, or with"
                            + " --photos its names for classes.")
    private String data;

    @Option(
            names = "--images",
            defaultValue = "1000",
            paramLabel = "N",
            description = "How many test images, from the first on; of your pictures, a choice that is always the same"
                    + " (default: ${DEFAULT-VALUE}).")
    private int count;

    @Mixin
    private FolderClasses classes;

    @Option(names = "--resize", paramLabel = "PIXELS", description = "Resize your pictures: the shorter side.")
    private Integer resize;

    @Option(names = "--crop", paramLabel = "PIXELS", description = "Cut a square out of their centre.")
    private Integer crop;

    @Option(
            names = "--as-is",
            description = "Take pictures of another size than the model was made for as they are, and go on although it"
                    + " fits the images better when they are read otherwise.")
    private boolean asIs;

    private Optional<PictureSize> made = Optional.empty();
    private ClassFolders numbered;

    /**
     * The images to be classified.
     *
     * @param images as many as were asked for, the first of all there are
     * @param digest that stands for all there are, so that more of them can be looked at later
     * @param pictures the name of each picture of a folder; none for a data set
     */
    record Chosen(LabelledImages images, String digest, List<String> pictures) {}

    DataOptions data() {
        return sets;
    }

    /**
     * Refuses what cannot act on these images, before anything is read.
     *
     * @param elsewhere whether finished blocks are remembered in another place than the cache
     */
    void requireSense(boolean elsewhere) {
        if (data == null && photos == null) {
            throw new ParameterException(
                    command.commandLine(),
                    "say what to measure on: --data NAME for the test images of a data set, e.g. --data cifar10, or"
                            + " --photos FOLDER for your own pictures");
        }
        if (count < 1) {
            throw new ParameterException(command.commandLine(), "--images must be at least 1, not " + count);
        }
        IdleOptions.refuse(
                command,
                !isFolder(),
                List.of("--classes", "--resize", "--crop"),
                "is for pictures of --photos FOLDER, and '" + data + "' is a data set");
        IdleOptions.refuse(
                command,
                isFolder() && elsewhere,
                List.of("--cache"),
                "is for fetched data and finished blocks: '" + source()
                        + "' is a folder, and --work says where the blocks go");
    }

    private boolean isFolder() {
        return photos != null || isFolder(data);
    }

    /** Until there was --photos, --data took a folder, too. */
    private static boolean isFolder(String data) {
        return !YamlRecords.choices(PublishedData.class).contains(data) && Files.isDirectory(Path.of(data));
    }

    /** Returns what the images are called: the folder, else the data set. */
    private String source() {
        return photos != null ? photos.toString() : data;
    }

    /** Returns the data set that was named beside a folder. */
    private Optional<PublishedData> dataSet() {
        return photos == null || data == null ? Optional.empty() : Optional.of(sets.source(data, Optional.empty()));
    }

    /** Returns the data set that the model was made for, whether its images or pictures are measured. */
    private Optional<PublishedData> madeFor() {
        return isFolder() ? dataSet() : Optional.of(sets.source(data, Optional.empty()));
    }

    /** Returns the names of its classes; none if no data set was named. */
    private List<String> classNames() {
        return dataSet().map(PublishedData::classNames).orElse(List.of());
    }

    /** Reads the images and checks that they are of the classifier's kind. */
    Chosen load(CheckpointFile file, Classifier classifier, CheckpointOptions say, Progress progress)
            throws IOException {
        boolean folder = isFolder();
        if (folder) {
            made = PictureSize.of(classifier.architecture(), dataSet(), file.usage());
            numbered = classes.of(Path.of(source()), classifier.classes(), classNames(), file.usage(), say::note);
        }
        Chosen chosen = folder ? ofFolder(classifier, say, progress) : ofSource(progress);
        LabelledImages images = chosen.images();
        ImageFit.require("'" + source() + "'", images.shape(), classifier.architecture());
        // a folder may lack the last classes, and was looked at already
        if (!folder && images.classes() != classifier.classes()) {
            throw new IOException(file.path() + " is a classifier into " + classifier.classes() + " classes; " + data
                    + " has " + images.classes());
        }
        check(images, classifier, say);
        return chosen;
    }

    /** Stops where the images are better read otherwise, and nothing in the model's file says how. */
    private void check(LabelledImages images, Classifier classifier, CheckpointOptions say) throws IOException {
        boolean folder = isFolder();
        if (!folder && say.normalisedBy() == ReadingCheck.Source.FILE) {
            return;
        }
        // the size was told, or is that of the network: it is not tried
        ReadingCheck check = new ReadingCheck(
                images,
                (some, side) -> some,
                say.normalisedBy(),
                List.of(),
                folder ? classNames(classifier) : List.of());
        Optional<ReadingTrial.Tried> better = check.of(classifier, madeFor()).better();
        if (better.isPresent() && !asIs) {
            throw new IOException(ReadingCheck.sentence("the model", better.get()) + ": add "
                    + better.get().reading().options() + "; or --as-is to go on as told");
        }
        better.ifPresent(one -> say.warn(ReadingCheck.sentence("the model", one) + ": gone on as told by --as-is"));
    }

    private List<String> classNames(Classifier classifier) throws IOException {
        return folder(PictureSize.asTheyAre()).classNames(classifier.classes());
    }

    private Chosen ofSource(Progress progress) throws IOException {
        LabelledImages all = sets.source(data, Optional.empty()).load(DataPart.TEST, sets.cache(), progress);
        return new Chosen(all.first(count), all.digest(), List.of());
    }

    private ImageFolder folder(PicturePreparation how) throws IOException {
        return new ImageFolder(
                source(),
                how.resize(),
                how.crop(),
                PictureSize.interpolation(how),
                how.upright(),
                numbered,
                new LabelMap.AllClasses(),
                Unreadable.REFUSE,
                Optional.empty());
    }

    /** Lists the pictures, prepared as was told, else as suits the model. */
    private ShiftImages listed(Classifier classifier, CheckpointOptions say) throws IOException {
        return asIs || resize != null || crop != null
                ? folder(PictureSize.prepared(Optional.ofNullable(resize), Optional.ofNullable(crop)))
                        .open(source(), classifier.classes())
                : PictureSize.listed(made, this::folder, source(), classifier.classes(), say::note);
    }

    private Chosen ofFolder(Classifier classifier, CheckpointOptions say, Progress progress) throws IOException {
        ShiftImages pictures = listed(classifier, say);
        pictures.remarks().forEach(say::warn);
        int size = pictures.size();
        int[] all = Batches.inOrder(size, size).shuffled(CHOICE).get(0);
        // in the order of the choice: a picture keeps its number, on which its draws depend, when more are looked at
        int[] indices = Arrays.copyOf(all, Math.min(count, size));
        String root = source() + " ";
        List<String> names = Arrays.stream(indices)
                .mapToObj(pictures::lot)
                .map(name -> name.startsWith(root) ? name.substring(root.length()) : name)
                .toList();
        return new Chosen(
                pictures.load(ShiftImages.ONLY, indices, progress).images(), pictures.fingerprint(all), names);
    }
}
