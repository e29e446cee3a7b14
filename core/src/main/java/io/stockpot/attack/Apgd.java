package io.stockpot.attack;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Guards;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import java.util.Optional;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/**
 * Auto-PGD: projected gradient ascent that chooses its own step sizes, for each image (Croce and Hein,
 * "Reliable evaluation of adversarial robustness with an ensemble of diverse parameter-free attacks",
 * ICML 2020, Algorithm 1). One start is followed in {@link ApgdAscent}, in L1 in
 * {@link SparseAscent}.
 *
 * @param steps the number of gradient steps, at least 1
 * @param restarts how many random starts an image gets until it is broken; training uses one run
 *     without a random start
 * @param loss what to maximise; if absent, what is usual for the norm and the purpose
 * @param largeRadii whether the steps are spent in balls of three, two and one epsilon, as AutoAttack
 *     does for L1; for L1 only
 */
public record Apgd(
        @JsonProperty(defaultValue = "40") int steps,
        @JsonProperty(defaultValue = "1") int restarts,
        Optional<AttackLoss> loss,
        @JsonProperty(defaultValue = "false") boolean largeRadii)
        implements Attack {
    /**
     * What serves classifiers of any number of classes, as it is written. With two classes all losses rise in the
     * same directions, but the gradient of the cross-entropy vanishes where the classifier is certain.
     */
    public static final String FOR_FEW_CLASSES = "{apgd: {steps: 100, restarts: 5, loss: margin}}";

    /** How many balls come before that of the threat with large radii ("Mind the box"). */
    private static final int PUBLISHED_LARGER_BALLS = 2;

    /** Requires at least one step and one start. */
    public Apgd {
        Guards.requireAtLeast("steps", 1, steps);
        Guards.requireAtLeast("restarts", 1, restarts);
    }

    /** An attack whose steps all stay in the ball of the threat. */
    public Apgd(int steps, int restarts, Optional<AttackLoss> loss) {
        this(steps, restarts, loss, false);
    }

    @Override
    public Search search() {
        return Search.LOSS_GRADIENT;
    }

    @Override
    public void requireSuits(ThreatModel threat) {
        if (largeRadii) {
            requireLargeRadiiSuit("apgd", threat);
        }
    }

    /** Refuses threats for which no balls larger than theirs have been published. */
    static void requireLargeRadiiSuit(String attack, ThreatModel threat) {
        switch (threat.norm()) {
            case LINF, L2 ->
                throw new IllegalArgumentException("attack " + attack + " has large-radii, which are for L1, not for "
                        + threat + "; leave them out there");
            case L1 -> {
                // "Mind the box" climbs in them
            }
        }
    }

    @Override
    public void requireClasses(int classes, Norm norm, Purpose purpose) {
        loss.orElse(purpose.usualLoss(norm)).requireClasses(classes);
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
        return "apgd with " + steps + " steps" + (restarts > 1 ? " and " + restarts + " restarts" : "");
    }

    @Override
    public boolean takesDistributions() {
        return loss.filter(chosen -> chosen == AttackLoss.KL).isPresent();
    }

    @Override
    public long passes(Norm norm) {
        return (long) GRADIENT * steps * restarts;
    }

    @Override
    public Tensor perturb(Goal goal, Tensor images, ThreatModel threat, Purpose purpose, Draws draws) {
        requireSuits(threat);
        AttackLoss objective = loss.orElse(purpose.usualLoss(threat.norm()));
        return new Attempts(goal, images, purpose, draws)
                .repeat(restarts, ascent(steps, objective, largeRadii, threat));
    }

    /** Returns what makes one attempt of APGD in this threat model: the steps depend on its norm. */
    static Function<Attempt, Tensor> ascent(int steps, AttackLoss loss, boolean largeRadii, ThreatModel threat) {
        return largeRadii
                ? new LargerBalls(steps, loss, threat, PUBLISHED_LARGER_BALLS)::climb
                : Ascent.in(threat.norm(), steps, loss, threat.epsilon().value())::climb;
    }
}
