package io.stockpot.report;

import java.util.List;

/** A table or a figure: numbers with a caption, an explanation, and files that hold all of them. */
public sealed interface DataBlock extends Block permits Table, ShiftTable, Figure {
    /** The share of the page's width that a block takes; the style sheet has a class for each. */
    enum Width {
        /** A row of its own. */
        FULL,
        /** Two in a row. */
        HALF,
        /** Three in a row. */
        THIRD
    }

    /** Returns what exactly is shown: the number of images and the conditions. */
    String caption();

    /** Returns the caption on a page, where axes can be read and marks be seen; by default the {@link #caption}. */
    default String legend() {
        return caption();
    }

    /** Returns every number of the block, as the CSV and JSON files hold them. */
    List<Measurement> measurements();

    /** Returns the width of the block on the page. */
    Width width();

    /** Returns the table or the figure itself as HTML, without title and caption. */
    String content();

    @Override
    default String html(String name) {
        return DataBlockHtml.of(this, name);
    }

    @Override
    default List<Attachment> attachments(String name) {
        return List.of(
                new Attachment("data/" + name + ".csv", "CSV", renderer -> DataFiles.csv(this)),
                new Attachment("data/" + name + ".json", "JSON", renderer -> DataFiles.json(this)));
    }
}
