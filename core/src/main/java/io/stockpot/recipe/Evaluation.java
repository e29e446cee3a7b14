package io.stockpot.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.evaluate.Condition;
import io.stockpot.evaluate.Conditions;
import io.stockpot.evaluate.Evaluator;
import java.util.List;

/**
 * How models and soups are looked at.
 *
 * @param images how many of the test images, from the first on
 * @param conditions clean, the threats, and curves of threats
 * @param batchSize images classified at once; changes results at most by rounding
 */
public record Evaluation(
        @JsonProperty(defaultValue = "1000") int images,
        List<Conditions> conditions,
        @JsonProperty(defaultValue = "250") int batchSize) {
    /** Copies the list and checks the numbers and that labels differ. */
    public Evaluation {
        conditions = List.copyOf(conditions);
        Evaluator.requireDistinct(each(conditions));
        if (images < 1 || batchSize < 1) {
            throw new IllegalArgumentException(
                    "images and batch-size must be at least 1, not " + images + " and " + batchSize);
        }
    }

    private static List<Condition> each(List<Conditions> written) {
        return written.stream().flatMap(some -> some.each().stream()).toList();
    }

    /** Returns all conditions in order, the points of curves one by one. */
    public List<Condition> each() {
        return each(conditions);
    }

    /** Returns the labels of all conditions in order. */
    public List<String> labels() {
        return each().stream().map(Condition::label).toList();
    }

    /** Returns the conditions with these labels. */
    public List<Condition> conditions(List<String> labels) {
        return each().stream()
                .filter(condition -> labels.contains(condition.label()))
                .toList();
    }
}
