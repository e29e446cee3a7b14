package io.stockpot.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Guards;
import java.util.random.RandomGenerator;

/**
 * Changes brightness, contrast, saturation and hue at random, in random order, on bytes: the colour jitter of torchvision
 * for pictures of Pillow. A strength s multiplies by a factor that is uniform from max(0, 1 − s) to 1 + s; hue moves by
 * up to its strength in turns of the colour circle. Grey images have neither saturation nor hue, and keep what they have.
 *
 * @param brightness strength, at least 0, which changes nothing
 * @param contrast strength, at least 0
 * @param saturation strength, at least 0
 * @param hue strength, from 0 to 0.5
 */
public record ColourJitter(
        @JsonProperty(defaultValue = "0.4") double brightness,
        @JsonProperty(defaultValue = "0.4") double contrast,
        @JsonProperty(defaultValue = "0.4") double saturation,
        @JsonProperty(defaultValue = "0") double hue)
        implements Augmentation {
    /** Checks the strengths. */
    public ColourJitter {
        Guards.requireNotNegative("brightness", brightness);
        Guards.requireNotNegative("contrast", contrast);
        Guards.requireNotNegative("saturation", saturation);
        if (!(hue >= 0 && hue <= 0.5)) {
            throw new IllegalArgumentException("hue must be from 0 to 0.5, half the colour circle, not " + hue);
        }
    }

    /** What is changed. */
    private enum Aspect {
        BRIGHTNESS,
        CONTRAST,
        SATURATION,
        HUE
    }

    @Override
    public void requireSuits(ImageShape shape) {
        Greys.requireKnown(shape);
    }

    @Override
    public Raster apply(RandomGenerator draws, Raster image, ImageShape shape) {
        Raster changed = image;
        for (Aspect aspect : inRandomOrder(draws)) {
            changed = changed(aspect, draws, changed);
        }
        return changed;
    }

    private Raster changed(Aspect aspect, RandomGenerator draws, Raster image) {
        return switch (aspect) {
            case BRIGHTNESS -> brightness == 0 ? image : Enhancement.brightness(image, factor(draws, brightness));
            case CONTRAST -> contrast == 0 ? image : Enhancement.contrast(image, factor(draws, contrast));
            case SATURATION -> saturation == 0 ? image : Enhancement.saturation(image, factor(draws, saturation));
            case HUE -> hue == 0 ? image : Hues.moved(image, hue * (2 * draws.nextDouble() - 1));
        };
    }

    private static Aspect[] inRandomOrder(RandomGenerator draws) {
        Aspect[] order = Aspect.values();
        for (int place = order.length - 1; place > 0; place--) {
            int other = draws.nextInt(place + 1);
            Aspect saved = order[place];
            order[place] = order[other];
            order[other] = saved;
        }
        return order;
    }

    private static float factor(RandomGenerator draws, double strength) {
        double least = Math.max(0, 1 - strength);
        return (float) (least + (1 + strength - least) * draws.nextDouble());
    }
}
