package io.stockpot.data.corruption;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The Gaussian filter, one direction after the other. */
final class Gaussian {
    /** The number of deviations beyond which weights are left out, unless stated otherwise. */
    private static final double REACH = 4;

    private Gaussian() {}

    /** Blurs as scientific libraries do: four deviations far, the outermost value beyond the edge. */
    static Plane blur(Plane plane, double deviation) {
        return blur(plane, deviation, REACH, Border.NEAREST);
    }

    /**
     * Blurs.
     *
     * @param deviation in pixels; too small a one leaves the plane as it is
     * @param reach where to cut the weights off, in deviations
     */
    static Plane blur(Plane plane, double deviation, double reach, Border border) {
        return blur(plane, weights(deviation, (int) (reach * deviation + 0.5)), border);
    }

    /** Blurs with a fixed number of weights on each side. */
    static Plane blur(Plane plane, double[] weights, Border border) {
        if (weights.length == 1) {
            return plane;
        }
        List<Stencil.Tap> down = new ArrayList<>();
        List<Stencil.Tap> right = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            down.add(new Stencil.Tap(i - weights.length / 2, 0, weights[i]));
            right.add(new Stencil.Tap(0, i - weights.length / 2, weights[i]));
        }
        return new Stencil(right).apply(new Stencil(down).apply(plane, border), border);
    }

    /** Returns the weights of the places from −radius to radius; their sum is 1. */
    static double[] weights(double deviation, int radius) {
        double[] weights = IntStream.rangeClosed(-radius, radius)
                .mapToDouble(x -> radius == 0 ? 1 : Math.exp(-0.5 * x * x / (deviation * deviation)))
                .toArray();
        return normalised(weights);
    }

    static double[] normalised(double[] weights) {
        double sum =
                IntStream.range(0, weights.length).mapToDouble(i -> weights[i]).sum();
        return IntStream.range(0, weights.length)
                .mapToDouble(i -> weights[i] / sum)
                .toArray();
    }
}
