package io.stockpot.data.corruption;

/**
 * Resizing by the mean over the box of pixels that each new pixel covers, in whole grey levels: first along
 * rows, then along columns. A pixel belongs to a box if its centre does.
 */
final class BoxResize {
    private BoxResize() {}

    /**
     * Returns a plane of another size.
     *
     * @param plane grey levels from 0 to 255
     */
    static Plane apply(Plane plane, int height, int width) {
        return along(along(plane, width), height);
    }

    /** Resizes rows and turns them into columns: twice, and both directions are done. */
    private static Plane along(Plane plane, int length) {
        Plane resized = new Plane(length, plane.height());
        double scale = (double) plane.width() / length;
        double support = Math.max(1, scale) / 2;
        for (int place = 0; place < length; place++) {
            double centre = (place + 0.5) * scale;
            // in a box open on the left, closed on the right
            int start = (int) Math.max(0, Math.floor(centre - support + 0.5));
            int end = (int) Math.min(plane.width(), Math.floor(centre + support + 0.5));
            for (int row = 0; row < plane.height(); row++) {
                double sum = 0;
                for (int column = start; column < end; column++) {
                    sum += plane.at(row, column);
                }
                resized.set(place, row, Math.floor(sum / (end - start) + 0.5));
            }
        }
        return resized;
    }
}
