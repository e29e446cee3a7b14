package io.stockpot.cli;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.base.Split;
import io.stockpot.data.ImageShape;
import io.stockpot.data.LabelMap;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.shift.ClassFolders;
import io.stockpot.data.shift.ImageFolder;
import io.stockpot.data.shift.LoosePictures;
import io.stockpot.data.shift.Preparation;
import io.stockpot.data.shift.ShiftImages;
import io.stockpot.data.shift.Unreadable;
import io.stockpot.data.source.PublishedData;
import io.stockpot.evaluate.ImageFit;
import io.stockpot.model.Architecture;
import io.stockpot.model.ImageSize;
import io.stockpot.model.PicturePreparation;
import io.stockpot.model.Usage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Somebody's own labelled images: where they are, how they are read, and which are held out. */
final class SeasonImages {
    /** With fewer images, hundreds of soups share the first place. */
    private static final int FEWEST = 20;

    /** With fewer images than this, intervals are wider than most gains. */
    private static final int FEW = 100;

    @Option(
            names = "--photos",
            required = true,
            paramLabel = "FOLDER",
            description =
                    "Your labelled pictures (JPEG, PNG, BMP, GIF, TIFF), in one folder per class; with --unlabelled,"
                            + " pictures without labels, in this folder itself.")
    private Path folder;

    @Option(names = "--resize", paramLabel = "PIXELS", description = "Resize your pictures: the shorter side.")
    private Integer resize;

    @Option(names = "--crop", paramLabel = "PIXELS", description = "Cut a square out of their centre.")
    private Integer crop;

    @Mixin
    private FolderClasses classes;

    @Option(names = "--skip-unreadable", description = "Leave out pictures that cannot be read, and say how many.")
    private boolean skip;

    @Option(
            names = "--held-out",
            defaultValue = "0",
            paramLabel = "N",
            description = "Keep so many images, drawn by --seed and by class, from choosing the soup, and judge it and"
                    + " all models by them (default: ${DEFAULT-VALUE}).")
    private int heldOut;

    @Option(
            names = "--group",
            paramLabel = "REGEX",
            description =
                    "Which pictures belong together, such as frames of one track: those in whose 'class/file name' the"
                            + " parentheses of this regular expression find the same. Such pictures are held out together,"
                            + " and intervals count groups, e.g. '/(.*)_[0-9]+\\.'.")
    private String group;

    @Option(
            names = "--as-is",
            description = "Take pictures of another size than the models were made for as they are, and go on although"
                    + " the models fit the pictures better when these are read otherwise, or hardly at all.")
    private boolean asIs;

    private Optional<Decoded> decoded = Optional.empty();
    private int known;
    private ClassFolders numbered;
    private Optional<PictureSize> made = Optional.empty();
    private PicturePreparation taken = PictureSize.asTheyAre();

    /**
     * The images.
     *
     * @param adaptation those that choose the soup
     * @param heldOut those that judge it, if any
     * @param files names of all files, by the place of their image
     */
    record Sets(LabelledImages adaptation, Optional<LabelledImages> heldOut, List<String> files) {}

    /**
     * All images as they were decoded last.
     *
     * @param fingerprint of their files and preparation
     */
    private record Decoded(String fingerprint, LabelledImages images) {}

    String name() {
        return folder.toAbsolutePath().normalize().getFileName().toString();
    }

    /** Returns whether images belong together. */
    boolean groups() {
        return group != null;
    }

    Path folder() {
        return folder;
    }

    boolean holdsOut() {
        return heldOut > 0;
    }

    boolean asIs() {
        return asIs;
    }

    /** Returns the size that the models were made for, if anything says it; known once the images are loaded. */
    Optional<PictureSize> made() {
        return made;
    }

    /** Returns what is done to the pictures; known once they are loaded. */
    PicturePreparation taken() {
        return taken;
    }

