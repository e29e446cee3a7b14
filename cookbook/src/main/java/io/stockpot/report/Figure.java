package io.stockpot.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A drawing of numbers, for the page and for an SVG file. */
public sealed interface Figure extends DataBlock
        permits TradeOffFront,
                RadiusCurve,
                TernaryMap,
                ExtrapolationCurve,
                FewShotCurve,
                CompositionBars,
                AccuracyBars {
    /** Returns the drawing: a chart for ECharts, or SVG drawn by hand. */
    Drawing drawing();

    /**
     * Returns what the drawing shows, for those who do not see it; by default the range of accuracies under each
     * condition.
     */
    default String description() {
        Map<String, List<Double>> values = new LinkedHashMap<>();
        measurements()
                .forEach(measurement -> values.computeIfAbsent(measurement.condition(), any -> new ArrayList<>())
                        .add(100 * measurement.estimate().value()));
        return values.entrySet().stream()
                .map(entry -> String.format(
                        Locale.ROOT,
                        "%s of %d, %.1f to %.1f %%",
                        Wording.accuracy(entry.getKey()),
                        entry.getValue().size(),
                        Collections.min(entry.getValue()),
                        Collections.max(entry.getValue())))
                .collect(Collectors.joining("; "));
    }

    @Override
    default Width width() {
        return Width.HALF;
    }

    @Override
    default String content() {
        return drawing().html(title() + ": " + description());
    }

    @Override
    default List<Attachment> attachments(String name) {
        List<Attachment> all = new ArrayList<>(DataBlock.super.attachments(name));
        all.add(new Attachment("figures/" + name + ".svg", "SVG", drawing()::svg));
        return List.copyOf(all);
    }
}
