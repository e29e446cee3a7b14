package io.stockpot.data.shift;

import java.util.Optional;

/**
 * What a picture file says about itself, read before anything is decoded.
 *
 * @param orientation as the camera noted (EXIF), from 1 (upright) to 8
 * @param inks how printer's inks are stored; empty for grey and red, green and blue
 */
record PictureHeader(int orientation, Optional<Inks> inks) {
    /** Forms in which JPEG files hold cyan, magenta, yellow and black. */
    enum Inks {
        /** As they are. */
        PLAIN,
        /** As luminance, two chrominances and black. */
        LUMINANCE
    }

    /** Returns the header of a picture without inks. */
    static PictureHeader turned(int orientation) {
        return new PictureHeader(orientation, Optional.empty());
    }
}
