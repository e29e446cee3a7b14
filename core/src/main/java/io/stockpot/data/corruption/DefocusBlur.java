package io.stockpot.data.corruption;

import io.stockpot.data.ImageShape;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A lens out of focus: the mean over a disk whose rim is slightly blurred.
 *
 * @param radius of the disk, in pixels
 * @param softness deviation of the blur of its rim, in pixels
 */
record DefocusBlur(double radius, double softness) implements Effect {
    static final SeverityTable SEVERITIES = new SeverityTable(
            List.of(
                    new DefocusBlur(.3, .4),
                    new DefocusBlur(.4, .5),
                    new DefocusBlur(.5, .6),
                    new DefocusBlur(1, .2),
                    new DefocusBlur(1.5, .1)),
            List.of(
                    new DefocusBlur(3, .1),
                    new DefocusBlur(4, .5),
                    new DefocusBlur(6, .5),
                    new DefocusBlur(8, .5),
                    new DefocusBlur(10, .5)));

    /** The side of the square in which disks are drawn is 17, or more for larger ones. */
    private static final int USUAL_REACH = 8;

    @Override
    public byte[] apply(ImageShape shape, byte[] pixels, RandomGenerator draws) {
        Stencil disk = disk();
        return Picture.of(shape, pixels)
                .mapPlanes(plane -> disk.apply(plane, Border.MIRROR_AROUND))
                .pixels();
    }

    private Stencil disk() {
        int reach = Math.max(USUAL_REACH, (int) radius);
        int side = 2 * reach + 1;
        Plane disk = new Plane(side, side);
        for (int place = 0; place < side * side; place++) {
            int down = place / side - reach;
            int right = place % side - reach;
            disk.values()[place] = down * down + right * right <= radius * radius ? 1 : 0;
        }
        Plane whole = new Plane(side, side, Gaussian.normalised(disk.values()));
        int blurReach = radius <= USUAL_REACH ? 1 : 2;
        return Stencil.of(Gaussian.blur(whole, Gaussian.weights(softness, blurReach), Border.MIRROR_AROUND));
    }
}
