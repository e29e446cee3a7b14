package io.stockpot.cli;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.base.Split;
import io.stockpot.data.DataSource;
import io.stockpot.data.LabelMap;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.shift.ImageFolder;
import io.stockpot.data.shift.Interpolation;
import io.stockpot.data.shift.ShiftImages;
import io.stockpot.data.shift.Unreadable;
import io.stockpot.model.ImageSize;
import io.stockpot.model.PicturePreparation;
import io.stockpot.model.Usage;
import java.io.IOException;
import java.nio.file.Path;
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
            names = "--images",
            required = true,
            paramLabel = "FOLDER",
            description = "Your labelled images (JPEG, PNG, BMP, GIF, TIFF), in one folder per class.")
    private Path folder;

    @Option(names = "--resize", paramLabel = "PIXELS", description = "Resize the shorter side to this first.")
    private Integer resize;

    @Option(names = "--crop", paramLabel = "PIXELS", description = "Then cut this square out of the centre.")
    private Integer crop;

    @Mixin
    private FolderClasses classes;

    @Option(names = "--skip-unreadable", description = "Leave out images that cannot be read, and say how many.")
    private boolean skip;

    @Option(
            names = "--held-out",
            defaultValue = "0",
            paramLabel = "N",
            description = "Keep so many images, drawn by --seed, from choosing the soup, and judge it by them"
                    + " (default: ${DEFAULT-VALUE}).")
    private int heldOut;

    /**
     * The images.
     *
     * @param adaptation those that choose the soup
     * @param heldOut those that judge it, if any
     * @param files names of all files, by the place of their image
     */
    record Sets(LabelledImages adaptation, Optional<LabelledImages> heldOut, List<String> files) {}

    String name() {
        return folder.toAbsolutePath().normalize().getFileName().toString();
    }

    boolean tellsClasses() {
        return classes.told();
    }

    boolean holdsOut() {
        return heldOut > 0;
    }

    /**
     * Reads the images.
     *
     * @param classNames of the data the models were trained on; empty if not known
     * @param known how many classes the models know
     */
    Sets load(List<String> classNames, int known, Seed seed, IngredientOptions say) throws IOException {
        ShiftImages listed = new ImageFolder(
                        folder.toString(),
                        Optional.ofNullable(resize),
                        Optional.ofNullable(crop),
                        Interpolation.BILINEAR,
                        true,
                        classes.of(folder, known, classNames),
                        new LabelMap.AllClasses(),
                        skip ? Unreadable.SKIP : Unreadable.REFUSE)
                .open(name(), known);
        listed.remarks().forEach(say::warn);
        requireEnough(listed.size(), say);
        Progress progress = say.progress();
        LabelledImages all = listed.load(
                        ShiftImages.ONLY, IntStream.range(0, listed.size()).toArray(), progress)
                .images();
        if (heldOut == 0) {
            return new Sets(all, Optional.empty(), files(listed));
        }
        Split split = Split.holdOut(all.size(), heldOut, seed.child("held out"));
        return new Sets(all.subset(split.rest()), Optional.of(all.subset(split.heldOut())), files(listed));
    }

    /** Returns the path of each file in the folder. */
    private List<String> files(ShiftImages listed) {
        String prefix = name() + " ";
        return IntStream.range(0, listed.size())
                .mapToObj(listed::lot)
                .map(lot -> lot.startsWith(prefix) ? lot.substring(prefix.length()) : lot)
                .toList();
    }

    /**
     * Returns what is known of the use of a soup that these images choose: prepared as they were, the soup does what was
     * measured.
     *
     * @param data that the models were trained on, if told
     * @param known how many classes the models know
     */
    Usage usage(Optional<DataSource> data, int known) throws IOException {
        Optional<PicturePreparation> preparation = resize == null && crop == null
                ? Optional.empty()
                : Optional.of(new PicturePreparation(
                        Optional.ofNullable(resize), Optional.ofNullable(crop), "bilinear", true));
        Optional<ImageSize> size = Optional.ofNullable(crop)
                .map(side -> new ImageSize(3, side, side))
                .or(() -> data.map(DataSource::shape)
                        .map(shape -> new ImageSize(shape.channels(), shape.height(), shape.width())));
        List<String> ofData = data.map(DataSource::classNames).orElse(List.of());
        return new Usage(size, classes.of(folder, known, ofData).classNames(folder), preparation);
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