    /** Returns whether the size in pixels was told. */
    boolean tellsSize() {
        return resize != null || crop != null;
    }

    /**
     * Reads the images. Pictures are decoded once, also where the models are opened again.
     *
     * @param network of the models
     * @param stated what their files state of their use
     * @throws IOException if they are too few, cannot be read, or are of no size that suits the models
     */
    Sets load(Architecture network, Usage stated, IngredientOptions say) throws IOException {
        known = network.classes();
        made = PictureSize.of(network, say.data(), stated);
        List<String> names = say.data().map(PublishedData::classNames).orElse(List.of());
        numbered = classes.of(folder, known, names, stated, say::note);
        ShiftImages listed = listed(say);
        listed.remarks().forEach(say::warn);
        requireEnough(listed.size(), say);
        LabelledImages all = decode(listed, say.progress());
        ImageFit.require("'" + name() + "'", all.shape(), network);
        made.flatMap(size -> size.doubt(all.shape())).ifPresent(say::warn);
        if (heldOut == 0) {
            doubtFewGroups(all, say);
            return new Sets(all, Optional.empty(), files(listed));
        }
        Split split = split(all, say.seed().child("held out"));
        doubtFewGroups(all.subset(split.rest()), say);
        return new Sets(all.subset(split.rest()), Optional.of(all.subset(split.heldOut())), files(listed));
    }

    /**
     * Reads pictures that have no labels, prepared as those with labels are; all get class 0, which nobody may read.
     *
     * @param data the data set that the models were made for
     * @throws IOException if they are too few, cannot be read, or are of no size that suits the models
     */
    LabelledImages unlabelled(Architecture network, Usage stated, PublishedData data, IngredientOptions say)
            throws IOException {
        made = PictureSize.of(network, Optional.of(data), stated);
        numbered = new ClassFolders.Named(data.classNames());
        PictureSize.Opened pictures = how -> loose(how).open(name(), data.classNames());
        ShiftImages listed = tellsSize() || asIs
                ? pictures.with(PictureSize.prepared(Optional.ofNullable(resize), Optional.ofNullable(crop)))
                : PictureSize.listed(made, pictures, folder.toString(), say::note);
        listed.remarks().forEach(say::warn);
        requireEnough(listed.size(), say);
        LabelledImages all = decode(listed, say.progress());
        ImageFit.require("'" + name() + "'", all.shape(), network);
        made.flatMap(size -> size.doubt(all.shape())).ifPresent(say::warn);
        return all;
    }

    /** Remembers how the folder was opened last, which is how it is read. */
    private LoosePictures loose(PicturePreparation how) throws IOException {
        taken = how;
        return new LoosePictures(
                folder,
                new Preparation(how.resize(), how.crop(), PictureSize.interpolation(how), how.upright()),
                skip ? Unreadable.SKIP : Unreadable.REFUSE);
    }

    private LabelledImages decode(ShiftImages listed, Progress progress) throws IOException {
        int[] places = IntStream.range(0, listed.size()).toArray();
        String fingerprint = listed.fingerprint(places);
        if (decoded.filter(before -> before.fingerprint().equals(fingerprint)).isEmpty()) {
            LabelledImages images =
                    listed.load(ShiftImages.ONLY, places, progress).images();
            decoded = Optional.of(new Decoded(fingerprint, images));
        }
        return decoded.get().images();
    }

    private Split split(LabelledImages all, Seed seed) throws IOException {
        int[] labels = all.labels();
        if (all.groups().isEmpty()) {
            return Split.holdOutByClass(labels, heldOut, seed);
        }
        try {
            return Split.holdOutByClass(labels, all.groups().get(), heldOut, seed);
        } catch (IllegalArgumentException tooLarge) {
            throw new IOException(
                    "--group '" + group + "': " + tooLarge.getMessage() + "; hold out fewer, or give a pattern of"
                            + " smaller groups",
                    tooLarge);
        }
    }

