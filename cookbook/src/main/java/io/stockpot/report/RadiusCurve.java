package io.stockpot.report;

import io.stockpot.outcome.Accuracy;
import io.stockpot.outcome.Labels;
import io.stockpot.report.Measurement.Mixture;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Robust accuracy against the radius of the ball, one line per model or soup.
 *
 * @param title title
 * @param norm the shape of the ball, e.g. "Linf"
 * @param lines the models
 * @param note one more sentence for the caption, may be empty
 */
public record RadiusCurve(String title, String norm, List<Line> lines, String note) implements Figure {
    /**
     * One model.
     *
     * @param name the entry of the legend
     * @param mixture how it was mixed, if it was
     * @param spots its accuracies from the smallest radius to the largest; radius 0 is clean accuracy
     */
    public record Line(String name, Optional<Mixture> mixture, List<Spot> spots) {
        /** Sorts the spots by their radii. */
        public Line {
            spots = spots.stream()
                    .sorted(Comparator.comparingDouble(Spot::radius))
                    .toList();
            if (spots.isEmpty()) {
                throw new IllegalArgumentException("the line of '" + name + "' needs at least one radius");
            }
        }
    }

    /**
     * One radius.
     *
     * @param condition the label of the measurement
     * @param epsilon the radius as it was written, e.g. "8/255"
     * @param radius its value
     * @param accuracy what was right there
     */
    public record Spot(String condition, String epsilon, double radius, Accuracy accuracy) {}

    /** Copies the list and checks that there is a line. */
    public RadiusCurve {
        lines = List.copyOf(lines);
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("the curve '" + title + "' needs at least one model");
        }
    }

    /** Returns the denominator that all radii but 0 are written with, e.g. "255"; "1" if they share none. */
    String unit() {
        Set<String> denominators = lines.stream()
                .flatMap(line -> line.spots().stream())
                .filter(spot -> spot.radius() > 0)
                .map(spot -> denominator(spot.epsilon()))
                .collect(Collectors.toSet());
        return denominators.size() == 1 ? denominators.iterator().next() : "1";
    }

    private static String denominator(String epsilon) {
        String[] parts = epsilon.split("/", 2);
        return parts.length == 1 ? "1" : parts[1];
    }

    /** Returns a radius in the unit: 8 of "8/255". */
    double position(Spot spot) {
        double position = spot.radius() * Double.parseDouble(unit());
        return Math.round(position * 1e9) / 1e9;
    }

    @Override
    public String caption() {
        Set<Integer> sizes = new TreeSet<>();
        lines.forEach(
                line -> line.spots().forEach(spot -> sizes.add(spot.accuracy().total())));
        boolean clean = lines.stream()
                .flatMap(line -> line.spots().stream())
                .anyMatch(spot -> spot.condition().equals(Labels.CLEAN));
        return Wording.sentences(
                "To the right: ε, the radius of the " + norm
                        + " ball, for pixels in [0, 1]; up: the accuracy under attack."
                        + (clean ? " At 0: clean images." : ""),
                Wording.images(sizes),
                note);
    }

    @Override
    public String explanation() {
        return "Accuracy never rises with the radius: an image that is broken in a ball is broken in every larger one."
                + " Bars: 95 % Wilson intervals.";
    }

    @Override
    public Drawing drawing() {
        return RadiusChart.of(this);
    }

    @Override
    public List<Measurement> measurements() {
        List<Measurement> all = new ArrayList<>();
        for (Line line : lines) {
            line.spots()
                    .forEach(spot ->
                            all.add(new Measurement(line.name(), line.mixture(), spot.condition(), spot.accuracy())));
        }
        return List.copyOf(all);
    }
}
