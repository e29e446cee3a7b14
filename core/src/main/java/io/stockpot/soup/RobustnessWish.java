package io.stockpot.soup;

import io.stockpot.base.Guards;
import io.stockpot.evaluate.Condition;
import io.stockpot.evaluate.Evaluator;
import io.stockpot.soup.choice.RobustFloor;
import java.util.List;

/**
 * What a seasoning is to find out about robustness, and to make of it.
 *
 * @param conditions threats, each with its attack
 * @param attack what the attack is called, for people
 * @param images how many of the images that choose are attacked at most, drawn by class
 * @param floors what the soup must keep; may be empty
 * @param amongEquals whether the most robust of the mixtures that cannot be told from the best is chosen
 */
public record RobustnessWish(
        List<Condition> conditions, String attack, int images, List<RobustFloor> floors, boolean amongEquals) {
    /** Copies the lists, and checks that wishes go together and that each floor has its condition. */
    public RobustnessWish {
        conditions = List.copyOf(conditions);
        floors = List.copyOf(floors);
        Evaluator.requireDistinct(conditions);
        Guards.requireAtLeast("images", 1, images);
        if (amongEquals && !floors.isEmpty()) {
            throw new IllegalArgumentException("the best of those that are robust enough and the most robust of the"
                    + " best are two mixtures: choose one");
        }
        List<String> labels = conditions.stream().map(Condition::label).toList();
        for (RobustFloor floor : floors) {
            if (!labels.contains(floor.condition())) {
                throw new IllegalArgumentException("'" + floor + "' is about none of the conditions " + labels);
            }
        }
    }

    /**
     * Checks that a classifier has enough classes for every attack.
     *
     * @throws IllegalArgumentException naming the condition
     */
    public void requireClasses(int classes) {
        conditions.forEach(condition -> condition.requireClasses(classes));
    }

    /** Returns whether the choice depends on robustness, for which all mixtures must have judged all images. */
    public boolean chooses() {
        return amongEquals || !floors.isEmpty();
    }
}
