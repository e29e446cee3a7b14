package io.stockpot.report;

import java.util.List;

/** Numbers, as a table or a figure: with a caption, an explanation, and files of every number. */
public sealed interface DataBlock extends Block permits Table, ShiftTable, Figure {
    /** How much of the page's width a block takes; the names are classes of its style sheet. */
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
