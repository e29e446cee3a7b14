package io.stockpot.evaluate;

import java.util.List;

/**
 * The result of one condition: what each of its attacks did.
 *
 * @param condition what was measured
 * @param stages what each attack did, in the order they were run; none for images as they are
 * @param unfinished how many of the images that still stand were not given to every attack
 * @param seconds that all of it took, the classification of the images as they are included
 */
public record ConditionFindings(Condition condition, List<StageFindings> stages, int unfinished, double seconds) {
    /** Copies the list. */
    public ConditionFindings {
        stages = List.copyOf(stages);
    }
}
