package io.stockpot.data.corruption;

import io.stockpot.data.ImageShape;
import java.util.random.RandomGenerator;

/**
 * Fewer, larger pixels: the image is made smaller and enlarged again.
 *
 * @param factor of both sides
 */
record Pixelate(double factor) implements Effect {
    static final SeverityTable SEVERITIES =
            SeverityTable.of(Pixelate::new, new double[] {.95, .9, .85, .75, .65}, new double[] {.6, .5, .4, .3, .25});

    @Override
    public byte[] apply(ImageShape shape, byte[] pixels, RandomGenerator draws) {
        int height = Math.max(1, (int) (shape.height() * factor));
        int width = Math.max(1, (int) (shape.width() * factor));
        byte[] coarse = new byte[pixels.length];
        int length = shape.height() * shape.width();
        for (int channel = 0; channel < shape.channels(); channel++) {
            Plane levels = new Plane(shape.height(), shape.width());
            for (int place = 0; place < length; place++) {
                levels.values()[place] = pixels[channel * length + place] & 0xff;
            }
            Plane enlarged = BoxResize.apply(BoxResize.apply(levels, height, width), shape.height(), shape.width());
            for (int place = 0; place < length; place++) {
                coarse[channel * length + place] = (byte) (int) enlarged.values()[place];
            }
        }
        return coarse;
    }
}
