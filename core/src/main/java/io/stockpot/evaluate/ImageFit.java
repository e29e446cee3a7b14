package io.stockpot.evaluate;

import io.stockpot.data.ImageShape;
import io.stockpot.model.Architecture;
import java.io.IOException;
import java.util.OptionalInt;

/** The check that images are of the size that a classifier looks at, before anything is computed. */
public final class ImageFit {
    private ImageFit() {}

    /**
     * Checks channels, and height and width where the network fixes them.
     *
     * @param where the images are, for the message
     * @throws IOException with both sizes; and if the axes of an array are likely in another order, saying so
     */
    public static void require(String where, ImageShape shape, Architecture architecture) throws IOException {
        int channels = architecture.channels();
        if (shape.channels() != channels) {
            boolean planes = shape.height() == channels && shape.channels() > channels;
            throw new IOException(where + " has images of " + shape.height() + "×" + shape.width() + " pixels and "
                    + counted(shape.channels()) + "; the models look at " + counted(channels)
                    + (planes ? " (N×H×W×C is read; this looks like N×C×H×W)" : ""));
        }
        OptionalInt side = architecture.imageSide();
        if (side.isPresent() && (shape.height() != side.getAsInt() || shape.width() != side.getAsInt())) {
            throw new IOException(where + " has images of " + shape.height() + "×" + shape.width()
                    + " pixels; the models look at " + side.getAsInt() + "×" + side.getAsInt()
                    + " (of pictures in folders, resize and crop make it so)");
        }
    }

    private static String counted(int channels) {
        return channels + (channels == 1 ? " channel" : " channels");
    }
}
