package io.stockpot.data.corruption;

import io.stockpot.data.ImageShape;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A camera that moves towards its object: the mean of the image and of its enlargements.
 *
 * @param end where the factors, which start at 1, end; itself left out, up to rounding
 * @param step between factors
 */
record ZoomBlur(double end, double step) implements Effect {
    static final SeverityTable SEVERITIES = new SeverityTable(
            List.of(
                    new ZoomBlur(1.06, .01),
                    new ZoomBlur(1.11, .01),
                    new ZoomBlur(1.16, .01),
                    new ZoomBlur(1.21, .01),
                    new ZoomBlur(1.26, .01)),
            List.of(
                    new ZoomBlur(1.11, .01),
                    new ZoomBlur(1.16, .01),
                    new ZoomBlur(1.21, .02),
                    new ZoomBlur(1.26, .02),
                    new ZoomBlur(1.31, .03)));

    @Override
    public byte[] apply(ImageShape shape, byte[] pixels, RandomGenerator draws) {
        return Picture.of(shape, pixels).mapPlanes(this::blur).pixels();
    }

    private Plane blur(Plane plane) {
        // in the binary fractions of the published series, which decide whether the end is left out and
        // how large the enlarged image is: from 1.06, 1.06 is not left out, and 1.25 is a little more
        double realStep = 1 + step - 1;
        int factors = (int) Math.ceil((end - 1) / step);
        double[] sums = plane.values().clone();
        for (int i = 0; i < factors; i++) {
            double[] zoomed = CentreZoom.apply(plane, 1 + i * realStep).values();
            for (int place = 0; place < sums.length; place++) {
                sums[place] += zoomed[place];
            }
        }
        return new Plane(plane.height(), plane.width(), sums).map(sum -> sum / (factors + 1));
    }
}
