package io.stockpot.data.shift;

import io.stockpot.data.ImageShape;
import io.stockpot.data.Raster;
import java.io.IOException;

/**
 * From printer's inks to red, green and blue: what light cyan, magenta and yellow let through, times what black does.
 * Profiles are ignored, and which ones a machine has does not matter.
 */
final class InkColours {
    private static final int BANDS = 4;

    /** Bits behind the point of the factors below. */
    private static final int FIXED = 16;

    private static final int HALF = 1 << (FIXED - 1);

    private InkColours() {}

    /**
     * Converts samples of a JPEG file, where 255 is no ink, as Adobe's programs and all after them write.
     *
     * @param stored the samples
     * @return red, green and blue
     */
    static Raster rgb(java.awt.image.Raster stored, PictureHeader.Inks inks) throws IOException {
        int width = stored.getWidth();
        int height = stored.getHeight();
        if (stored.getNumBands() != BANDS) {
            throw new IOException("it has " + stored.getNumBands() + " colours, not the four that it promises");
        }
        byte[] planes = new byte[3 * width * height];
        int[] samples = new int[width * BANDS];
        for (int y = 0; y < height; y++) {
            stored.getPixels(stored.getMinX(), stored.getMinY() + y, width, 1, samples);
            for (int x = 0; x < width; x++) {
                if (inks == PictureHeader.Inks.LUMINANCE) {
                    toInks(samples, x * BANDS);
                }
                for (int channel = 0; channel < 3; channel++) {
                    planes[(channel * height + y) * width + x] = (byte) light(samples, x * BANDS, channel);
                }
            }
        }
        return Raster.of(new ImageShape(3, height, width), planes);
    }

    /** Luminance and chrominance are those of red, green and blue that complement the inks (JFIF 1.02). */
    private static void toInks(int[] samples, int place) {
        int luminance = samples[place];
        int blueness = samples[place + 1] - 128;
        int redness = samples[place + 2] - 128;
        // 1.402, 1.772, 0.34414 and 0.71414
        samples[place] = 255 - clipped(luminance + ((91881 * redness + HALF) >> FIXED));
        samples[place + 1] = 255 - clipped(luminance + ((-22554 * blueness - 46802 * redness + HALF) >> FIXED));
        samples[place + 2] = 255 - clipped(luminance + ((116130 * blueness + HALF) >> FIXED));
    }

    private static int light(int[] samples, int place, int channel) {
        int white = samples[place + 3];
        return white - scaled(255 - samples[place + channel], white);
    }

    /** Returns value · share / 255, rounded. */
    private static int scaled(int value, int share) {
        return (2 * value * share + 255) / 510;
    }

    private static int clipped(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
