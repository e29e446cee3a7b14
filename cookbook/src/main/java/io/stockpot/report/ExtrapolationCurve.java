package io.stockpot.report;

import io.stockpot.outcome.Accuracy;
import io.stockpot.report.Measurement.Mixture;
import io.stockpot.soup.choice.GridOutcomes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Accuracy against the weight w of the mixtures w · first + (1 − w) · second, where w may leave [0, 1]
 * (Croce et al. 2023, Fig. 5).
 *
 * @param title title
 * @param first name of the model weighed by w
 * @param second name of the other model
 * @param curves one per condition
 */
public record ExtrapolationCurve(String title, String first, String second, List<Curve> curves) implements Figure {
    /**
     * One condition.
     *
     * @param condition name of the condition
     * @param points the mixtures by increasing w
     */
    public record Curve(String condition, List<CurvePoint> points) {
        /** Sorts the mixtures by w. */
        public Curve {
            points = points.stream()
                    .sorted(Comparator.comparingDouble(CurvePoint::weight))
                    .toList();
            if (points.isEmpty()) {
                throw new IllegalArgumentException("the curve of '" + condition + "' needs at least one mixture");
            }
        }

        /** Returns the mixture with the highest accuracy; of equals, the one with the smallest w. */
        public CurvePoint best() {
            CurvePoint best = points.get(0);
            for (CurvePoint point : points) {
                best = point.accuracy().compareTo(best.accuracy()) > 0 ? point : best;
            }
            return best;
        }
    }

    /** One mixture and its accuracy. */
    public record CurvePoint(Mixture mixture, Accuracy accuracy) {
        /** Returns w, the weight of the first model. */
        public double weight() {
            return mixture.weights().value(0);
        }
    }

    /** Copies the list and checks that it has a condition. */
    public ExtrapolationCurve {
        curves = List.copyOf(curves);
        if (curves.isEmpty()) {
            throw new IllegalArgumentException("the curve '" + title + "' needs at least one condition");
        }
    }

    /** Draws a segment under some conditions. */
    public static ExtrapolationCurve of(String title, GridOutcomes segment, List<String> conditions) {
        List<String> names = segment.ingredients();
        if (names.size() != 2) {
            throw new IllegalArgumentException(
                    "the curve '" + title + "' needs mixtures of 2 models, not of " + names.size());
        }
        List<Curve> curves = conditions.stream()
                .map(condition -> new Curve(
                        condition,
                        segment.points().stream()
                                .map(point -> new CurvePoint(
                                        new Mixture(names, point.weights()),
                                        point.outcomes().accuracy(condition)))
                                .toList()))
                .toList();
        return new ExtrapolationCurve(title, names.get(0), names.get(1), curves);
    }

    @Override
    public String caption() {
        List<String> sentences = new ArrayList<>();
        for (Curve curve : curves) {
            CurvePoint best = curve.best();
            sentences.add(
                    "Best for " + curve.condition() + ": " + best.mixture().formula() + ", "
                            + best.accuracy().percent() + " (" + best.accuracy().intervalPercent() + ").");
        }
        sentences.add(
                Wording.images(List.of(curves.get(0).points().get(0).accuracy().total())));
        return Wording.sentences(sentences.toArray(String[]::new));
    }

    @Override
    public String explanation() {
        return "Each point is the mixture w · " + first + " + (1 − w) · " + second
                + "; the large points are the models themselves. Band: 95 % Wilson interval.";
    }

    @Override
    public Drawing drawing() {
        return CurveChart.of(this);
    }

    @Override
    public List<Measurement> measurements() {
        List<Measurement> all = new ArrayList<>();
        for (Curve curve : curves) {
            for (CurvePoint point : curve.points()) {
                all.add(new Measurement(
                        first + " + " + second, Optional.of(point.mixture()), curve.condition(), point.accuracy()));
            }
        }
        return List.copyOf(all);
    }
}
