package io.stockpot.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.attack.Attack;
import io.stockpot.attack.AttackLoss;
import io.stockpot.attack.Draws;
import io.stockpot.attack.Goal;
import io.stockpot.attack.Judge;
import io.stockpot.attack.Purpose;
import io.stockpot.threat.ThreatModel;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * max(CE(f(x₁), y), CE(f(x₂), y)) + λ KL(f(x₁) ‖ f(x₂)) for images x₁ and x₂ perturbed under two threats: the first term is
 * a mean over the batch, the second over the images that are classified as their labels under the first threat, so that
 * learning to withstand the second does not undo what holds under the first. This is the robust fine-tuning of RAMP (Jiang
 * and Singh, "RAMP: boosting adversarial robustness against multiple lp perturbations for universal robustness", NeurIPS
 * 2024), without the gradient projection that its training from scratch adds. The attack sees the running statistics of
 * batch norm; both answers are differentiated.
 *
 * @param threats the one to keep and the one to add, two different ones
 * @param lambda the weight of the divergence
 * @param attack how perturbations are found, for both threats alike
 */
public record LogitPairing(
        List<ThreatModel> threats,
        @JsonProperty(defaultValue = "1.5") double lambda,

        @JsonProperty(defaultValue = "{apgd: {steps: 10}}") Attack attack)
        implements Objective {
    /** Copies the list and checks that there are two threats which the settings of the attack fit, and the weight. */
    public LogitPairing {
        threats = List.copyOf(threats);
        if (threats.size() != 2 || threats.get(0).equals(threats.get(1))) {
            throw new IllegalArgumentException("threats must be two different ones, that to keep and that to add, not "
                    + threats + "; for more at once, write {multi-norm: {threats: …}}");
        }
        threats.forEach(attack::requireSuits);
        if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("lambda must not be negative, not " + lambda);
        }
    }

    @Override
    public void requireClasses(int classes) {
        threats.forEach(threat -> attack.requireClasses(classes, threat.norm(), Purpose.TRAINING));
    }

    @Override
    public double passes() {
        long attacks = threats.stream()
                .mapToLong(threat -> attack.passes(threat.norm()))
                .sum();
        return attacks + 2 * Attack.GRADIENT;
    }

    @Override
    public List<Judge> judges(Attack judging) {
        return threats.stream()
                .map(threat -> new Judge(threat, List.of(judging)))
                .toList();
    }

    @Override
    public Tensor loss(Learner learner, Batch batch, Draws draws) {
        Tensor kept = learner.trainingLogits(perturbed(learner, batch, 0, draws));
        Tensor added = learner.trainingLogits(perturbed(learner, batch, 1, draws));
        Tensor worst = AttackLoss.CROSS_ENTROPY
                .of(kept, batch.labels())
                .maximum(AttackLoss.CROSS_ENTROPY.of(added, batch.labels()));
        return worst.mean().add(divergence(kept, added, batch.labels()), new Scalar(lambda));
    }

    /** Returns the mean divergence over the images that are classified as their labels by the first logits, else zero. */
    private static Tensor divergence(Tensor kept, Tensor added, Tensor labels) {
        Tensor first = kept.log_softmax(1);
        Tensor divergences = first.exp().mul(first.sub(added.log_softmax(1))).sum(1);
        Tensor right =
                kept.detach().argmax(new LongOptional(1), false).eq(labels).to(ScalarType.Float);
        return divergences.mul(right).sum().div(right.sum().clamp_min_(new Scalar(1)));
    }

    /** Returns the images under one of the threats, N×C×H×W in [0, 1]. */
    Tensor perturbed(Learner learner, Batch batch, int number, Draws draws) {
        Goal goal = new Goal(learner::logits, batch.labels());
        return attack.perturb(goal, batch.images(), threats.get(number), Purpose.TRAINING, draws.child(number));
    }
}
