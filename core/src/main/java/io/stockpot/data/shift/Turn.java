package io.stockpot.data.shift;

import io.stockpot.data.ImageShape;
import io.stockpot.data.Raster;

/** Turns photos as their camera noted (EXIF orientation). */
final class Turn {
    private Turn() {}

    /**
     * Returns a photo as it was seen.
     *
     * @param orientation from 1 (upright) to 8; any other number leaves the photo as it is
     */
    static Raster upright(Raster image, int orientation) {
        if (orientation < 2 || orientation > 8) {
            return image;
        }
        ImageShape stored = image.shape();
        boolean lying = orientation > 4;
        int rows = lying ? stored.width() : stored.height();
        int columns = lying ? stored.height() : stored.width();
        ImageShape seen = new ImageShape(stored.channels(), rows, columns);
        byte[] to = new byte[stored.length()];
        int plane = stored.height() * stored.width();
        for (int place = 0; place < to.length; place++) {
            int column = place % stored.width();
            int row = place % plane / stored.width();
            int right = stored.width() - 1 - column;
            int below = stored.height() - 1 - row;
            // where the stored pixel is seen
            int seenColumn = switch (orientation) {
                case 4 -> column;
                case 2, 3 -> right;
                case 5, 8 -> row;
                default -> below;
            };
            int seenRow = switch (orientation) {
                case 2 -> row;
                case 3, 4 -> below;
                case 5, 6 -> column;
                default -> right;
            };
            to[place / plane * plane + seenRow * columns + seenColumn] = image.planes()[place];
        }
        return Raster.of(seen, to);
    }
}
