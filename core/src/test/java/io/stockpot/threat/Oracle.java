package io.stockpot.threat;

import java.util.Arrays;

/** Projections of one image in double precision, by other means than the code under test. */
final class Oracle {
    private static final int BISECTIONS = 200;

    private Oracle() {}

    /** Returns the projection of the point, as {@link Norm#project} defines it. */
    static double[] project(Norm norm, double[] point, double[] image, double epsilon) {
        return switch (norm) {
            case LINF -> moved(point, image, epsilon, 0);
            case L2 -> {
                double length = size(Norm.L2, point, image);
                double scale = length > epsilon ? epsilon / length : 1;
                double[] scaled = new double[point.length];
                for (int i = 0; i < point.length; i++) {
                    scaled[i] = Math.min(1, Math.max(0, image[i] + scale * (point[i] - image[i])));
                }
                yield scaled;
            }
            case L1 -> bisected(point, image, epsilon);
        };
    }

    /** Returns the size of point − image. */
    static double size(Norm norm, double[] point, double[] image) {
        double largest = 0;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < point.length; i++) {
            double change = Math.abs(point[i] - image[i]);
            largest = Math.max(largest, change);
            sum += change;
            squares += change * change;
        }
        return switch (norm) {
            case LINF -> largest;
            case L2 -> Math.sqrt(squares);
            case L1 -> sum;
        };
    }

    /** Returns whether every pixel is in [0, 1]. */
    static boolean inBox(double[] point) {
        return Arrays.stream(point).allMatch(pixel -> pixel >= 0 && pixel <= 1);
    }

    private static double[] bisected(double[] point, double[] image, double epsilon) {
        double[] unshrunk = moved(point, image, Double.POSITIVE_INFINITY, 0);
        if (size(Norm.L1, unshrunk, image) <= epsilon) {
            return unshrunk;
        }
        double low = 0;
        double high = size(Norm.LINF, point, image);
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            boolean tooFar = size(Norm.L1, moved(point, image, Double.POSITIVE_INFINITY, middle), image) > epsilon;
            low = tooFar ? middle : low;
            high = tooFar ? high : middle;
        }
        return moved(point, image, Double.POSITIVE_INFINITY, high);
    }

    /** Moves from the image towards the point: shrunk, no further than a limit, and inside the box. */
    private static double[] moved(double[] point, double[] image, double limit, double shrinkage) {
        double[] moved = new double[point.length];
        for (int i = 0; i < point.length; i++) {
            double change = point[i] - image[i];
            double magnitude = Math.min(limit, Math.max(0, Math.abs(change) - shrinkage));
            moved[i] = Math.min(1, Math.max(0, image[i] + Math.signum(change) * magnitude));
        }
        return moved;
    }
}
