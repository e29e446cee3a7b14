package io.stockpot.attack;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Guards;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;

/**
 * APGD from outside in: many short runs that begin at a random point of a ball several times as large, where misclassified
 * points abound, and follow the loss inwards while the ball shrinks to that of the threat ({@link LargerBalls}). A network
 * whose gradients lead nowhere near its images, because they are flat there or point away, often shows the way further
 * out. In L1 with two larger balls a run is that of AutoAttack; in Linf and L2, and with more balls and restarts, it is
 * ours. Where few images are left, several runs of each go through the network in one batch. Training gets one run,
 * from the images.
 *
 * @param steps the number of gradient steps of each run, in all balls together, at least 1
 * @param restarts how many runs an image gets until it is broken, at least 1
 * @param largerBalls how many balls a run goes through before that of the threat: of two epsilon, three, and so on
 * @param loss what to maximise
 */
public record InwardApgd(
        @JsonProperty(defaultValue = "20") int steps,
        @JsonProperty(defaultValue = "10") int restarts,
        @JsonProperty(defaultValue = "3") int largerBalls,
        @JsonProperty(defaultValue = "margin") AttackLoss loss)
        implements Attack {
    /** Requires at least one step, one run and one larger ball. */
    public InwardApgd {
        Guards.requireAtLeast("steps", 1, steps);
        Guards.requireAtLeast("restarts", 1, restarts);
        Guards.requireAtLeast("larger-balls", 1, largerBalls);
        Objects.requireNonNull(loss, "loss");
    }

    @Override
    public Search search() {
        return Search.LOSS_GRADIENT;
    }

    @Override
    public void requireClasses(int classes, Norm norm, Purpose purpose) {
        loss.requireClasses(classes);
    }

    @Override
    public boolean climbsInAscent() {
        return true;
    }

    @Override
    public int revision(Norm norm) {
        return Revision.OF_LARGE_RADII;
    }

    @Override
    public String summary() {
        return "inward-apgd with " + steps + " steps and " + restarts + " restarts";
    }

    @Override
    public boolean takesDistributions() {
        return loss == AttackLoss.KL;
    }

    @Override
    public long passes(Norm norm) {
        return (long) GRADIENT * steps * restarts;
    }

    @Override
    public Tensor perturb(Goal goal, Tensor images, ThreatModel threat, Purpose purpose, Draws draws) {
        return new Attempts(goal, images, purpose, draws)
                .repeatTogether(restarts, new LargerBalls(steps, loss, threat, largerBalls)::climb);
    }
}
