package io.stockpot.attack;

import io.stockpot.tensor.Scope;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import org.bytedeco.pytorch.Tensor;

/**
 * One attempt of APGD that comes from larger balls, k of them: 60 percent of the steps are spent in balls of k + 1, k, …,
 * two epsilon, equally many in each, and the others in that of one; each is begun at the best point of the one before,
 * projected. With two balls, 30, 30 and 40 percent, this is multi-epsilon ℓ1-APGD (Croce and Hein, "Mind the box", ICML
 * 2021), which is for L1; other norms are ours:
 *
 * <pre>
 * x = a random point of the ball of (k + 1) ε
 * for r = (k + 1) ε, k ε, …, 2 ε:
 *   x = the best point of APGD from x in the ball of r    {@link Ascent#climbFrom}; nobody leaves
 *   x = P(x) into the ball of r − ε
 * APGD from x in the ball of ε
 * </pre>
 *
 * @param steps the number of gradient steps in all balls together
 * @param loss what to maximise
 * @param threat its radius is that of the last ball, ε
 * @param larger k, how many larger balls there are
 */
record LargerBalls(int steps, AttackLoss loss, ThreatModel threat, int larger) {
    /** Returns a point for each image: one that is misclassified, else that of highest loss. */
    Tensor climb(Attempt attempt) {
        Norm norm = threat.norm();
        int part = larger == 0 ? 0 : 6 * steps / 10 / larger;
        // fewer steps than there are balls are not worth being shared out
        int balls = part > 0 ? larger : 0;
        try (Scope scope = Scope.open()) {
            Tensor start = attempt.start(norm, radius(balls));
            for (int left = balls; left > 0; left--) {
                try (Scope one = Scope.open()) {
                    // what is broken in a larger ball is not broken in ours: nobody leaves
                    Tensor best = Ascent.in(norm, part, loss, radius(left)).climbFrom(start, attempt.staying());
                    start = one.keep(norm.project(best, attempt.images(), radius(left - 1)));
                }
            }
            int rest = steps - balls * part;
            return scope.keep(Ascent.in(norm, rest, loss, radius(0)).climbFrom(start, attempt));
        }
    }

    private double radius(int largerBallsLeft) {
        return (1 + largerBallsLeft) * threat.epsilon().value();
    }
}
