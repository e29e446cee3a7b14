package io.stockpot.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.evaluate.Condition;
import io.stockpot.evaluate.Conditions;
import io.stockpot.evaluate.Coverage;
import io.stockpot.evaluate.Evaluator;
import io.stockpot.tensor.Precision;
import java.util.List;
import java.util.Optional;

/**
 * How models and soups are looked at.
 *
 * @param images how many of the test images, from the first on
 * @param conditions clean, the threats, and curves of threats
 * @param batchSize images classified at once; changes results at most by rounding
 * @param ascent the arithmetic in which APGD climbs; absent means float32. Verdicts are always in float32
 * @param unionOnly whether models are only asked which images withstand all threats together: an image that is
 *     broken under one is not attacked under the others. Not for soups
 */
public record EvaluationPlan(
        @JsonProperty(defaultValue = "1000") int images,
        List<Conditions> conditions,
        @JsonProperty(defaultValue = "250") int batchSize,
        Optional<Precision> ascent,
        @JsonProperty(defaultValue = "false") boolean unionOnly) {
    /** Copies the list and checks the numbers and that labels differ. */
    public EvaluationPlan {
        conditions = List.copyOf(conditions);
        Evaluator.requireDistinct(each(conditions));
        if (images < 1 || batchSize < 1) {
            throw new IllegalArgumentException(
                    "images and batch-size must be at least 1, not " + images + " and " + batchSize);
        }
        if (!Coverage.of(unionOnly).suits(each(conditions))) {
            throw new IllegalArgumentException("union-only needs at least two threats that are no curves");
        }
    }

    private static List<Condition> each(List<Conditions> written) {
        return written.stream().flatMap(some -> some.each().stream()).toList();
    }

    /** Returns the arithmetic of the ascent for identities, which leave float32 out. */
    Optional<Precision> roughAscent() {
        return ascent.filter(precision -> precision != Precision.FLOAT32);
    }

    /** Returns how much of the threats is measured. */
    Coverage extent() {
        return Coverage.of(unionOnly);
    }

    /** Returns all conditions in order, the points of curves one by one. */
    public List<Condition> each() {
        return each(conditions);
    }

    /** Returns the names of the curves in order, each once. */
    List<String> curves() {
        return each().stream()
                .flatMap(condition -> condition.curve().stream())
                .distinct()
                .toList();
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
