package io.stockpot.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.attack.Adversary;
import io.stockpot.attack.Attack;
import io.stockpot.attack.Draws;
import io.stockpot.attack.Goal;
import io.stockpot.attack.Purpose;
import io.stockpot.model.Classifier;
import io.stockpot.tensor.Precision;
import io.stockpot.threat.ThreatModel;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** What a training minimises: the cross-entropy on images that this chooses. */
public sealed interface Objective {
    /**
     * Returns the images to train on, in the caller's scope.
     *
     * @param images N×C×H×W in [0, 1], augmented
     * @param labels N
     * @param draws random numbers of these images in this epoch
     */
    Tensor inputs(Classifier classifier, Tensor images, Tensor labels, Draws draws, Precision precision);

    /** Returns the judge of held-out images: by this attack if the objective is adversarial, else clean. */
    Adversary adversary(Attack attack);

    /** Training on the images as they are. */
    record Nominal() implements Objective {
        @Override
        public Adversary adversary(Attack attack) {
            return Adversary.none();
        }

        @Override
        public Tensor inputs(Classifier classifier, Tensor images, Tensor labels, Draws draws, Precision precision) {
            return images;
        }
    }

    /**
     * Plain adversarial training (Madry et al. 2018; paper eq. 2): on perturbed images alone. The attack
     * sees the classifier as it would be used, with the running statistics of batch norm.
     *
     * @param threat what the perturbations may be
     * @param attack how they are found
     */
    record Adversarial(
            ThreatModel threat,

            @JsonProperty(defaultValue = "{apgd: {steps: 10}}")
            Attack attack) implements Objective {
        @Override
        public Adversary adversary(Attack judging) {
            return new Adversary(threat, List.of(judging));
        }

        @Override
        public Tensor inputs(Classifier classifier, Tensor images, Tensor labels, Draws draws, Precision precision) {
            Goal goal = new Goal(points -> classifier.logits(points, precision), labels);
            return attack.perturb(goal, images, threat, Purpose.TRAINING, draws);
        }
    }
}
