package io.stockpot.data;

import java.util.List;

/**
 * What {@link RandAugment} does to an image, with the strengths of timm: the eleven operations on tones, colours and
 * sharpness and on the angle, and shears and translations, each in two directions.
 */
enum RandAugmentOperation {
    /** Stretches the tones of each channel to 0 … 255. */
    AUTO_CONTRAST,
    /** Makes the tones of each channel equally frequent. */
    EQUALIZE,
    /** Makes the negative. */
    INVERT,
    /** Turns by up to 30 degrees either way. */
    ROTATE,
    /** Keeps the four highest bits or fewer. */
    POSTERIZE,
    /** Makes the negative of light tones. */
    SOLARIZE,
    /** Adds up to 110 to dark tones. */
    SOLARIZE_ADD,
    /** Saturation. */
    COLOR,
    /** Contrast. */
    CONTRAST,
    /** Brightness. */
    BRIGHTNESS,
    /** Sharpness. */
    SHARPNESS,
    /** Slides rows by up to 0.3 of their distance from the upper edge. */
    SHEAR_X,
    /** Slides columns by up to 0.3 of their distance from the left edge. */
    SHEAR_Y,
    /** Moves sideways by up to 0.45 of the width. */
    TRANSLATE_X,
    /** Moves up or down by up to 0.45 of the height. */
    TRANSLATE_Y;

    private static final double MOST_DEGREES = 30;
    private static final double MOST_SHEAR = 0.3;
    private static final double MOST_TRANSLATION = 0.45;

    /**
     * How much of an operation.
     *
     * @param share of its largest strength, from 0 to 1
     * @param negative whether it goes the other way, for those that have two
     * @param increasing whether a larger share is a stronger change for every operation
     */
    record Strength(double share, boolean negative, boolean increasing) {
        double signed(double most) {
            return negative ? -share * most : share * most;
        }

        /** Returns the number of bits that are kept. */
        int bits() {
            int bits = (int) (share * 4);
            return increasing ? 4 - bits : bits;
        }

        /** Returns the least value that becomes its negative. */
        int threshold() {
            int threshold = (int) (share * 256);
            return increasing ? 256 - threshold : threshold;
        }

        /** Returns by how much the difference from a plainer image is multiplied. */
        float factor() {
            return (float) (increasing ? Math.max(0.1, 1 + signed(0.9)) : 0.1 + share * 1.8);
        }
    }

    /**
     * What rotations, shears and translations need besides.
     *
     * @param filter between pixels
     * @param fill of each channel outside of the image
     */
    record Surroundings(Interpolation filter, List<Integer> fill) {
        /** Copies the list. */
        Surroundings {
            fill = List.copyOf(fill);
        }

        Raster mapped(Raster image, AffineMap map) {
            return map.apply(image, filter, fill);
        }
    }

    /** Returns the changed image, of the same size; grey ones keep their saturation. */
    Raster apply(Raster image, Strength strength, Surroundings around) {
        ImageShape shape = image.shape();
        return switch (this) {
            case AUTO_CONTRAST -> Tones.autoContrast(image);
            case EQUALIZE -> Tones.equalized(image);
            case INVERT -> Tones.inverted(image);
            case POSTERIZE -> Tones.posterized(image, strength.bits());
            case SOLARIZE -> Tones.solarized(image, strength.threshold());
            case SOLARIZE_ADD -> Tones.brightenedShadows(image, (int) (strength.share() * 110));
            case COLOR -> Enhancement.saturation(image, strength.factor());
            case CONTRAST -> Enhancement.contrast(image, strength.factor());
            case BRIGHTNESS -> Enhancement.brightness(image, strength.factor());
            case SHARPNESS -> Enhancement.sharpness(image, strength.factor());
            case ROTATE -> around.mapped(image, AffineMap.rotation(strength.signed(MOST_DEGREES), shape));
            case SHEAR_X -> around.mapped(image, AffineMap.shearingRows(strength.signed(MOST_SHEAR)));
            case SHEAR_Y -> around.mapped(image, AffineMap.shearingColumns(strength.signed(MOST_SHEAR)));
            case TRANSLATE_X ->
                around.mapped(image, AffineMap.translation(strength.signed(MOST_TRANSLATION) * shape.width(), 0));
            case TRANSLATE_Y ->
                around.mapped(image, AffineMap.translation(0, strength.signed(MOST_TRANSLATION) * shape.height()));
        };
    }
}
