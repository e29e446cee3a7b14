package io.stockpot.data.corruption;

import io.stockpot.data.ImageShape;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Snow: the brightest places of enlarged normal noise, blurred along the way they fall, are added twice,
 * the second time turned by 180 degrees. The image below is paled.
 *
 * @param mean of the noise
 * @param deviation of the noise
 * @param zoom how much the noise is enlarged
 * @param threshold below which the noise is nothing
 * @param motion how flakes are blurred
 * @param kept how much of the image is not paled
 */
record Snow(double mean, double deviation, double zoom, double threshold, MotionBlur motion, double kept)
        implements Effect {
    static final SeverityTable SEVERITIES = new SeverityTable(
            List.of(
                    new Snow(.1, .2, 1, .6, new MotionBlur(8, 3), .95),
                    new Snow(.1, .2, 1, .5, new MotionBlur(10, 4), .9),
                    new Snow(.15, .3, 1.75, .55, new MotionBlur(10, 4), .9),
                    new Snow(.25, .3, 2.25, .6, new MotionBlur(12, 6), .85),
                    new Snow(.3, .3, 1.25, .65, new MotionBlur(14, 12), .8)),
            List.of(
                    new Snow(.1, .3, 3, .5, new MotionBlur(10, 4), .8),
                    new Snow(.2, .3, 2, .5, new MotionBlur(12, 4), .7),
                    new Snow(.55, .3, 4, .9, new MotionBlur(12, 8), .7),
                    new Snow(.55, .3, 4.5, .85, new MotionBlur(12, 8), .65),
                    new Snow(.55, .3, 2.5, .85, new MotionBlur(12, 12), .55)));

    private static final double STEEPEST = -135;
    private static final double FLATTEST = -45;

    @Override
    public byte[] apply(ImageShape shape, byte[] pixels, RandomGenerator draws) {
        Picture picture = Picture.of(shape, pixels);
        Plane flakes = flakes(shape, draws);
        return paled(picture)
                .plus(flakes, new double[] {1, 1, 1})
                .plus(turned(flakes), new double[] {1, 1, 1})
                .pixels();
    }

    private Plane flakes(ImageShape shape, RandomGenerator draws) {
        Plane noise = Plane.of(shape.height(), shape.width(), () -> draws.nextGaussian(mean, deviation));
        Plane flakes = CentreZoom.apply(noise, zoom).map(value -> value < threshold ? 0 : value);
        return motion.line(draws.nextDouble(STEEPEST, FLATTEST))
                .apply(flakes.inLevels(), Border.NEAREST)
                .inLevels();
    }

    private static Plane turned(Plane plane) {
        Plane turned = new Plane(plane.height(), plane.width());
        int last = plane.values().length - 1;
        for (int place = 0; place <= last; place++) {
            turned.values()[place] = plane.values()[last - place];
        }
        return turned;
    }

    private Picture paled(Picture picture) {
        double[] grey = picture.grey().values();
        List<Plane> planes = new ArrayList<>();
        for (Plane plane : picture.planes()) {
            Plane paled = new Plane(plane.height(), plane.width());
            for (int place = 0; place < grey.length; place++) {
                double value = plane.values()[place];
                paled.values()[place] = kept * value + (1 - kept) * Math.max(value, 1.5 * grey[place] + 0.5);
            }
            planes.add(paled);
        }
        return new Picture(planes);
    }
}
