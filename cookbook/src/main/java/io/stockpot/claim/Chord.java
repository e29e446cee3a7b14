package io.stockpot.claim;

import io.stockpot.outcome.Estimate;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import java.util.List;
import java.util.function.DoublePredicate;

/**
 * How far mixtures of two models are above the straight line that joins the two in the plane of two accuracies. For a
 * mixture at (x, y), with the ends at (x0, y0) and (x1, y1), that is y − y0 − s (x − x0), where s = (y1 − y0) / (x1 − x0).
 * All five are estimated on the same images; the slope's share in the error is what the first derivatives say (delta
 * method).
 */
final class Chord {
    private final String soup;
    private final GridOutcomes segment;
    private final String x;
    private final String y;
    private final double[] run;
    private final double[] rise;
    private final double slope;

    /**
     * Prepares the line.
     *
     * @param soup name of the segment, for errors
     * @param x condition on the horizontal axis
     * @param y condition on the vertical axis
     * @throws IllegalArgumentException if both ends have the same accuracy on the horizontal axis
     */
    Chord(String soup, GridOutcomes segment, String x, String y) {
        this.soup = soup;
        this.segment = segment;
        this.x = x;
        this.y = y;
        this.run = less(end(0), end(1), x);
        this.rise = less(end(0), end(1), y);
        if (mean(run) == 0) {
            throw new IllegalArgumentException(
                    "the ends of the soup '" + soup + "' have the same accuracy in " + x + ": no line joins them");
        }
        this.slope = mean(rise) / mean(run);
    }

    /**
     * Returns by how much mixtures are above the line, on average.
     *
     * @param shares which mixtures, by the share of the first model; the ends themselves are never among them
     * @throws IllegalArgumentException if there are none
     */
    Estimate above(DoublePredicate shares) {
        List<MixingWeights> inner = segment.points().stream()
                .map(GridOutcomes.Point::weights)
                .filter(weights -> weights.convex() && !Numbers.isVertex(weights) && shares.test(weights.value(0)))
                .toList();
        if (inner.isEmpty()) {
            throw new IllegalArgumentException("the soup '" + soup + "' lacks mixtures between its ends, on one half");
        }
        double[] above = new double[segment.images()];
        for (MixingWeights weights : inner) {
            Numbers.add(above, above(weights), 1.0 / inner.size());
        }
        return Estimate.ofImages(above);
    }

    /** Returns numbers whose mean is the height above the line, and whose spread is that of its estimate. */
    private double[] above(MixingWeights weights) {
        double[] across = less(weights, end(1), x);
        double[] above = less(weights, end(1), y);
        double way = mean(across) / mean(run);
        Numbers.add(above, across, -slope);
        Numbers.add(above, rise, -way);
        Numbers.add(above, run, way * slope);
        return above;
    }

    private static MixingWeights end(int index) {
        return MixingWeights.vertex(index, 2);
    }

    private double[] less(MixingWeights one, MixingWeights other, String condition) {
        double[] less = Numbers.right(segment.at(one), condition);
        Numbers.add(less, Numbers.right(segment.at(other), condition), -1);
        return less;
    }

    private static double mean(double[] numbers) {
        return Estimate.ofImages(numbers).value();
    }
}
