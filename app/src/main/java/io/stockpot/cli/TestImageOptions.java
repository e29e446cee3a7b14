package io.stockpot.cli;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.Batches;
import io.stockpot.data.DataPart;
import io.stockpot.data.DataSource;
import io.stockpot.data.LabelMap;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.shift.ImageFolder;
import io.stockpot.data.shift.Interpolation;
import io.stockpot.data.shift.ShiftImages;
import io.stockpot.data.shift.Unreadable;
import io.stockpot.evaluate.ImageFit;
import io.stockpot.evaluate.ReadingTrial;
import io.stockpot.model.Classifier;
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
    private DataOptions data;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "NAME|DIR",
            description = "A data set, e.g. cifar10, or a folder with a folder of pictures for each class (--classes).")
    private String source;

    @Option(
            names = "--images",
            defaultValue = "1000",
            paramLabel = "N",
            description = "How many test images, from the first on; of a folder, a choice that is always the same"
                    + " (default: ${DEFAULT-VALUE}).")
    private int count;

    @Mixin
    private FolderClasses classes;

    @Option(names = "--resize", paramLabel = "PIXELS", description = "Resize pictures of a folder: the shorter side.")
    private Integer resize;

    @Option(names = "--crop", paramLabel = "PIXELS", description = "Cut a square out of their centre.")
    private Integer crop;

    @Option(
            names = "--as-is",
            description = "Take pictures of another size than the model was made for as they are, and go on although it"
                    + " fits the images better when they are read otherwise.")
    private boolean asIs;

    /**
     * The images to be classified.
     *
     * @param images as many as were asked for, the first of all there are
     * @param digest that stands for all there are, so that more of them can be looked at later
     * @param pictures the name of each picture of a folder; none for a data set
     */
    record Chosen(LabelledImages images, String digest, List<String> pictures) {}

    DataOptions data() {
        return data;
    }

    /**
     * Refuses what cannot act on these images, before anything is read.
     *
     * @param elsewhere whether finished blocks are remembered in another place than the cache
     */
    void requireSense(boolean elsewhere) {
        if (count < 1) {
            throw new ParameterException(command.commandLine(), "--images must be at least 1, not " + count);
        }
        IdleOptions.refuse(
                command,
                !isFolder(),
                List.of("--classes", "--resize", "--crop"),
                "is for folders of pictures, and '" + source + "' is none");
        IdleOptions.refuse(
                command,
                isFolder() && elsewhere,
                List.of("--cache"),
                "is for fetched data and finished blocks: '" + source
                        + "' is a folder, and --work says where the blocks go");
    }

    private boolean isFolder() {
        return !YamlRecords.choices(DataSource.class).contains(source) && Files.isDirectory(Path.of(source));
    }

    /** Reads the images and checks that they are of the classifier's kind. */
    Chosen load(Path file, Classifier classifier, CheckpointOptions say, Progress progress) throws IOException {
        boolean folder = isFolder();
        Chosen chosen = folder ? ofFolder(classifier, say, progress) : ofSource(progress);
        LabelledImages images = chosen.images();
        ImageFit.require("'" + source + "'", images.shape(), classifier.architecture());
        // a folder may lack the last classes, and was looked at already
        if (!folder && images.classes() != classifier.classes()) {
            throw new IOException(file + " is a classifier into " + classifier.classes() + " classes; " + source
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
        Optional<ReadingTrial.Tried> better = check.of(classifier).better();
        if (better.isPresent() && !asIs) {
            throw new IOException(ReadingCheck.sentence("the model", better.get()) + ": add "
                    + better.get().reading().options() + "; or --as-is to go on as told");
        }
        better.ifPresent(one -> say.warn(ReadingCheck.sentence("the model", one) + ": gone on as told by --as-is"));
    }

    private List<String> classNames(Classifier classifier) throws IOException {
        return folder(classifier, Optional.empty(), Optional.empty()).classNames(classifier.classes());
    }

    private Chosen ofSource(Progress progress) throws IOException {
        LabelledImages all = data.source(source, Optional.empty()).load(DataPart.TEST, data.cache(), progress);
        return new Chosen(all.first(count), all.digest(), List.of());
    }

    private ImageFolder folder(Classifier classifier, Optional<Integer> shorter, Optional<Integer> centre)
            throws IOException {
        return new ImageFolder(
                source,
                shorter,
                centre,
                Interpolation.BILINEAR,
                true,
                classes.of(Path.of(source), classifier.classes(), List.of()),
                new LabelMap.AllClasses(),
                Unreadable.REFUSE);
    }

    /** Lists the pictures, prepared as was told, else as suits the model. */
    private ShiftImages listed(Classifier classifier, CheckpointOptions say) throws IOException {
        return asIs || resize != null || crop != null
                ? folder(classifier, Optional.ofNullable(resize), Optional.ofNullable(crop))
                        .open(source, classifier.classes())
                : PictureSize.listed(
                        PictureSize.of(classifier.architecture(), Optional.empty()),
                        (shorter, centre) -> folder(classifier, shorter, centre),
                        source,
                        classifier.classes(),
                        say::note);
    }

    private Chosen ofFolder(Classifier classifier, CheckpointOptions say, Progress progress) throws IOException {
        ShiftImages pictures = listed(classifier, say);
        pictures.remarks().forEach(say::warn);
        int size = pictures.size();
        int[] all = Batches.inOrder(size, size).shuffled(CHOICE).get(0);
        // in the order of the choice: a picture keeps its number, on which its draws depend, when more are looked at
        int[] indices = Arrays.copyOf(all, Math.min(count, size));
        String root = source + " ";
        List<String> names = Arrays.stream(indices)
                .mapToObj(pictures::lot)
                .map(name -> name.startsWith(root) ? name.substring(root.length()) : name)
                .toList();
        return new Chosen(
                pictures.load(ShiftImages.ONLY, indices, progress).images(), pictures.fingerprint(all), names);
    }
}
