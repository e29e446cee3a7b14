package io.stockpot.data.corruption;

import io.stockpot.data.ImageShape;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A rubber sheet: three points around the centre move, and the image with them; then every pixel moves by
 * a smooth random field. All lengths are in pixels.
 *
 * @param strength what the field, blurred noise from −1 to 1, is multiplied by
 * @param smoothness deviation of the blur of the field
 * @param jitter how far each coordinate of the three points moves at most
 */
record ElasticTransform(double strength, double smoothness, double jitter) implements Effect {
    static final SeverityTable SEVERITIES = new SeverityTable(
            List.of(
                    scaled(32, 0, 0, .08),
                    scaled(32, .05, .2, .07),
                    scaled(32, .08, .06, .06),
                    scaled(32, .1, .04, .05),
                    scaled(32, .1, .03, .03)),
            // 244, not 224, in the published code
            List.of(
                    scaled(244, 2, .7, .1),
                    scaled(244, 2, .08, .2),
                    scaled(244, .05, .01, .02),
                    scaled(244, .07, .01, .02),
                    scaled(244, .12, .01, .02)));

    /** Where the blur of the field is cut off, in deviations. */
    private static final double REACH = 3;

    private static ElasticTransform scaled(int side, double strength, double smoothness, double jitter) {
        return new ElasticTransform(side * strength, side * smoothness, side * jitter);
    }

    @Override
    public byte[] apply(ImageShape shape, byte[] pixels, RandomGenerator draws) {
        Tilt tilt = Tilt.draw(shape, jitter, draws);
        Plane down = field(shape, draws);
        Plane right = field(shape, draws);
        return Picture.of(shape, pixels)
                .mapPlanes(plane -> moved(tilt.apply(plane), down, right))
                .pixels();
    }

    private Plane field(ImageShape shape, RandomGenerator draws) {
        Plane noise = Plane.of(shape.height(), shape.width(), () -> draws.nextDouble(-1, 1));
        return Gaussian.blur(noise, smoothness, REACH, Border.MIRROR).map(value -> value * strength);
    }

    private static Plane moved(Plane plane, Plane down, Plane right) {
        Plane moved = new Plane(plane.height(), plane.width());
        for (int row = 0; row < plane.height(); row++) {
            for (int column = 0; column < plane.width(); column++) {
                moved.set(
                        row,
                        column,
                        plane.between(row + down.at(row, column), column + right.at(row, column), Border.MIRROR));
            }
        }
        return moved;
    }

    /** A point or a direction of the plane. */
    private record Point(double down, double right) {
        Point minus(Point other) {
            return new Point(down - other.down, right - other.right);
        }

        Point jittered(double jitter, RandomGenerator draws) {
            if (jitter == 0) {
                return this;
            }
            return new Point(down + draws.nextDouble(-jitter, jitter), right + draws.nextDouble(-jitter, jitter));
        }

        double cross(Point other) {
            return down * other.right - right * other.down;
        }
    }

    /** The affine map that takes three moved points, the first of them a corner, back to where they were. */
    private record Tilt(Point moved, Point movedOne, Point movedTwo, Point original, Point one, Point two) {
        static Tilt draw(ImageShape shape, double jitter, RandomGenerator draws) {
            int middleDown = shape.height() / 2;
            int middleRight = shape.width() / 2;
            int size = Math.max(1, Math.min(shape.height(), shape.width()) / 3);
            Point corner = new Point(middleDown - size, middleRight - size);
            Point opposite = new Point(middleDown + size, middleRight + size);
            Point aside = new Point(middleDown - size, middleRight + size);
            Point movedCorner = corner.jittered(jitter, draws);
            return new Tilt(
                    movedCorner,
                    opposite.jittered(jitter, draws).minus(movedCorner),
                    aside.jittered(jitter, draws).minus(movedCorner),
                    corner,
                    opposite.minus(corner),
                    aside.minus(corner));
        }

        Plane apply(Plane plane) {
            Plane tilted = new Plane(plane.height(), plane.width());
            double area = movedOne.cross(movedTwo);
            for (int row = 0; row < plane.height(); row++) {
                for (int column = 0; column < plane.width(); column++) {
                    Point place = new Point(row, column).minus(moved);
                    double first = place.cross(movedTwo) / area;
                    double second = movedOne.cross(place) / area;
                    double down = original.down + first * one.down + second * two.down;
                    double right = original.right + first * one.right + second * two.right;
                    tilted.set(row, column, plane.between(down, right, Border.MIRROR_AROUND));
                }
            }
            return tilted;
        }
    }
}
