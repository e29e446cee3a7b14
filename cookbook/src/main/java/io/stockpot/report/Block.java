package io.stockpot.report;

import java.util.List;

/** A part of a report: words, a table or a figure. Pure data; the writers decide how it looks. */
public sealed interface Block
        permits Text,
                Table,
                ShiftTable,
                TradeOffFront,
                TernaryMap,
                ExtrapolationCurve,
                FewShotCurve,
                CompositionBars,
                AccuracyBars {
    /** Returns the title, in plain words. */
    String title();

    /** Returns what exactly is shown: the number of images and the conditions. */
    String caption();

    /** Returns how to read blocks of this kind; a page says it once for neighbours of the same kind. */
    String explanation();

    /** Returns every number of the block, as the CSV and JSON files hold them; empty for words. */
    List<Measurement> measurements();
}
