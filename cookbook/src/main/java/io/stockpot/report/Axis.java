package io.stockpot.report;

/** The range of an axis and the distance of its labels, at round numbers. */
record Axis(double minimum, double maximum, double interval) {
    private static final double[] ROUND = {1, 2, 5, 10};
    private static final int LABELS = 6;

    /** Returns the smallest round range that covers the values, never empty. */
    static Axis covering(double low, double high) {
        double span = Math.max(high - low, 1e-3);
        double rough = span / LABELS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double interval = 10 * power;
        for (double round : ROUND) {
            if (round * power >= rough) {
                interval = round * power;
                break;
            }
        }
        double minimum = Math.floor(low / interval + 1e-9) * interval;
        double maximum = Math.max(minimum + interval, Math.ceil(high / interval - 1e-9) * interval);
        return new Axis(clean(minimum), clean(maximum), clean(interval));
    }

    /** Returns the smallest round range of percentages that covers the values, within 0 … 100. */
    static Axis percent(double low, double high) {
        Axis axis = covering(Math.max(0, low), Math.min(100, high));
        return new Axis(Math.max(0, axis.minimum), Math.min(100, axis.maximum), axis.interval);
    }

    private static double clean(double value) {
        return Math.round(value * 1e9) / 1e9;
    }
}
