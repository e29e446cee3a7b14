package io.stockpot.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.attack.Attack;
import io.stockpot.attack.AttackLoss;
import io.stockpot.attack.Draws;
import io.stockpot.attack.Goal;
import io.stockpot.attack.Judge;
import io.stockpot.attack.Pgd;
import io.stockpot.attack.Purpose;
import io.stockpot.model.Architecture;
import io.stockpot.model.layer.Parameter;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.ThreatModel;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * CE(f(x), y) + CE(g(x′), y), means over the batch: images as they are, and perturbed ones x′ before g, the same network
 * with normalisation layers of its own (AdvProp; Xie, Tan, Gong, Wang, Yuille and Le, "Adversarial examples improve image
 * recognition", CVPR 2020, Algorithm 1). PGD leads g from a random point of the ball towards a random class other than
 * the label, as in the paper's baseline (App. A.1). f is what is kept, and images are selected by as they are: the aim is
 * accuracy. Both may have batch norm, layer norm or both. The number and length of steps, which App. A.1 does not say, are
 * those of the authors of AdvProp for this radius, 5 of 1/255.
 *
 * @param threat what the perturbations may be
 * @param steps of PGD, at least 1
 * @param stepSize the length of a step, in units of epsilon
 */
public record AdvProp(
        @JsonProperty(defaultValue = "Linf 4/255") ThreatModel threat,
        @JsonProperty(defaultValue = "5") int steps,
        @JsonProperty(defaultValue = "0.25") double stepSize)
        implements Objective {
    /** Checks the steps as PGD does. */
    public AdvProp {
        attack(steps, stepSize);
    }

    @Override
    public boolean takesTargets() {
        return true;
    }

    @Override
    public boolean needsAuxiliaryNormalisation() {
        return true;
    }

    @Override
    public void requireSuits(Architecture architecture) {
        if (architecture.network().parameters().stream()
                .map(Parameter::role)
                .noneMatch(Parameter.Role::isNormalisation)) {
            throw new IllegalArgumentException(
                    "adv-prop gives perturbed images normalisation layers of their own, and this"
                            + " network has none; use one with batch norm or layer norm, or train on 'pyramid-at' or 'adversarial'");
        }
    }

    /** Any number of classes will do. */
    @Override
    public void requireClasses(int classes) {}

    @Override
    public List<ThreatModel> threats() {
        return List.of(threat);
    }

    @Override
    public double passes() {
        return attack(steps, stepSize).passes(threat.norm()) + 2 * Attack.GRADIENT;
    }

    @Override
    public List<Judge> judges(Attack attack) {
        return List.of(Judge.none());
    }

    @Override
    public Tensor loss(Learner learner, Batch batch, Draws draws) {
        Learner auxiliary = learner.auxiliary();
        Tensor points = perturbed(auxiliary, batch, draws);
        return learner.crossEntropy(batch).add(auxiliary.crossEntropy(batch.withImages(points)));
    }

    /** Returns x′ for each image x, N×C×H×W in [0, 1]. */
    Tensor perturbed(Learner auxiliary, Batch batch, Draws draws) {
        try (Scope scope = Scope.open()) {
            Tensor targets = targets(batch.labels(), auxiliary.classes(), draws.child("target"));
            Goal goal = new Goal(auxiliary::logits, batch.labels()).withTargets(targets);
            return scope.keep(attack(steps, stepSize).perturb(goal, batch.images(), threat, Purpose.TRAINING, draws));
        }
    }

    /**
     * Returns a class for each image, N, int64, uniform among those that are not its label. That of a mixed image is not
     * the label from before it was mixed.
     */
    static Tensor targets(Tensor labels, int classes, Draws draws) {
        try (Scope scope = Scope.open();
                NoGradGuard frozen = new NoGradGuard()) {
            Tensor steps = draws.uniform(1)
                    .view(-1)
                    .mul(new Scalar(classes - 1))
                    .to(ScalarType.Long)
                    .clamp_max_(new Scalar(classes - 2));
            return scope.keep(labels.add(steps).add_(new Scalar(1)).remainder(new Scalar(classes)));
        }
    }

    private static Attack attack(int steps, double stepSize) {
        return new Pgd(steps, stepSize, true, Optional.of(AttackLoss.CROSS_ENTROPY));
    }
}
