package io.stockpot.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.attack.Attack;
import io.stockpot.attack.AttackLoss;
import io.stockpot.attack.Draws;
import io.stockpot.attack.Goal;
import io.stockpot.attack.Judge;
import io.stockpot.attack.Purpose;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.ThreatModel;
import java.util.HashSet;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What a training minimises. */
public sealed interface Objective {
    /**
     * Returns the loss of one step, in the caller's scope.
     *
     * @param learner the network in training
     * @param batch augmented images and their labels
     * @param draws random numbers for these images in this epoch
     * @return a scalar, differentiable with respect to the weights
     */
    Tensor loss(Learner learner, Batch batch, Draws draws);

    /**
     * Returns the judges of held-out images; an image counts if it withstands all of them. They attack where
     * the objective is adversarial, and look at clean images where it is not.
     *
     * @param attack to judge by
     */
    List<Judge> judges(Attack attack);

    /** The cross-entropy of the images as they are. */
    record Nominal() implements Objective {
        @Override
        public List<Judge> judges(Attack attack) {
            return List.of(Judge.none());
        }

        @Override
        public Tensor loss(Learner learner, Batch batch, Draws draws) {
            return learner.crossEntropy(batch);
        }
    }

    /**
     * The cross-entropy of perturbed images alone: plain adversarial training (Madry et al. 2018; paper
     * eq. 2). The attack sees the classifier as it would be used, with the running statistics of batch norm.
     *
     * @param threat what the perturbations may be
     * @param attack how they are found
     */
    record Adversarial(
            ThreatModel threat,

            @JsonProperty(defaultValue = "{apgd: {steps: 10}}")
            Attack attack) implements Objective {
        @Override
        public List<Judge> judges(Attack judging) {
            return List.of(new Judge(threat, List.of(judging)));
        }

        @Override
        public Tensor loss(Learner learner, Batch batch, Draws draws) {
            return learner.crossEntropy(batch.withImages(perturbed(learner, batch, draws)));
        }

        /** Returns the images to learn from, N×C×H×W in [0, 1]. */
        Tensor perturbed(Learner learner, Batch batch, Draws draws) {
            Goal goal = new Goal(learner::logits, batch.labels());
            return attack.perturb(goal, batch.images(), threat, Purpose.TRAINING, draws);
        }
    }

    /**
     * The cross-entropy of images that are perturbed under one of several threats: the baselines that soups
     * are compared with (paper §4, App. A.1).
     *
     * @param threats what the perturbations may be, at least two
     * @param choice which of them an image meets
     * @param attack how perturbations are found, for each threat alike
     */
    record MultiNorm(
            List<ThreatModel> threats,
            Choice choice,

            @JsonProperty(defaultValue = "{apgd: {steps: 10}}")
            Attack attack) implements Objective {
        /** Which perturbation an image is trained on. */
        public enum Choice {
            /**
             * The one of highest cross-entropy, image by image: MAX (Tramèr and Boneh, "Adversarial
             * training and robustness for multiple perturbations", NeurIPS 2019). Every threat is tried.
             */
            WORST,
            /**
             * That of a threat drawn uniformly for each batch: SAT (Madaan, Shin and Hwang, "Learning to
             * generate noise for multi-attack robustness", ICML 2021).
             */
            RANDOM
        }

        /** Copies the list and checks that there are several threats. */
        public MultiNorm {
            threats = List.copyOf(threats);
            if (threats.size() < 2 || new HashSet<>(threats).size() < threats.size()) {
                throw new IllegalArgumentException("threats must be two or more different ones, not " + threats
                        + "; for one threat, write {adversarial: {threat: …}}");
            }
        }

        @Override
        public List<Judge> judges(Attack judging) {
            return threats.stream()
                    .map(threat -> new Judge(threat, List.of(judging)))
                    .toList();
        }

        @Override
        public Tensor loss(Learner learner, Batch batch, Draws draws) {
            return learner.crossEntropy(batch.withImages(perturbed(learner, batch, draws)));
        }

        /** Returns the images to learn from, N×C×H×W in [0, 1]. */
        Tensor perturbed(Learner learner, Batch batch, Draws draws) {
            Goal goal = new Goal(learner::logits, batch.labels());
            return switch (choice) {
                case WORST -> worst(goal, batch.images(), draws);
                case RANDOM -> perturbed(goal, batch.images(), draw(draws), draws);
            };
        }

        private Tensor worst(Goal goal, Tensor images, Draws draws) {
            try (Scope scope = Scope.open();
                    NoGradGuard frozen = new NoGradGuard()) {
                Tensor points = perturbed(goal, images, 0, draws);
                Tensor losses = losses(goal, points);
                for (int number = 1; number < threats.size(); number++) {
                    Tensor others = perturbed(goal, images, number, draws);
                    Tensor otherLosses = losses(goal, others);
                    points = torch.where(otherLosses.gt(losses).view(-1, 1, 1, 1), others, points);
                    losses = losses.maximum(otherLosses);
                }
                return scope.keep(points);
            }
        }

        private Tensor perturbed(Goal goal, Tensor images, int number, Draws draws) {
            return attack.perturb(goal, images, threats.get(number), Purpose.TRAINING, draws.child(number));
        }

        private static Tensor losses(Goal goal, Tensor points) {
            return goal.response(points, AttackLoss.CROSS_ENTROPY).losses();
        }

        /** Draws a threat for the whole batch: its first image, which is a random one, draws for all. */
        private int draw(Draws draws) {
            try (Scope scope = Scope.open()) {
                double first = draws.child("threat").uniform(1).flatten().get(0).item_double();
                return (int) (first * threats.size());
            }
        }
    }
}
