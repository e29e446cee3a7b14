package io.stockpot.data.corruption;

import io.stockpot.data.ImageShape;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Frosted glass: pixels take the colour of a neighbour, between two slight blurs. The published code means
 * to exchange the two pixels, but overwrites one with the other; so does this.
 *
 * @param deviation of both blurs, in pixels
 * @param reach how far a neighbour may be, in pixels: from −reach to reach − 1 in both directions
 * @param rounds how often all pixels are gone through
 */
record GlassBlur(double deviation, int reach, int rounds) implements Effect {
    static final SeverityTable SEVERITIES = new SeverityTable(
            List.of(
                    new GlassBlur(.05, 1, 1),
                    new GlassBlur(.25, 1, 1),
                    new GlassBlur(.4, 1, 1),
                    new GlassBlur(.25, 1, 2),
                    new GlassBlur(.4, 1, 2)),
            List.of(
                    new GlassBlur(.7, 1, 2),
                    new GlassBlur(.9, 2, 1),
                    new GlassBlur(1, 2, 3),
                    new GlassBlur(1.1, 3, 2),
                    new GlassBlur(1.5, 4, 2)));

    @Override
    public byte[] apply(ImageShape shape, byte[] pixels, RandomGenerator draws) {
        Picture picture = Picture.of(shape, pixels)
                .mapPlanes(plane -> Gaussian.blur(plane, deviation).inLevels());
        for (int round = 0; round < rounds; round++) {
            scatter(picture, draws);
        }
        return picture.mapPlanes(plane -> Gaussian.blur(plane, deviation)).pixels();
    }

    private void scatter(Picture picture, RandomGenerator draws) {
        for (int row = picture.height() - reach; row > reach; row--) {
            for (int column = picture.width() - reach; column > reach; column--) {
                int otherRow = row + draws.nextInt(-reach, reach);
                int otherColumn = column + draws.nextInt(-reach, reach);
                for (Plane plane : picture.planes()) {
                    plane.set(row, column, plane.at(otherRow, otherColumn));
                }
            }
        }
    }
}
