package io.stockpot.evaluate;

import java.util.List;

/**
 * Everything an evaluation found out.
 *
 * @param outcomes one bit per image and condition
 * @param conditions how each of them was measured, in the given order
 */
public record Findings(Outcomes outcomes, List<ConditionFindings> conditions) {
    /** Copies the list. */
    public Findings {
        conditions = List.copyOf(conditions);
    }
}
