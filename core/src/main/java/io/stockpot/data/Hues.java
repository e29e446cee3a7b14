package io.stockpot.data;

/**
 * Turns the colour circle, on bytes: colours become hue, saturation and value of 8 bits each and back, with the
 * arithmetic of Pillow, so that what is lost on the way is the same.
 */
final class Hues {
    private Hues() {}

    /**
     * Returns an image with its hues moved; a grey one as it is.
     *
     * @param turns how far, from −0.5 to 0.5 of the circle
     */
    static Raster moved(Raster image, double turns) {
        if (image.shape().channels() == 1) {
            return image;
        }
        Greys.requireKnown(image.shape());
        int move = (int) (turns * 255);
        byte[] planes = image.planes();
        byte[] moved = new byte[planes.length];
        int plane = planes.length / 3;
        for (int i = 0; i < plane; i++) {
            int colour = moved(planes[i] & 0xff, planes[plane + i] & 0xff, planes[2 * plane + i] & 0xff, move);
            moved[i] = (byte) (colour >> 16);
            moved[plane + i] = (byte) (colour >> 8);
            moved[2 * plane + i] = (byte) colour;
        }
        return Raster.of(image.shape(), moved);
    }

    private static int moved(int red, int green, int blue, int move) {
        int most = Math.max(red, Math.max(green, blue));
        int least = Math.min(red, Math.min(green, blue));
        if (most == least) {
            return packed(most, most, most);
        }
        float range = most - least;
        float redness = (most - red) / range;
        float greenness = (most - green) / range;
        float blueness = (most - blue) / range;
        float sixths;
        if (red == most) {
            sixths = blueness - greenness;
        } else if (green == most) {
            sixths = (float) (2.0 + redness - blueness);
        } else {
            sixths = (float) (4.0 + greenness - redness);
        }
        float circle = (float) ((sixths / 6.0 + 1.0) % 1.0);
        int hue = (int) (circle * 255.0);
        int saturation = (int) ((range / most) * 255.0);
        return colour((hue + move) & 0xff, saturation, most);
    }

    private static int colour(int hue, int saturation, int value) {
        if (saturation == 0) {
            return packed(value, value, value);
        }
        int sixth = (int) Math.floor(hue * 6.0 / 255.0);
        float rest = (float) (hue * 6.0 / 255.0 - sixth);
        float share = (float) (saturation / 255.0);
        int low = round(value * (1.0 - share));
        int falling = round(value * (1.0 - share * rest));
        int rising = round(value * (1.0 - share * (1.0 - rest)));
        return switch (sixth % 6) {
            case 0 -> packed(value, rising, low);
            case 1 -> packed(falling, value, low);
            case 2 -> packed(low, value, rising);
            case 3 -> packed(low, falling, value);
            case 4 -> packed(rising, low, value);
            default -> packed(value, low, falling);
        };
    }

    private static int round(double value) {
        return (int) Math.max(0, Math.min(255, Math.floor(value + 0.5)));
    }

    private static int packed(int red, int green, int blue) {
        return red << 16 | green << 8 | blue;
    }
}
