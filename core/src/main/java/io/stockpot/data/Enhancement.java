package io.stockpot.data;

import java.util.Arrays;

/**
 * Moves an image away from a plainer version of itself, or towards it: plain + factor (image − plain), cut to whole
 * numbers from 0 to 255. A factor of 0 gives the plain version, 1 the image, and more exaggerates. Equal to Pillow's
 * {@code ImageEnhance}.
 */
final class Enhancement {
    private Enhancement() {}

    /** Away from black. */
    static Raster brightness(Raster image, float factor) {
        return blended(new byte[image.planes().length], image, factor);
    }

    /** Away from the mean shade of grey. */
    static Raster contrast(Raster image, float factor) {
        byte[] plain = new byte[image.planes().length];
        Arrays.fill(plain, (byte) Greys.mean(image));
        return blended(plain, image, factor);
    }

    /** Away from the shades of grey of each pixel. */
    static Raster saturation(Raster image, float factor) {
        byte[] greys = Greys.of(image);
        byte[] plain = new byte[image.planes().length];
        for (int begin = 0; begin < plain.length; begin += greys.length) {
            System.arraycopy(greys, 0, plain, begin, greys.length);
        }
        return blended(plain, image, factor);
    }

    /** Away from a smoothed version. */
    static Raster sharpness(Raster image, float factor) {
        return blended(smooth(image), image, factor);
    }

    private static Raster blended(byte[] plain, Raster image, float factor) {
        byte[] planes = image.planes();
        byte[] blended = new byte[planes.length];
        for (int i = 0; i < planes.length; i++) {
            int from = plain[i] & 0xff;
            float value = from + factor * ((planes[i] & 0xff) - from);
            blended[i] = (byte) (int) Math.max(0, Math.min(255, value));
        }
        return Raster.of(image.shape(), blended);
    }

    /** Returns means of 3×3 pixels, in which the centre weighs five times as much; pixels of the border stay. */
    private static byte[] smooth(Raster image) {
        int width = image.shape().width();
        int height = image.shape().height();
        byte[] from = image.planes();
        byte[] to = from.clone();
        for (int row = 0; row < from.length / width; row++) {
            boolean border = row % height == 0 || row % height == height - 1;
            for (int column = 1; column < width - 1 && !border; column++) {
                int place = row * width + column;
                int sum = 4 * (from[place] & 0xff);
                for (int near = place - width; near <= place + width; near += width) {
                    sum += (from[near - 1] & 0xff) + (from[near] & 0xff) + (from[near + 1] & 0xff);
                }
                to[place] = (byte) ((2 * sum + 13) / 26);
            }
        }
        return to;
    }
}
