package io.stockpot.evaluate;

import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
import java.util.List;
import java.util.Optional;

/**
 * Everything that an evaluation found out.
 *
 * @param outcomes one bit per image and condition that was measured by itself
 * @param union one bit per image under the label {@link Labels#UNION}: correct under every threat; absent if there
 *     are fewer than two
 * @param conditions how each of them was measured, in the given order
 * @param warnings signs that the accuracies may not be what they seem
 */
public record Findings(
        Outcomes outcomes, Optional<Outcomes> union, List<ConditionFindings> conditions, List<Warning> warnings) {
    /** Copies the lists. */
    public Findings {
        conditions = List.copyOf(conditions);
        warnings = List.copyOf(warnings);
    }
}
