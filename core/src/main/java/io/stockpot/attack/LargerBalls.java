package io.stockpot.attack;

import io.stockpot.tensor.Scope;
import io.stockpot.threat.Norm;
import org.bytedeco.pytorch.Tensor;

/**
 * One attempt of APGD in L1 that comes from larger balls: 30, 30 and 40 percent of the steps are spent in balls of three,
 * two and one epsilon, each begun at the best point of the one before, projected (Croce and Hein, "Mind the box", ICML
 * 2021, multi-epsilon ℓ1-APGD).
 *
 * @param steps the number of gradient steps in all balls together
 * @param loss what to maximise
 * @param epsilon the radius of the last ball
 */
record LargerBalls(int steps, AttackLoss loss, double epsilon) {
    private static final int LARGER = 2;

    /** Returns a point for each image: one that is misclassified, else that of highest loss. */
    Tensor climb(Attempt attempt) {
        int part = 3 * steps / 10;
        // fewer than four steps are not worth being shared out
        int balls = part > 0 ? LARGER : 0;
        try (Scope scope = Scope.open()) {
            Tensor start = attempt.start(Norm.L1, radius(balls));
            for (int left = balls; left > 0; left--) {
                try (Scope one = Scope.open()) {
                    // what is broken in a larger ball is not broken in ours: nobody leaves
                    Tensor best = new SparseAscent(part, loss, radius(left)).climbFrom(start, attempt.staying());
                    start = one.keep(Norm.L1.project(best, attempt.images(), radius(left - 1)));
                }
            }
            return scope.keep(new SparseAscent(steps - balls * part, loss, epsilon).climbFrom(start, attempt));
        }
    }

    private double radius(int largerBallsLeft) {
        return (1 + largerBallsLeft) * epsilon;
    }
}
