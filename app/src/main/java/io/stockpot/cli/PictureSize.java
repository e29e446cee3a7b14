package io.stockpot.cli;

import io.stockpot.data.DataSource;
import io.stockpot.data.ImageShape;
import io.stockpot.data.shift.Interpolation;
import io.stockpot.data.shift.Preparation;
import io.stockpot.model.Architecture;
import java.io.IOException;
import java.util.Optional;

/**
 * The size of the images that models were made for, if anything says it.
 *
 * @param side height and width in pixels
 * @param why who says so: "cifar10 has"
 */
record PictureSize(int side, String why) {
    /** Pictures of at most this side are taken as they are where nothing says a size: there are hardly smaller ones. */
    private static final int LARGE = 32;

    /** Returns what the network fixes, else the size of the data set that the models were made for. */
    static Optional<PictureSize> of(Architecture network, Optional<DataSource> data) {
        return network.imageSide().isPresent()
                ? Optional.of(new PictureSize(network.imageSide().getAsInt(), "the network takes"))
                : data.map(source -> new PictureSize(source.shape().height(), source.name() + " has"));
    }

    /**
     * Returns how pictures are brought to the size of the models, where nobody told.
     *
     * @param made the size of the models, if known
     * @param shape of the first picture as it is
     * @throws IOException if the size is not known and the pictures are large, with the options to choose from
     */
    static Preparation preparation(Optional<PictureSize> made, ImageShape shape, String folder) throws IOException {
        if (made.isEmpty() && Math.max(shape.height(), shape.width()) > LARGE) {
            throw new IOException("the pictures in '" + folder + "' have " + pixels(shape) + " pixels, and nothing says"
                    + " of what size the models were made: add --data with the name of their data set, or"
                    + " --resize 32 --crop 32, or --resize 256 --crop 224 as for ImageNet, or --as-is to take the"
                    + " pictures as they are");
        }
        Optional<Integer> side = made.filter(size -> !size.isOf(shape)).map(PictureSize::side);
        return new Preparation(side, side, Interpolation.BILINEAR, true);
    }

    private boolean isOf(ImageShape shape) {
        return shape.height() == side && shape.width() == side;
    }

    /** Returns the note on pictures that are brought to this size. */
    String note(ImageShape shape) {
        return "pictures of " + pixels(shape) + " pixels are brought to " + side + "×" + side + ", as " + why + " "
                + side + "×" + side + ": shorter side resized (bilinear), centre cut out; --resize, --crop or --as-is"
                + " say otherwise";
    }

    private static String pixels(ImageShape shape) {
        return shape.height() + "×" + shape.width();
    }
}
