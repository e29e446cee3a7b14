package io.stockpot.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * How pictures of any size become inputs of a classifier, as its file states it: the shorter side is resized, then
 * the centre cut out.
 *
 * @param resize pixels of the shorter side; absent means as it is
 * @param crop pixels of both sides; absent means everything
 * @param interpolation between pixels: "bilinear" or "bicubic", each as in Pillow, with a reach that widens when pictures
 *     shrink
 * @param upright whether a photo is turned as its camera noted (EXIF)
 */
public record PicturePreparation(
        Optional<Integer> resize,
        Optional<Integer> crop,
        @JsonProperty(defaultValue = "bilinear") String interpolation,
        @JsonProperty(defaultValue = "true") boolean upright) {
    /** Checks that the crop fits. */
    public PicturePreparation {
        if (resize.orElse(1) < 1 || crop.orElse(1) < 1) {
            throw new IllegalArgumentException("resize and crop must be at least 1 pixel");
        }
        if (resize.isPresent() && crop.isPresent() && crop.get() > resize.get()) {
            throw new IllegalArgumentException(
                    "crop must not exceed resize: " + crop.get() + " pixels of a side of " + resize.get());
        }
        if (interpolation.isBlank()) {
            throw new IllegalArgumentException("interpolation must be named, e.g. bilinear");
        }
    }

    /** Returns the customary preparation for square inputs: all of the shorter side, and no more of the longer. */
    public static PicturePreparation of(int side) {
        return new PicturePreparation(Optional.of(side), Optional.of(side), "bilinear", true);
    }

    /** Returns what is done, in words. */
    public String sentence() {
        String turned = upright ? "turn the picture as its camera noted (EXIF), " : "";
        String resized = resize.map(side ->
                        "resize the shorter side to " + side + " pixels (" + interpolation + ", as Pillow does)")
                .orElse("keep its size");
        return turned
                + resized
                + crop.map(side -> ", cut the centre " + side + "×" + side).orElse("");
    }
}
