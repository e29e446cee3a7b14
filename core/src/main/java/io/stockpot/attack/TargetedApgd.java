package io.stockpot.attack;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Guards;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import org.bytedeco.pytorch.Tensor;

/**
 * Auto-PGD towards one class after the other, on the targeted difference of logits ratio: first the
 * class that comes second on the clean image, then the third, and so on (Croce and Hein, "Reliable
 * evaluation of adversarial robustness", ICML 2020, section 4). Each target has a random start and
 * goes to the images that no target before has broken. Training gets the first target alone. The
 * classifier must have at least four classes.
 *
 * @param steps the number of gradient steps for each target, at least 1
 * @param targets how many classes to try; never more than there are besides the label
 * @param largeRadii whether the steps are spent in balls of three, two and one epsilon, as AutoAttack
 *     does for L1; for L1 only
 */
public record TargetedApgd(
        @JsonProperty(defaultValue = "100") int steps,
        @JsonProperty(defaultValue = "9") int targets,
        @JsonProperty(defaultValue = "false") boolean largeRadii)
        implements Attack {
    /** Requires at least one step and one target. */
    public TargetedApgd {
        Guards.requireAtLeast("steps", 1, steps);
        Guards.requireAtLeast("targets", 1, targets);
    }

    @Override
    public Search search() {
        return Search.LOSS_GRADIENT;
    }

    @Override
    public void requireSuits(ThreatModel threat) {
        if (largeRadii) {
            Apgd.requireLargeRadiiSuit("targeted-apgd", threat);
        }
    }

    @Override
    public void requireClasses(int classes, Norm norm, Purpose purpose) {
        AttackLoss.DLR.requireClassesForTargets(classes);
    }

    @Override
    public boolean climbsInAscent() {
        return true;
    }

    @Override
    public int revision(Norm norm) {
        return largeRadii ? Revision.OF_LARGE_RADII : Revision.NUMBER;
    }

    @Override
    public String summary() {
        return "targeted-apgd with " + steps + " steps for each of " + targets + " classes";
    }

    @Override
    public long passes(Norm norm) {
        return (long) GRADIENT * steps * targets;
    }

    @Override
    public Tensor perturb(Goal goal, Tensor images, ThreatModel threat, Purpose purpose, Draws draws) {
        requireSuits(threat);
        try (Scope scope = Scope.open()) {
            return scope.keep(new Attempts(goal, images, purpose, draws)
                    .target(targets, Apgd.ascent(steps, AttackLoss.DLR, largeRadii, threat)));
        }
    }
}
