package io.stockpot.recipe;

import io.stockpot.base.Seed;
import io.stockpot.evaluate.Condition;
import io.stockpot.evaluate.ShiftAttack;
import io.stockpot.tensor.Precision;
import java.util.List;
import java.util.Optional;

/**
 * What images of a shift must withstand to count as right. An image has the draws that it has in the evaluation of the
 * recipe's test images, so test images as a shift get the same verdicts.
 *
 * @param condition the threat and the attack
 * @param seed of the recipe
 * @param ascent the arithmetic in which APGD climbs; absent means float32
 */
record ShiftThreat(Condition condition, long seed, Optional<Precision> ascent) {
    /** What decides the outcomes under the threat, besides what decides them without. */
    record Identity(long seed, Condition condition, Optional<Precision> ascent, Optional<Integer> attackRevision) {}

    Identity identity() {
        return new Identity(
                seed,
                condition.spelledOut(),
                ascent.filter(precision -> precision != Precision.FLOAT32),
                OutcomesStep.revision(List.of(condition)));
    }

    /** Returns the attack on some images at once. */
    ShiftAttack attack(int batchSize) {
        return new ShiftAttack(condition, batchSize, new Seed(seed).child("evaluate"), climbing());
    }

    /** Adds the work of attacking images. */
    void addTo(Effort effort, double images) {
        effort.looking(images, Precision.FLOAT32).attacking(images, condition.judge(), climbing());
    }

    private Precision climbing() {
        return ascent.orElse(Precision.FLOAT32);
    }

    /** Returns e.g. "Linf 8/255 (apgd with 40 steps)". */
    String described() {
        List<String> attacks = condition.judge().attacks().stream()
                .map(attack -> attack.summary())
                .toList();
        return condition.label() + " (" + String.join(", ", attacks) + ")";
    }
}
