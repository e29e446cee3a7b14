package io.stockpot.data;

/** Images as shades of grey, as Pillow reckons them: ITU-R BT.601 luma, rounded. */
final class Greys {
    /** Binary places of the weights of red, green and blue. */
    private static final int PLACES = 16;

    private static final int RED = 19595;
    private static final int GREEN = 38470;
    private static final int BLUE = 7471;

    private Greys() {}

    /**
     * Requires images that are grey or red, green and blue.
     *
     * @throws IllegalArgumentException with the number of channels otherwise
     */
    static void requireKnown(ImageShape shape) {
        if (shape.channels() != 1 && shape.channels() != 3) {
            throw new IllegalArgumentException("images of " + shape.channels()
                    + " channels are neither grey (1) nor red, green and blue (3), so their colours cannot be changed;"
                    + " leave colour-jitter and rand-augment out");
        }
    }

    /** Returns the shades, H×W unsigned bytes; those of a grey image are its own, not copied. */
    static byte[] of(Raster image) {
        requireKnown(image.shape());
        byte[] planes = image.planes();
        if (image.shape().channels() == 1) {
            return planes;
        }
        int plane = planes.length / 3;
        byte[] greys = new byte[plane];
        for (int i = 0; i < plane; i++) {
            int red = planes[i] & 0xff;
            int green = planes[plane + i] & 0xff;
            int blue = planes[2 * plane + i] & 0xff;
            greys[i] = (byte) ((red * RED + green * GREEN + blue * BLUE + (1 << (PLACES - 1))) >> PLACES);
        }
        return greys;
    }

    /** Returns the mean of the shades, rounded. */
    static int mean(Raster image) {
        byte[] greys = of(image);
        long sum = 0;
        for (byte grey : greys) {
            sum += grey & 0xff;
        }
        return (int) ((double) sum / greys.length + 0.5);
    }
}
