package io.stockpot.attack;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Guards;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Projected gradient ascent on the difference of logits z_t − z_y, towards one class t after the other, from
 * random points (MultiTargeted; Gowal et al., "An alternative surrogate loss for PGD-based adversarial testing",
 * arXiv 1910.09338). Images leave when they are broken. The steps go along a running mean of gradients; the first
 * is as long as the radius of the ball, and each is shorter than the one before by the same factor. Training gets
 * one run to the first target.
 *
 * @param steps the number of gradient steps of each run, at least 1
 * @param targets how many classes to try, by falling logits of the clean image; never more than there are besides
 *     the label
 * @param restarts how many random starts each target gets; after the first only for images where the label was
 *     ahead, at some point, by at most 5 % of what it is ahead by on the clean image
 */
public record MultiTargeted(
        @JsonProperty(defaultValue = "100") int steps,
        @JsonProperty(defaultValue = "9") int targets,
        @JsonProperty(defaultValue = "1") int restarts)
        implements Attack {
    private static final double MOMENTUM = 0.9;
    /** The length of the last step, in units of the first. */
    private static final double SHORTEST = 0.05;
    /** Which part of the margin on the clean image may be left for an image to be close to broken. */
    private static final double CLOSE = 0.05;

    /** Requires at least one step, one target and one start. */
    public MultiTargeted {
        Guards.requireAtLeast("steps", 1, steps);
        Guards.requireAtLeast("targets", 1, targets);
        Guards.requireAtLeast("restarts", 1, restarts);
    }

    @Override
    public Search search() {
        return Search.LOSS_GRADIENT;
    }

    @Override
    public String summary() {
        return "multi-targeted with " + steps + " steps for each of " + targets + " classes";
    }

    @Override
    public long passes(Norm norm) {
        return (GRADIENT * (long) steps + 1) * targets;
    }

    @Override
    public Tensor perturb(Goal goal, Tensor images, ThreatModel threat, Purpose purpose, Draws draws) {
        try (Scope scope = Scope.open();
                NoGradGuard frozen = new NoGradGuard()) {
            Tensor classes = goal.classesToReach(images);
            int tried = Math.toIntExact(Math.min(targets, classes.size(1)));
            int runs = purpose == Purpose.TRAINING ? 1 : Math.multiplyExact(tried, restarts);
            Survivors survivors = new Survivors(goal.withTargets(classes), images, purpose);
            State state = new State(survivors, images, goal.margin(goal.cleanLogits(images)));
            for (int run = 0; run < runs && survivors.size() > 0; run++) {
                climb(survivors, state, run % tried, threat, draws.child(run));
                if (run == tried - 1) {
                    survivors.leave(state.point, state.leastMargin.gt(state.cleanMargin.mul(new Scalar(CLOSE))));
                }
            }
            return scope.keep(survivors.settle(state.point));
        }
    }

    /** What is carried for each image that is left. */
    private static final class State {
        final Tensor image;
        final Tensor point;
        /** The running mean of gradients. */
        final Tensor velocity;
        /** The margin on the clean image, N. */
        final Tensor cleanMargin;
        /** The least margin so far, N. */
        final Tensor leastMargin;

        State(Survivors survivors, Tensor images, Tensor cleanMargin) {
            this.image = survivors.carry(images);
            this.point = survivors.carry(images);
            this.velocity = survivors.carry(images);
            this.cleanMargin = survivors.carry(cleanMargin);
            this.leastMargin = survivors.carry(cleanMargin);
        }

        void observe(Tensor margin) {
            torch.minimum_out(leastMargin, leastMargin, margin);
        }
    }

    private void climb(Survivors survivors, State state, int target, ThreatModel threat, Draws draws) {
        Norm norm = threat.norm();
        double epsilon = threat.epsilon().value();
        try (Scope scope = Scope.open()) {
            state.point.copy_(norm.sample(state.image, epsilon, draws.select(survivors.positions())));
            state.velocity.zero_();
            for (int step = 0; step < steps && survivors.size() > 0; step++) {
                try (Scope one = Scope.open()) {
                    Goal goal = survivors.goal().towards(target);
                    Response response = goal.gradient(state.point, AttackLoss.MARGIN);
                    state.observe(goal.margin(response.logits()));
                    state.velocity.mul_(new Scalar(MOMENTUM)).add_(response.gradient(), new Scalar(1 - MOMENTUM));
                    survivors.release(state.point, response.logits());
                    Tensor moved = norm.ascend(state.point, state.velocity, epsilon * length(step));
                    state.point.copy_(norm.project(moved, state.image, epsilon));
                }
            }
            // where the last step led counts, too
            Tensor logits = survivors.goal().logits(state.point);
            state.observe(survivors.goal().margin(logits));
            survivors.release(state.point, logits);
        }
    }

    private double length(int step) {
        return Math.pow(SHORTEST, step / (double) Math.max(1, steps - 1));
    }
}
