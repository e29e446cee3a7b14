package io.stockpot.cli;

import io.stockpot.base.Seed;
import io.stockpot.data.Batches;
import io.stockpot.data.LabelMap;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.shift.ClassFolders;
import io.stockpot.data.shift.ImageFolder;
import io.stockpot.data.shift.LoosePictures;
import io.stockpot.data.shift.Preparation;
import io.stockpot.data.shift.ShiftImages;
import io.stockpot.data.shift.Unreadable;
import io.stockpot.data.source.DataPart;
import io.stockpot.data.source.PublishedData;
import io.stockpot.evaluate.ImageFit;
import io.stockpot.evaluate.ReadingTrial;
import io.stockpot.model.Architecture;
import io.stockpot.model.Classifier;
import io.stockpot.model.PicturePreparation;
import io.stockpot.model.Usage;
import io.stockpot.serve.Photos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The pictures of the live page: somebody's own, in folders of classes or in one folder without labels, or test images. */
final class ServeImages {
    /** Which pictures of a folder are taken must not change from run to run; the same as in an evaluation. */
    private static final Seed CHOICE = new Seed(0);

    private static final int TEST_IMAGES = 200;
    private static final int PICTURES = 1000;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--photos",
            paramLabel = "FOLDER",
            description =
                    "Your pictures (JPEG, PNG, BMP, GIF, TIFF), in one folder per class, or without labels in this"
                            + " folder itself.")
    private Path photos;

    @Option(
            names = "--images",
            paramLabel = "N",
            description = "How many images: of --data the first test images (default: 200), of your pictures a choice"
                    + " that is always the same (default: 1000).")
    private Integer count;

    @Mixin
    private FolderClasses classes;

    @Option(names = "--resize", paramLabel = "PIXELS", description = "Resize your pictures: the shorter side.")
    private Integer resize;

    @Option(names = "--crop", paramLabel = "PIXELS", description = "Cut a square out of their centre.")
    private Integer crop;

    @Option(names = "--skip-unreadable", description = "Leave out pictures that cannot be read, and say how many.")
    private boolean skip;

    @Option(
            names = "--as-is",
            description = "Take pictures of another size than the models were made for as they are, and go on although"
                    + " they fit the images better when they are read otherwise.")
    private boolean asIs;

    private Optional<PictureSize> made = Optional.empty();
    private Optional<ClassFolders> numbered = Optional.empty();

    /** Refuses what cannot act, before anything is read. */
    void requireSense(boolean data, boolean recipe) {
        if (photos == null && !data && !recipe) {
            throw new ParameterException(
                    command.commandLine(),
                    "say what pictures to show: --photos FOLDER for your own, or --data NAME for the test images of a"
                            + " data set, e.g. --data cifar10");
        }
        if (count != null && count < 1) {
            throw new ParameterException(command.commandLine(), "--images must be at least 1, not " + count);
        }
        IdleOptions.refuse(
                command,
                photos == null,
                List.of("--classes", "--resize", "--crop", "--skip-unreadable"),
                "is for pictures of --photos FOLDER, and test images of a data set are shown");
    }

    /** Returns whether the pictures are somebody's own. */
    boolean ofFolder() {
        return photos != null;
    }

    /** Returns the files of pictures without labels, in their order; none of others. */
    List<Path> files(Photos read) {
        if (photos == null || read.labelled()) {
            return List.of();
        }
        return read.files().stream().map(photos::resolve).toList();
    }

    /** Returns whether others must say what pictures are shown. */
    boolean needsOthers(IngredientOptions say) {
        return !ofFolder() && say.data().isEmpty();
    }

    /**
     * Reads the pictures and checks that they are of the models' kind.
     *
     * @param measured images that a recipe measures
     */
    Photos load(Classifier first, Usage stated, Optional<LabelledImages> measured, IngredientOptions say)
            throws IOException {
        Photos all = ofFolder()
                ? ofFolder(first.architecture(), stated, say)
                : needsOthers(say) ? ofOthers(measured) : ofData(say);
        ImageFit.require("'" + all.source() + "'", all.images().shape(), first.architecture());
        if (all.classNames().size() != first.classes()) {
            throw new IOException("the models know " + first.classes() + " classes, and "
                    + all.classNames().size() + " are named; say with --data or --classes what they are called");
        }
        if (all.labelled()) {
            check(all, first, say);
        }
        return all;
    }

    private Photos ofData(IngredientOptions say) throws IOException {
        PublishedData data = say.data().orElseThrow();
        return first(data.load(DataPart.TEST, say.cache(), say.progress()), data.name());
    }

    private Photos ofOthers(Optional<LabelledImages> measured) throws IOException {
        LabelledImages images = measured.orElseThrow(
                () -> new IOException(
                        "the recipe measures no images; say what pictures to show: --photos FOLDER for your own, or --data NAME"));
        return first(images, images.name());
    }

    private Photos first(LabelledImages test, String name) {
        LabelledImages some = test.first(Math.min(test.size(), count == null ? TEST_IMAGES : count));
        List<String> numbers = IntStream.range(0, some.size())
                .mapToObj(number -> name + " test " + number)
                .toList();
        return new Photos(
                some, numbers, some.classNames(), true, "the first " + some.size() + " test images of " + name);
    }

    private Photos ofFolder(Architecture network, Usage stated, IngredientOptions say) throws IOException {
        made = PictureSize.of(network, say.data(), stated);
        List<String> told = say.data().map(PublishedData::classNames).orElse(List.of());
        boolean labelled = holdsFolders();
        if (labelled) {
            numbered = Optional.of(classes.of(photos, network.classes(), told, stated, say::note));
        }
        List<String> names = labelled
                ? folder(PictureSize.asTheyAre()).classNames(network.classes())
                : namesWithoutFolders(network, told, stated);
        PictureSize.Opened opened = labelled
                ? how -> folder(how).open(source(), network.classes())
                : how -> loose(how).open(source(), names);
        ShiftImages listed = asIs || resize != null || crop != null
                ? opened.with(PictureSize.prepared(Optional.ofNullable(resize), Optional.ofNullable(crop)))
                : PictureSize.listed(made, opened, source(), say::note);
        listed.remarks().forEach(say::warn);
        return read(listed, names, labelled, say);
    }

    private Photos read(ShiftImages listed, List<String> names, boolean labelled, IngredientOptions say)
            throws IOException {
        int size = listed.size();
        int[] some = Arrays.stream(Batches.inOrder(size, size).shuffled(CHOICE).get(0))
                .limit(count == null ? PICTURES : count)
                .sorted()
                .toArray();
        String root = source() + " "
                + (labelled ? "" : photos.toAbsolutePath().normalize().getFileName() + "/");
        List<String> files = Arrays.stream(some)
                .mapToObj(listed::lot)
                .map(file -> file.startsWith(root) ? file.substring(root.length()) : file)
                .toList();
        LabelledImages images =
                listed.load(ShiftImages.ONLY, some, say.progress()).images();
        return new Photos(
                images,
                files,
                names,
                labelled,
                some.length + (some.length < size ? " of " + size : "") + " pictures of " + source());
    }

    /** Returns the names of classes that nothing in the pictures tells. */
    private List<String> namesWithoutFolders(Architecture network, List<String> told, Usage stated) {
        Optional<List<String>> ofOption = classes.named();
        return ofOption.or(() -> told.isEmpty() ? Optional.empty() : Optional.of(told))
                .or(stated::classNames)
                .orElseGet(() -> IntStream.range(0, network.classes())
                        .mapToObj(number -> "class " + number)
                        .toList());
    }

    /** Returns whether the pictures lie in folders, which are classes. */
    private boolean holdsFolders() throws IOException {
        if (!Files.isDirectory(photos)) {
            throw new IOException("there is no folder '" + photos + "' of pictures; name one");
        }
        try (Stream<Path> inside = Files.list(photos)) {
            return inside.anyMatch(path ->
                    Files.isDirectory(path) && !path.getFileName().toString().startsWith("."));
        }
    }

    private String source() {
        return photos.toString();
    }

    private ImageFolder folder(PicturePreparation how) throws IOException {
        return new ImageFolder(
                source(),
                how.resize(),
                how.crop(),
                PictureSize.interpolation(how),
                how.upright(),
                numbered.orElseThrow(),
                new LabelMap.AllClasses(),
                unreadable(),
                Optional.empty());
    }

    private LoosePictures loose(PicturePreparation how) throws IOException {
        return new LoosePictures(
                photos,
                new Preparation(how.resize(), how.crop(), PictureSize.interpolation(how), how.upright()),
                unreadable());
    }

    private Unreadable unreadable() {
        return skip ? Unreadable.SKIP : Unreadable.REFUSE;
    }

    /** Stops where the images are better read otherwise, and nothing in the models' files says how. */
    private void check(Photos all, Classifier first, IngredientOptions say) throws IOException {
        if (photos == null && say.normalisation() == ReadingCheck.Source.FILE) {
            return;
        }
        ReadingCheck check = new ReadingCheck(
                all.images(),
                (some, side) -> some,
                say.normalisation(),
                List.of(),
                photos == null ? List.of() : all.classNames());
        Optional<ReadingTrial.Tried> better = check.of(first, say.data()).better();
        if (better.isPresent() && !asIs) {
            throw new IOException(ReadingCheck.sentence("the first model", better.get()) + ": add "
                    + better.get().reading().options() + "; or --as-is to go on as told");
        }
        better.ifPresent(
                one -> say.warn(ReadingCheck.sentence("the first model", one) + ": gone on as told by --as-is"));
    }
}
