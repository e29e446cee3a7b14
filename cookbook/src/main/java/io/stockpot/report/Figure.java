package io.stockpot.report;

import java.util.ArrayList;
import java.util.List;

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

    @Override
    default Width width() {
        return Width.HALF;
    }

    @Override
    default String content() {
        return drawing().html(title());
    }

    @Override
    default List<Attachment> attachments(String name) {
        List<Attachment> all = new ArrayList<>(DataBlock.super.attachments(name));
        all.add(new Attachment("figures/" + name + ".svg", "SVG", drawing()::svg));
        return List.copyOf(all);
    }
}
