package io.stockpot.soup.choice;

import java.util.List;

/**
 * Directions of descent by the method of Broyden, Fletcher, Goldfarb and Shanno (Nocedal and Wright 2006, eq. 6.17),
 * among weights whose sum stays as it is.
 */
final class QuasiNewton {
    /** A step along which the slope hardly changes tells nothing about curvature. */
    private static final double LEAST_CURVATURE = 1e-12;

    /** Estimate of the inverse of the matrix of second derivatives. */
    private final double[][] inverse;

    private double[] place;
    private double[] slope;
    private boolean scaled;

    QuasiNewton(int weights) {
        this.inverse = new double[weights][weights];
        for (int i = 0; i < weights; i++) {
            inverse[i][i] = 1;
        }
    }

    /**
     * Returns where to go, with a length that fits the curvature seen so far.
     *
     * @param at the weights
     * @param derivatives of the loss in each of them
     */
    double[] direction(double[] at, List<Double> derivatives) {
        double mean =
                derivatives.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double[] now = derivatives.stream().mapToDouble(value -> value - mean).toArray();
        if (slope != null) {
            update(difference(at, place), difference(now, slope));
        }
        place = at.clone();
        slope = now;
        double[] direction = times(now);
        for (int i = 0; i < direction.length; i++) {
            direction[i] = -direction[i];
        }
        return direction;
    }

    private void update(double[] step, double[] change) {
        double curvature = dot(step, change);
        if (curvature <= LEAST_CURVATURE) {
            return;
        }
        if (!scaled) {
            // the first estimate is a multiple of the identity, of the size that the first step showed
            for (int i = 0; i < step.length; i++) {
                inverse[i][i] = curvature / dot(change, change);
            }
            scaled = true;
        }
        double[] image = times(change);
        double factor = (1 + dot(change, image) / curvature) / curvature;
        for (int i = 0; i < step.length; i++) {
            for (int j = 0; j < step.length; j++) {
                inverse[i][j] += factor * step[i] * step[j] - (image[i] * step[j] + step[i] * image[j]) / curvature;
            }
        }
    }

    private double[] times(double[] vector) {
        double[] product = new double[vector.length];
        for (int i = 0; i < product.length; i++) {
            product[i] = dot(inverse[i], vector);
        }
        return product;
    }

    private static double[] difference(double[] first, double[] second) {
        double[] difference = new double[first.length];
        for (int i = 0; i < difference.length; i++) {
            difference[i] = first[i] - second[i];
        }
        return difference;
    }

    private static double dot(double[] first, double[] second) {
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += first[i] * second[i];
        }
        return sum;
    }
}
