package io.stockpot.data.corruption;

import io.stockpot.data.ImageShape;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A moving camera: the sum over a line on one side of the pixel, with the weights of half a Gaussian, as
 * ImageMagick defines it. The line is drawn on whole pixels.
 *
 * @param radius half the length of the line, in pixels
 * @param deviation of the weights, in pixels
 */
record MotionBlur(int radius, double deviation) implements Effect {
    static final SeverityTable SEVERITIES = new SeverityTable(
            List.of(
                    new MotionBlur(6, 1),
                    new MotionBlur(6, 1.5),
                    new MotionBlur(6, 2),
                    new MotionBlur(8, 2),
                    new MotionBlur(9, 2.5)),
            List.of(
                    new MotionBlur(10, 3),
                    new MotionBlur(15, 5),
                    new MotionBlur(15, 8),
                    new MotionBlur(15, 12),
                    new MotionBlur(20, 15)));

    private static final double LARGEST_ANGLE = 45;

    @Override
    public byte[] apply(ImageShape shape, byte[] pixels, RandomGenerator draws) {
        Stencil line = line(draws.nextDouble(-LARGEST_ANGLE, LARGEST_ANGLE));
        return Picture.of(shape, pixels)
                .mapPlanes(plane -> line.apply(plane, Border.NEAREST))
                .pixels();
    }

    /**
     * Returns the line.
     *
     * @param angle in degrees: 0 looks to the right, 90 down
     */
    Stencil line(double angle) {
        double down = Math.sin(Math.toRadians(angle));
        double right = Math.cos(Math.toRadians(angle));
        double[] weights = Gaussian.normalised(IntStream.rangeClosed(0, 2 * radius)
                .mapToDouble(i -> Math.exp(-0.5 * i * i / (deviation * deviation)))
                .toArray());
        List<Stencil.Tap> taps = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            taps.add(new Stencil.Tap(nearest(i * down), nearest(i * right), weights[i]));
        }
        return new Stencil(taps);
    }

    private static int nearest(double place) {
        return (int) Math.ceil(place - 0.5);
    }
}
