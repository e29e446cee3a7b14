package io.stockpot.report;

import java.util.List;

/**
 * A part of a report: words, or numbers as a table or a figure. A block returns its part of the page and the files
 * beside it; the writers arrange them and know no kind of block by name.
 */
public sealed interface Block permits Text, InShort, WarningList, DataBlock, Explorer {
    /** Returns the title, in plain words. */
    String title();

    /**
     * Returns how to read blocks of this kind. Neighbours with the same explanation share a row of the page, which says
     * it once; it is empty for words, which stand alone.
     */
    String explanation();

    /**
     * Returns the block as HTML, for the page.
     *
     * @param name base name of the files of the block
     */
    String html(String name);

    /**
     * Returns the files that belong beside the page; none for words.
     *
     * @param name base name of the files of the block
     */
    List<Attachment> attachments(String name);

    /**
     * Returns the style sheets and scripts beside this class that the page needs for blocks of this kind, in order; it
     * holds each once.
     */
    default List<String> assets() {
        return List.of();
    }

    /** Returns the sentences that a terminal repeats, which say what was learnt; most blocks have none. */
    default List<String> answer() {
        return List.of();
    }
}
