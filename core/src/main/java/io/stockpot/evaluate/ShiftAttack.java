package io.stockpot.evaluate;

import io.stockpot.attack.Logits;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.shift.ShiftSample;
import io.stockpot.tensor.Precision;
import java.io.IOException;
import java.util.List;

/**
 * Attacks images of a shift: an answer counts as right only if it stays right at every point that the attack proposes.
 *
 * @param condition the threat and the attack
 * @param batchSize images attacked at once; changes results at most by the rounding of float32
 * @param seed of the attacks; each image has draws of its own
 * @param ascent the arithmetic in which attacks follow gradients; verdicts are always in float32
 */
public record ShiftAttack(Condition condition, int batchSize, Seed seed, Precision ascent) {
    /**
     * Attacks images, going on from what a journal knows.
     *
     * @param sample the images, each with one right answer, which is a class of the classifier
     * @param numbers of the images, from which their draws follow: their indices in the shift
     * @param journal of this classifier on these images
     * @throws IOException if an image has several right answers or none, or the journal cannot be read or written
     */
    Findings run(Outputs outputs, ShiftSample sample, List<Integer> numbers, Journal journal, Progress progress)
            throws IOException {
        if (!sample.answers().areSingle()) {
            throw new IOException(
                    "images of " + sample.images().name()
                            + " have several right answers or none, and attacks lead away from one; measure them without attack");
        }
        Evaluator evaluator =
                new Evaluator(sample.images(), List.of(condition), batchSize, seed, ascent).numbered(numbers);
        return evaluator.evaluate(asSeen(outputs), journal, Coverage.EVERY_CONDITION, () -> false, progress);
    }

    /** Returns outputs as attacks see them: with gradients in the arithmetic of the ascent. */
    private Logits asSeen(Outputs outputs) {
        Logits exact = points -> outputs.logits(points, Precision.FLOAT32);
        return ascent == Precision.FLOAT32 ? exact : Logits.climbedBy(points -> outputs.logits(points, ascent), exact);
    }
}
