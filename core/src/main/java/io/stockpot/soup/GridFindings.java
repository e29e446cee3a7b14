package io.stockpot.soup;

import io.stockpot.evaluate.Warning;
import io.stockpot.soup.choice.GridOutcomes;
import java.util.List;

/**
 * What the evaluation of many mixtures found out.
 *
 * @param outcomes of each mixture
 * @param warnings signs that accuracies may not be what they seem; each once for all mixtures that showed it
 */
public record GridFindings(GridOutcomes outcomes, List<Warning> warnings) {
    /** Copies the list. */
    public GridFindings {
        warnings = List.copyOf(warnings);
    }
}
