package io.stockpot.recipe;

import io.stockpot.evaluate.Condition;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
import io.stockpot.report.Block;
import io.stockpot.report.Measurement.Mixture;
import io.stockpot.report.RadiusCurve;
import io.stockpot.report.RadiusCurve.Line;
import io.stockpot.report.RadiusCurve.Spot;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.threat.Epsilon;
import io.stockpot.threat.ThreatModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The curves of an evaluation as figures: every model, and of every soup the mixture that is best along the curve. */
final class RadiusCurves {
    private final RecipeOutcomes outcomes;
    private final List<Condition> points;

    private RadiusCurves(RecipeOutcomes outcomes, List<Condition> points) {
        this.outcomes = outcomes;
        this.points = points;
    }

    /**
     * Draws a figure for each curve that was measured.
     *
     * @param wanted names of curves; none means all
     */
    static List<Block> of(RecipeOutcomes outcomes, List<String> wanted) {
        List<Block> figures = new ArrayList<>();
        byCurve(outcomes.how().conditions()).forEach((name, points) -> {
            if (wanted.isEmpty() || wanted.contains(name)) {
                new RadiusCurves(outcomes, points).figure(name).ifPresent(figures::add);
            }
        });
        return figures;
    }

    private static Map<String, List<Condition>> byCurve(List<Condition> conditions) {
        Map<String, List<Condition>> curves = new LinkedHashMap<>();
        conditions.forEach(condition -> condition
                .curve()
                .ifPresent(name -> curves.computeIfAbsent(name, unknown -> new ArrayList<>())
                        .add(condition)));
        return curves;
    }

    private Optional<Block> figure(String name) {
        List<Line> lines = new ArrayList<>();
        outcomes.models().forEach((model, measured) -> {
            if (tells(measured)) {
                lines.add(new Line(model, Optional.empty(), spots(measured)));
            }
        });
        int models = lines.size();
        outcomes.soups().forEach((soup, grid) -> {
            if (tells(grid.points().get(0).outcomes())) {
                lines.add(best(soup, grid));
            }
        });
        String note = lines.size() == models
                ? ""
                : "Of each soup, the mixture that is best on average over these radii on these images, which flatters it.";
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(new RadiusCurve(
                        "Accuracy over the radius: " + name,
                        threat(points.get(0)).norm().toString(),
                        lines,
                        note));
    }

    private boolean tells(Outcomes measured) {
        return measured.conditions().containsAll(labels());
    }

    private List<String> labels() {
        return points.stream().map(Condition::label).toList();
    }

    private Line best(String soup, GridOutcomes grid) {
        GridOutcomes.Point best = grid.bestMean(labels());
        Mixture mixture = new Mixture(grid.ingredients(), best.weights());
        return new Line("soup " + soup + ": " + mixture.formula(), Optional.of(mixture), spots(best.outcomes()));
    }

    /** Returns the points of the curve, and clean accuracy at 0 if it was measured. */
    private List<Spot> spots(Outcomes measured) {
        List<Spot> spots = new ArrayList<>();
        boolean clean = measured.conditions().contains(Labels.CLEAN);
        if (clean) {
            spots.add(new Spot(Labels.CLEAN, "0", 0, measured.accuracy(Labels.CLEAN)));
        }
        for (Condition point : points) {
            if (!clean || threat(point).allowsChange()) {
                Epsilon epsilon = threat(point).epsilon();
                spots.add(
                        new Spot(point.label(), epsilon.toString(), epsilon.value(), measured.accuracy(point.label())));
            }
        }
        return spots;
    }

    private static ThreatModel threat(Condition condition) {
        return condition.judge().threat();
    }
}
