package io.stockpot.attack;

import io.stockpot.threat.Norm;
import org.bytedeco.pytorch.Tensor;

/** One attempt of APGD in one ball: {@link ApgdAscent} in Linf and L2, {@link SparseAscent} in L1. */
interface Ascent {
    /** Returns a point for each image: one that is misclassified, else that of highest loss. */
    Tensor climb(Attempt attempt);

    /**
     * Returns a point for each image as {@link #climb} does, on the way from a point that was found in a larger ball.
     *
     * @param start a point inside the ball for each image of the attempt, N×C×H×W
     */
    Tensor climbFrom(Tensor start, Attempt attempt);

    /**
     * Returns the ascent of this norm.
     *
     * @param steps the number of gradient steps
     * @param loss what to maximise
     * @param epsilon the radius of the ball
     */
    static Ascent in(Norm norm, int steps, AttackLoss loss, double epsilon) {
        return switch (norm) {
            case LINF, L2 -> new ApgdAscent(steps, loss, norm, epsilon);
            case L1 -> new SparseAscent(steps, loss, epsilon);
        };
    }
}
