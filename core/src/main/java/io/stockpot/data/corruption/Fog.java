package io.stockpot.data.corruption;

import io.stockpot.data.ImageShape;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Fog: a cloudy landscape is added, and the sum scaled back to the range of the image.
 *
 * @param amount of fog where it is thickest
 * @param decay of the landscape: large values make it smooth
 */
record Fog(double amount, double decay) implements Effect {
    static final SeverityTable SEVERITIES = new SeverityTable(
            List.of(new Fog(.2, 3), new Fog(.5, 3), new Fog(.75, 2.5), new Fog(1, 2), new Fog(1.5, 1.75)),
            List.of(new Fog(1.5, 2), new Fog(2, 2), new Fog(2.5, 1.7), new Fog(2.5, 1.5), new Fog(3, 1.4)));

    @Override
    public byte[] apply(ImageShape shape, byte[] pixels, RandomGenerator draws) {
        Picture picture = Picture.of(shape, pixels);
        int longest = Math.max(shape.height(), shape.width());
        int size = Math.max(2, Integer.highestOneBit(2 * longest - 1));
        Plane map = PlasmaFractal.draw(size, decay, draws);
        Plane corner = new Plane(shape.height(), shape.width());
        for (int row = 0; row < shape.height(); row++) {
            System.arraycopy(map.values(), row * size, corner.values(), row * shape.width(), shape.width());
        }
        double brightest =
                picture.planes().stream().mapToDouble(Plane::largest).max().orElseThrow();
        return picture.plus(corner, new double[] {amount, amount, amount})
                .map(value -> value * brightest / (brightest + amount))
                .pixels();
    }
}