    /** Doubts a choice by few groups, whatever their number of images. */
    private void doubtFewGroups(LabelledImages choosing, IngredientOptions say) {
        long groups = choosing.groups().stream()
                .flatMapToInt(Arrays::stream)
                .distinct()
                .count();
        if (groups > 0 && groups < FEWEST) {
            say.warn("the images that choose are of " + groups + " groups only, of which one may decide: what to expect"
                    + " is known roughly; " + FEWEST + " groups or more say it better");
        }
    }

    /** Returns the path of each file in the folder. */
    private List<String> files(ShiftImages listed) {
        String prefix = name() + " ";
        return IntStream.range(0, listed.size())
                .mapToObj(listed::lot)
                .map(lot -> lot.startsWith(prefix) ? lot.substring(prefix.length()) : lot)
                .toList();
    }

    /** Lists the images, prepared as was told, else as suits the models. */
    private ShiftImages listed(IngredientOptions say) throws IOException {
        if (tellsSize() || asIs) {
            return remembered(PictureSize.prepared(Optional.ofNullable(resize), Optional.ofNullable(crop)))
                    .open(name(), known);
        }
        return PictureSize.listed(made, this::remembered, name(), known, say::note);
    }

    /** Remembers how the folder was opened last, which is how it is read. */
    private ImageFolder remembered(PicturePreparation how) throws IOException {
        taken = how;
        return folder(how);
    }

    private ImageFolder folder(PicturePreparation how) throws IOException {
        return new ImageFolder(
                folder.toString(),
                how.resize(),
                how.crop(),
                PictureSize.interpolation(how),
                how.upright(),
                numbered,
                new LabelMap.AllClasses(),
                skip ? Unreadable.SKIP : Unreadable.REFUSE,
                Optional.ofNullable(group));
    }

    /** Returns the names of all classes, as the folders are numbered; known once the images are loaded. */
    List<String> classNames() throws IOException {
        return folder(PictureSize.asTheyAre()).classNames(known);
    }

    /** Reads some of the loaded images again, with the shorter side resized and the centre cut out. */
    LabelledImages again(LabelledImages some, int side) throws IOException {
        int[] places = IntStream.range(0, some.size()).map(some::place).toArray();
        return folder(PicturePreparation.of(side))
                .open(name(), known)
                .load(ShiftImages.ONLY, places, Progress.NONE)
                .images();
    }

    /**
     * Returns what is known of the use of a soup that these images choose: prepared as they were, the soup does what was
     * measured. To be asked once they are loaded.
     *
     * @param shape of the images
     */
    Usage usage(ImageShape shape) throws IOException {
        Optional<ImageSize> size = Optional.of(new ImageSize(shape.channels(), shape.height(), shape.width()));
        return new Usage(size, numbered.classNames(folder), prepared());
    }

    private Optional<PicturePreparation> prepared() {
        return taken.resize().isEmpty() && taken.crop().isEmpty() ? Optional.empty() : Optional.of(taken);
    }

    /** Returns what was done to the pictures, and what they became, in words. To be asked once they are loaded. */
    List<String> preparation(ImageShape shape) {
        return List.of(
                prepared().map(PicturePreparation::sentence).orElse("as they are"),
                "which makes " + shape.channels() + "×" + shape.height() + "×" + shape.width());
    }

    private void requireEnough(int images, IngredientOptions say) throws IOException {
        int choosing = images - heldOut;
        if (choosing < FEWEST) {
            throw new IOException("'" + folder + "' has " + images + " images"
                    + (heldOut > 0 ? ", of which " + heldOut + " are held out" : "")
                    + "; to choose among hundreds of soups takes at least " + FEWEST + ", better " + FEW
                    + " or more");
        }
        if (choosing < FEW) {
            say.warn("only " + choosing + " images choose the soup: many soups will be equally good, and what to"
                    + " expect is known roughly only; " + FEW + " or more choose well");
        }
    }
}
