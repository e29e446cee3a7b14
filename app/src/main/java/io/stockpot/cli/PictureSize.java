package io.stockpot.cli;

import io.stockpot.data.ImageShape;
import io.stockpot.data.Interpolation;
import io.stockpot.data.shift.ImageFolder;
import io.stockpot.data.shift.ShiftImages;
import io.stockpot.data.source.PublishedData;
import io.stockpot.model.Architecture;
import io.stockpot.model.PicturePreparation;
import io.stockpot.model.Usage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The size of the images that models were made for, if anything says it.
 *
 * @param side height and width in pixels
 * @param why who says so: "cifar10 has"
 * @param preparation how pictures of other sizes are brought to it
 */
record PictureSize(int side, String why, PicturePreparation preparation) {
    /** Pictures of at most this side are taken as they are where nothing says a size: hardly any network takes smaller ones. */
    private static final int LARGE = 32;

    /** Makes a size to which pictures are brought as is customary. */
    PictureSize(int side, String why) {
        this(side, why, PicturePreparation.of(side));
    }

    /**
     * Returns the sizes to be tried beside that of the images: the one of the models, or that of most small images where
     * nothing says one; none where the network takes one only.
     */
    static List<Integer> others(Optional<PictureSize> made, Architecture network, ImageShape shape) {
        int side = made.map(PictureSize::side).orElse(LARGE);
        boolean same = shape.height() == side && shape.width() == side;
        boolean small = made.isEmpty() && Math.min(shape.height(), shape.width()) < side;
        return network.imageSide().isPresent() || same || small ? List.of() : List.of(side);
    }

    /**
     * Returns what the network fixes, else the size of the data set that the models were made for, else what their files
     * state; the preparation that these state is taken where it makes that size.
     */
    static Optional<PictureSize> of(Architecture network, Optional<PublishedData> data, Usage stated) {
        Optional<PictureSize> size = network.imageSide().isPresent()
                ? Optional.of(new PictureSize(network.imageSide().getAsInt(), "the network takes"))
                : data.map(source -> new PictureSize(source.shape().height(), source.name() + " has"))
                        .or(() -> of(stated));
        return size.map(known -> stated.preparation()
                .filter(how -> how.crop().equals(Optional.of(known.side())))
                .map(how -> new PictureSize(known.side(), known.why(), how))
                .orElse(known));
    }

    private static Optional<PictureSize> of(Usage stated) {
        return stated.imageSize()
                .filter(size -> size.height() == size.width())
                .map(size -> new PictureSize(size.height(), "the model's file states"));
    }

    /** Returns the way to take pictures as they are. */
    static PicturePreparation asTheyAre() {
        return prepared(Optional.empty(), Optional.empty());
    }

    /** Returns the way of the options --resize and --crop. */
    static PicturePreparation prepared(Optional<Integer> resize, Optional<Integer> crop) {
        return new PicturePreparation(resize, crop, "bilinear", true);
    }

    /**
     * Returns how pixels between pixels are found.
     *
     * @throws IOException if a file states a way that is not known here
     */
    static Interpolation interpolation(PicturePreparation how) throws IOException {
        for (Interpolation known : Interpolation.values()) {
            if (known.name().equalsIgnoreCase(how.interpolation())) {
                return known;
            }
        }
        throw new IOException("the model's file states that pictures are resized by '" + how.interpolation()
                + "', which is not known here: add --resize and --crop, and they are resized bilinearly");
    }

    /** A folder of pictures, by what is done to them. */
    @FunctionalInterface
    interface Prepared {
        ImageFolder with(PicturePreparation how) throws IOException;
    }

    /**
     * Lists pictures in the size of the models, where nobody told another.
     *
     * @param made the size of the models, if known
     * @param note takes the sentence that says what is done, if anything is
     * @throws IOException if the size is not known and the pictures are large, with the options to choose from
     */
    static ShiftImages listed(
            Optional<PictureSize> made, Prepared folder, String name, int classes, Consumer<String> note)
            throws IOException {
        return listed(
                made,
                how -> folder.with(how).open(name, classes),
                folder.with(asTheyAre()).path(),
                note);
    }

    /** Pictures, by what is done to them. */
    @FunctionalInterface
    interface Opened {
        ShiftImages with(PicturePreparation how) throws IOException;
    }

    /**
     * Lists pictures in the size of the models, where nobody told another.
     *
     * @param made the size of the models, if known
     * @param path where the pictures are
     * @param note takes the sentence that says what is done, if anything is
     * @throws IOException if the size is not known and the pictures are large, with the options to choose from
     */
    static ShiftImages listed(Optional<PictureSize> made, Opened pictures, String path, Consumer<String> note)
            throws IOException {
        ShiftImages raw = pictures.with(asTheyAre());
        ImageShape shape = raw.shape().orElseThrow();
        if (made.isEmpty() && Math.max(shape.height(), shape.width()) > LARGE) {
            throw new IOException("the pictures in '" + path + "' have " + pixels(shape) + " pixels, and nothing"
                    + " says of what size the models were made: add --data with the name of their data set, or"
                    + " --resize 32 --crop 32, or --resize 256 --crop 224 as for ImageNet, or --as-is to take the"
                    + " pictures as they are");
        }
        if (made.isEmpty() || made.get().isOf(shape)) {
            return raw;
        }
        note.accept(made.get().note(shape));
        return pictures.with(made.get().preparation());
    }

    /** Returns the warning about pictures that were told to have another size than this. */
    Optional<String> doubt(ImageShape shape) {
        return isOf(shape)
                ? Optional.empty()
                : Optional.of("the models look at pictures of " + pixels(shape) + " pixels, as told, and " + why + " "
                        + side + "×" + side + "; without --resize, --crop and --as-is they would be brought to it");
    }

    private boolean isOf(ImageShape shape) {
        return shape.height() == side && shape.width() == side;
    }

    private String note(ImageShape shape) {
        return "pictures of " + pixels(shape) + " pixels are brought to " + side + "×" + side + ", as " + why + " "
                + side + "×" + side + ": shorter side resized"
                + preparation
                        .resize()
                        .filter(to -> to != side)
                        .map(to -> " to " + to)
                        .orElse("") + " ("
                + preparation.interpolation() + "), centre cut out; --resize, --crop or --as-is say otherwise";
    }

    private static String pixels(ImageShape shape) {
        return shape.height() + "×" + shape.width();
    }
}
