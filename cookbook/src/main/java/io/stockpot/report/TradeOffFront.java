package io.stockpot.report;

import io.stockpot.outcome.Accuracy;
import io.stockpot.outcome.Outcomes;
import io.stockpot.report.Measurement.Mixture;
import io.stockpot.soup.choice.GridOutcomes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Accuracy under one condition against accuracy under another along segments between two models
 * (Croce et al. 2023, Fig. 1 and 2).
 *
 * @param title title
 * @param xCondition condition on the horizontal axis
 * @param yCondition condition on the vertical axis
 * @param series the segments
 * @param landmarks other models to compare with
 */
public record TradeOffFront(
        String title, String xCondition, String yCondition, List<Series> series, List<Landmark> landmarks)
        implements Figure {
    /**
     * One segment.
     *
     * @param name name in the legend
     * @param spots its mixtures, in order
     */
    public record Series(String name, List<FrontPoint> spots) {
        /** Copies the list. */
        public Series {
            spots = List.copyOf(spots);
        }
    }

    /** One mixture and its two accuracies. */
    public record FrontPoint(Mixture mixture, Accuracy x, Accuracy y) {}

    /** A model that is no mixture, and its two accuracies. */
    public record Landmark(String name, Accuracy x, Accuracy y) {}

    /** Copies the lists and checks that there is a segment. */
    public TradeOffFront {
        series = List.copyOf(series);
        landmarks = List.copyOf(landmarks);
        if (series.isEmpty()) {
            throw new IllegalArgumentException("the front '" + title + "' needs at least one series");
        }
    }

    /** Draws segments, named by their two ingredients, e.g. "linf + l2". */
    public static TradeOffFront of(String title, List<GridOutcomes> segments, String xCondition, String yCondition) {
        List<Series> series = segments.stream()
                .map(grid -> series(String.join(" + ", grid.ingredients()), grid, xCondition, yCondition))
                .toList();
        return new TradeOffFront(title, xCondition, yCondition, series, List.of());
    }

    /** Draws named segments, in the order of the map. */
    public static TradeOffFront of(
            String title, Map<String, GridOutcomes> segments, String xCondition, String yCondition) {
        List<Series> series = segments.entrySet().stream()
                .map(entry -> series(entry.getKey(), entry.getValue(), xCondition, yCondition))
                .toList();
        return new TradeOffFront(title, xCondition, yCondition, series, List.of());
    }

    /** Returns this front with one more model to compare with. */
    public TradeOffFront withLandmark(String name, Outcomes outcomes) {
        List<Landmark> more = new ArrayList<>(landmarks);
        more.add(new Landmark(name, outcomes.accuracy(xCondition), outcomes.accuracy(yCondition)));
        return new TradeOffFront(title, xCondition, yCondition, series, more);
    }

    @Override
    public String caption() {
        Set<Integer> sizes = new TreeSet<>();
        measurements().forEach(measurement -> sizes.add(measurement.estimate().images()));
        return Wording.sentences("Right: " + xCondition + "; up: " + yCondition + ".", Wording.images(sizes));
    }

    @Override
    public String legend() {
        Set<Integer> sizes = new TreeSet<>();
        measurements().forEach(measurement -> sizes.add(measurement.estimate().images()));
        return Wording.images(sizes);
    }

    @Override
    public String explanation() {
        return "Each point is one mixture of two models; the large, named points are the models themselves, small numbers"
                + " the weight of the first of the two. Bars at the ends: 95 % Wilson intervals; those between are about"
                + " as wide.";
    }

    @Override
    public Drawing drawing() {
        return FrontChart.of(this);
    }

    @Override
    public List<Measurement> measurements() {
        List<Measurement> all = new ArrayList<>();
        for (Series one : series) {
            for (FrontPoint spot : one.spots()) {
                all.add(new Measurement(one.name(), Optional.of(spot.mixture()), xCondition, spot.x()));
                all.add(new Measurement(one.name(), Optional.of(spot.mixture()), yCondition, spot.y()));
            }
        }
        for (Landmark landmark : landmarks) {
            all.add(new Measurement(landmark.name(), Optional.empty(), xCondition, landmark.x()));
            all.add(new Measurement(landmark.name(), Optional.empty(), yCondition, landmark.y()));
        }
        return List.copyOf(all);
    }

    private static Series series(String name, GridOutcomes grid, String xCondition, String yCondition) {
        if (grid.ingredients().size() != 2) {
            throw new IllegalArgumentException("a front shows mixtures of 2 models, but '" + name + "' mixes "
                    + grid.ingredients().size());
        }
        List<FrontPoint> spots = grid.points().stream()
                .map(point -> new FrontPoint(
                        new Mixture(grid.ingredients(), point.weights()),
                        point.outcomes().accuracy(xCondition),
                        point.outcomes().accuracy(yCondition)))
                .toList();
        return new Series(name, spots);
    }
}
