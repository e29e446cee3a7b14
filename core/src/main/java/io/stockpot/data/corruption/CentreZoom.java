package io.stockpot.data.corruption;

/** The middle of a plane, enlarged to the size of the whole. */
final class CentreZoom {
    private CentreZoom() {}

    /**
     * Returns the enlarged middle, bilinear between pixels.
     *
     * @param factor at least 1
     */
    static Plane apply(Plane plane, double factor) {
        Sampling rows = Sampling.of(plane.height(), factor);
        Sampling columns = Sampling.of(plane.width(), factor);
        double[] values = plane.values();
        Plane zoomed = new Plane(plane.height(), plane.width());
        for (int row = 0; row < plane.height(); row++) {
            int upper = rows.before[row] * plane.width();
            int lower = rows.after[row] * plane.width();
            double down = rows.share[row];
            for (int column = 0; column < plane.width(); column++) {
                int left = columns.before[column];
                int right = columns.after[column];
                double share = columns.share[column];
                double above = values[upper + left] + share * (values[upper + right] - values[upper + left]);
                double below = values[lower + left] + share * (values[lower + right] - values[lower + left]);
                zoomed.set(row, column, above + down * (below - above));
            }
        }
        return zoomed;
    }

    /** One direction: where each place of the result comes from. */
    private static final class Sampling {
        private final int[] before;
        private final int[] after;
        /** How near the place is to the second. */
        private final double[] share;

        private Sampling(int length) {
            this.before = new int[length];
            this.after = new int[length];
            this.share = new double[length];
        }

        /** A piece of the line is stretched so that its ends stay ends, then trimmed. */
        static Sampling of(int length, double factor) {
            int piece = (int) Math.ceil(length / factor);
            int stretched = (int) Math.rint(piece * factor);
            double step = stretched == 1 ? 0 : (piece - 1.0) / (stretched - 1);
            int start = (length - piece) / 2;
            int trimmed = (stretched - length) / 2;
            Sampling axis = new Sampling(length);
            for (int place = 0; place < length; place++) {
                double source = start + (place + trimmed) * step;
                axis.before[place] = (int) source;
                axis.after[place] = Math.min(length - 1, axis.before[place] + 1);
                axis.share[place] = source - axis.before[place];
            }
            return axis;
        }
    }
}
