package io.stockpot.attack;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Guards;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Projected gradient descent with a constant step (Madry et al., "Towards deep learning models
 * resistant to adversarial attacks", ICLR 2018). One step of size 1 without a random start is the fast
 * gradient sign method. Training gets the last point.
 *
 * @param steps the number of gradient steps, at least 1
 * @param stepSize the length of a step, in units of epsilon
 * @param randomStart whether to start at a random point of the ball or at the image
 * @param loss what to maximise; if absent, what is usual for the norm and the purpose
 */
public record Pgd(
        @JsonProperty(defaultValue = "10") int steps,
        @JsonProperty(defaultValue = "0.25") double stepSize,
        @JsonProperty(defaultValue = "true") boolean randomStart,
        Optional<AttackLoss> loss)
        implements Attack {
    /** Requires at least one step of positive length. */
    public Pgd {
        Guards.requireAtLeast("steps", 1, steps);
        if (!(stepSize > 0) || Double.isInfinite(stepSize)) {
            throw new IllegalArgumentException(
                    "step-size must be positive, not " + stepSize + "; it is in units of epsilon, e.g. 0.25");
        }
    }

    @Override
    public Search search() {
        return Search.LOSS_GRADIENT;
    }

    @Override
    public void requireClasses(int classes, Norm norm, Purpose purpose) {
        loss.orElse(purpose.usualLoss(norm)).requireClasses(classes);
    }

    @Override
    public String summary() {
        return "pgd with " + steps + " steps";
    }

    @Override
    public boolean takesDistributions() {
        return loss.filter(chosen -> chosen == AttackLoss.KL).isPresent();
    }

    @Override
    public long passes(Norm norm) {
        return (long) GRADIENT * steps;
    }

    @Override
    public Tensor perturb(Goal goal, Tensor images, ThreatModel threat, Purpose purpose, Draws draws) {
        Norm norm = threat.norm();
        double epsilon = threat.epsilon().value();
        AttackLoss objective = loss.orElse(purpose.usualLoss(norm));
        try (Scope scope = Scope.open();
                NoGradGuard frozen = new NoGradGuard()) {
            Survivors survivors = new Survivors(goal, images, purpose);
            Tensor centre = survivors.carry(images);
            Tensor point = survivors.carry(randomStart ? norm.sample(images, epsilon, draws) : images);
            Tensor gradient = survivors.carry(images);
            for (int step = 0; step < steps && survivors.size() > 0; step++) {
                try (Scope iteration = Scope.open()) {
                    Response response = survivors.goal().gradient(point, objective);
                    gradient.copy_(response.gradient());
                    survivors.release(point, response.logits());
                    Tensor moved = norm.ascend(point, gradient, stepSize * epsilon);
                    point.copy_(norm.project(moved, centre, epsilon));
                }
            }
            return scope.keep(survivors.settle(point));
        }
    }
}
