package io.stockpot.data.corruption;

import io.stockpot.data.ImageShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Drops on the lens: the brightest places of blurred normal noise. Water brightens, most where drops are
 * bent; mud covers.
 *
 * @param mean of the noise
 * @param deviation of the noise
 * @param size deviation of the blur of the noise, in pixels
 * @param threshold below which the noise is nothing
 * @param strength of water; of mud, the deviation of the blur of its edge, in pixels
 * @param mud instead of water
 */
record Spatter(double mean, double deviation, double size, double threshold, double strength, boolean mud)
        implements Effect {
    static final SeverityTable SEVERITIES = new SeverityTable(
            List.of(
                    new Spatter(.62, .1, .7, .7, .5, false),
                    new Spatter(.65, .1, .8, .7, .5, false),
                    new Spatter(.65, .3, 1, .69, .5, false),
                    new Spatter(.65, .1, .7, .69, .6, true),
                    new Spatter(.65, .1, .5, .68, .6, true)),
            List.of(
                    new Spatter(.65, .3, 4, .69, .6, false),
                    new Spatter(.65, .3, 3, .68, .6, false),
                    new Spatter(.65, .3, 2, .68, .5, false),
                    new Spatter(.65, .3, 1, .65, 1.5, true),
                    new Spatter(.67, .4, 1, .65, 1.5, true)));

    private static final double[] PALE_TURQUOISE = {175 / 255.0, 238 / 255.0, 238 / 255.0};
    private static final double[] MUD_BROWN = {63 / 255.0, 42 / 255.0, 20 / 255.0};
    /** Where blurred mud is thinner than this, there is none. */
    private static final double THINNEST_MUD = 0.8;

    @Override
    public byte[] apply(ImageShape shape, byte[] pixels, RandomGenerator draws) {
        Picture picture = Picture.of(shape, pixels);
        Plane noise = Plane.of(shape.height(), shape.width(), () -> draws.nextGaussian(mean, deviation));
        Plane drops = Gaussian.blur(noise, size).map(value -> value < threshold ? 0 : value);
        return (mud ? covered(picture, drops) : brightened(picture, drops)).pixels();
    }

    private Picture covered(Picture picture, Plane drops) {
        Plane cover = Gaussian.blur(drops.map(value -> value > threshold ? 1 : 0), strength)
                .map(value -> value < THINNEST_MUD ? 0 : value);
        List<Plane> dimmed = new ArrayList<>();
        for (Plane plane : picture.planes()) {
            Plane product = new Plane(plane.height(), plane.width());
            Arrays.setAll(product.values(), place -> plane.values()[place] * (1 - cover.values()[place]));
            dimmed.add(product);
        }
        return new Picture(dimmed).plus(cover, MUD_BROWN);
    }

    private Picture brightened(Picture picture, Plane drops) {
        Plane levels = drops.map(value -> (int) (Plane.clipped(value) * 255));
        Plane water = WaterRims.of(levels);
        Arrays.setAll(water.values(), place -> water.values()[place] * levels.values()[place]);
        double most = water.largest();
        // no drop at all happens on small images
        return most == 0 ? picture : picture.plus(water.map(value -> value / most * strength), PALE_TURQUOISE);
    }
}
