package io.stockpot.claim;

import io.stockpot.report.Figure;
import java.util.List;

/**
 * A claim and what was found.
 *
 * @param checks the statements that the claim consists of
 * @param listings tables of numbers
 * @param figures drawings
 */
record Finding(Claim claim, List<Check> checks, List<Listing> listings, List<Figure> figures) {
    Finding {
        checks = List.copyOf(checks);
        listings = List.copyOf(listings);
        figures = List.copyOf(figures);
        if (checks.isEmpty()) {
            throw new IllegalArgumentException("a claim needs at least one statement");
        }
    }

    /** Returns what is said about each statement; all are corrected together. */
    List<Support> supports() {
        return Holm.supports(checks.stream().map(Check::p).toList());
    }
}
