package io.stockpot.report;

import java.util.List;

/**
 * A page of results.
 *
 * @param title heading of the page, in plain words
 * @param provenance lines for the footer: recipe, digests, hardware, versions
 * @param blocks what the page shows, from top to bottom
 */
public record Report(String title, List<String> provenance, List<Block> blocks) {
    /** Copies the lists and checks that there is a title. */
    public Report {
        if (title.isBlank()) {
            throw new IllegalArgumentException("a report needs a title");
        }
        provenance = List.copyOf(provenance);
        blocks = List.copyOf(blocks);
    }
}
