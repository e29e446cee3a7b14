package io.stockpot.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.attack.Attack;
import io.stockpot.attack.AttackLoss;
import io.stockpot.attack.Draws;
import io.stockpot.attack.Goal;
import io.stockpot.attack.Judge;
import io.stockpot.attack.Pgd;
import io.stockpot.attack.Purpose;
import io.stockpot.data.ImageShape;
import io.stockpot.model.Architecture;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.ThreatModel;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What a training minimises. */
public sealed interface Objective
        permits Objective.Nominal,
                Objective.Adversarial,
                Objective.MultiNorm,
                Objective.Trades,
                PyramidAt,
                AdvProp,
                LogitPairing,
                RegularisedContinual {
    /**
     * Returns the loss of one step, in the caller's scope.
     *
     * @param learner the network in training
     * @param batch augmented images and their labels
     * @param draws random numbers for these images in this epoch
     * @return a scalar, differentiable with respect to the weights
     */
    Tensor loss(Learner learner, Batch batch, Draws draws);

    /** Returns whether images may show several classes in part; else each must show one. */
    default boolean takesTargets() {
        return false;
    }

    /**
     * Returns whether the loss asks for a second set of normalisation layers, {@link Learner#auxiliary}; only the
     * training keeps these.
     */
    default boolean needsAuxiliaryNormalisation() {
        return false;
    }

    /**
     * Checks that a network has the layers that the objective is about.
     *
     * @throws IllegalArgumentException if it has none, naming networks that have
     */
    default void requireSuits(Architecture architecture) {}

    /**
     * Checks that images of a shape can be perturbed as the objective does it.
     *
     * @throws IllegalArgumentException saying which can
     */
    default void requireSuits(ImageShape shape) {}

    /** Returns what perturbations of the training images may be; empty if there are none that a norm bounds. */
    default List<ThreatModel> threats() {
        return List.of();
    }

    /**
     * Checks that a classifier has enough classes to be trained like this.
     *
     * @throws IllegalArgumentException saying how many it takes, and what takes fewer
     */
    void requireClasses(int classes);

    /**
     * Returns about how many passes through the network an image costs in a step, where a pass with its gradient counts
     * as {@link Attack#GRADIENT}.
     */
    double passes();

    /**
     * Returns the judges of held-out images; an image counts if it withstands all of them. They attack where
     * the objective is adversarial, and look at clean images where it is not.
     *
     * @param attack to judge by
     */
    List<Judge> judges(Attack attack);

    /** Returns the goal of leading the network away from what images show: their labels, or classes in part. */
    private static Goal goal(Learner learner, Batch batch) {
        return batch.targets()
                .map(shares -> Goal.awayFrom(learner::logits, shares))
                .orElseGet(() -> new Goal(learner::logits, batch.labels()));
    }

    /** The cross-entropy of the images as they are. */
    record Nominal() implements Objective {
        /** Any number of classes will do. */
        @Override
        public void requireClasses(int classes) {}

        @Override
        public boolean takesTargets() {
            return true;
        }

        @Override
        public double passes() {
            return Attack.GRADIENT;
        }

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
     * eq. 2). The attack sees the classifier as it would be used, whole and with the running statistics of batch norm.
     * Images may show several classes in part if the attack climbs the divergence from these, {@code loss: kl} (the
     * paper's ImageNet training, App. A.1).
     *
     * @param threat what the perturbations may be
     * @param attack how they are found
     */
    record Adversarial(
            ThreatModel threat,

            @JsonProperty(defaultValue = "{apgd: {steps: 10}}")
            Attack attack) implements Objective {
        /** Requires an attack whose settings fit the threat. */
        public Adversarial {
            attack.requireSuits(threat);
        }

        @Override
        public void requireClasses(int classes) {
            attack.requireClasses(classes, threat.norm(), Purpose.TRAINING);
        }

        @Override
        public double passes() {
            return attack.passes(threat.norm()) + Attack.GRADIENT;
        }

        @Override
        public boolean takesTargets() {
            return attack.takesDistributions();
        }

        @Override
        public List<ThreatModel> threats() {
            return List.of(threat);
        }

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
            return attack.perturb(goal(learner, batch), batch.images(), threat, Purpose.TRAINING, draws);
        }
    }

    /**
     * The cross-entropy of images that are perturbed under one of several threats: the baselines that soups
     * are compared with (paper §4, App. A.1).
     *
     * @param threats what the perturbations may be, at least two
     * @param choice which of them an image meets
     * @param attack how perturbations are found, for each threat alike
     * @param attacks one for each threat in their order, in place of that: the paper's ImageNet training takes 2 steps for
     *     Linf and L2, and 20 for L1 (App. A.1)
     */
    record MultiNorm(
            List<ThreatModel> threats,
            Choice choice,

            @JsonProperty(defaultValue = "{apgd: {steps: 10}}")
            Attack attack,

            Optional<List<Attack>> attacks)
            implements Objective {
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

        /** Copies the lists and checks that there are several threats, and that the settings of an attack fit each. */
        public MultiNorm {
            threats = List.copyOf(threats);
            attacks = attacks.map(List::copyOf);
            if (threats.size() < 2 || new HashSet<>(threats).size() < threats.size()) {
                throw new IllegalArgumentException("threats must be two or more different ones, not " + threats
                        + "; for one threat, write {adversarial: {threat: …}}");
            }
            if (attacks.isPresent() && attacks.get().size() != threats.size()) {
                throw new IllegalArgumentException("attacks must be one for each of the " + threats.size()
                        + " threats, not " + attacks.get().size() + "; for one that serves all, write attack");
            }
            List<Attack> each = attacks.orElse(Collections.nCopies(threats.size(), attack));
            for (int number = 0; number < threats.size(); number++) {
                each.get(number).requireSuits(threats.get(number));
            }
        }

        /** Finds perturbations for each threat alike. */
        public MultiNorm(List<ThreatModel> threats, Choice choice, Attack attack) {
            this(threats, choice, attack, Optional.empty());
        }

        /** Returns the attack under one of the threats. */
        private Attack attack(int number) {
            return attacks.map(each -> each.get(number)).orElse(attack);
        }

        @Override
        public void requireClasses(int classes) {
            for (int number = 0; number < threats.size(); number++) {
                attack(number).requireClasses(classes, threats.get(number).norm(), Purpose.TRAINING);
            }
        }

        @Override
        public double passes() {
            double searching = IntStream.range(0, threats.size())
                    .mapToLong(
                            number -> attack(number).passes(threats.get(number).norm()))
                    .sum();
            return Attack.GRADIENT
                    + switch (choice) {
                        case WORST -> searching + threats.size();
                        case RANDOM -> searching / threats.size();
                    };
        }

        @Override
        public boolean takesTargets() {
            return IntStream.range(0, threats.size())
                    .allMatch(number -> attack(number).takesDistributions());
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
            Goal goal = goal(learner, batch);
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
            return attack(number).perturb(goal, images, threats.get(number), Purpose.TRAINING, draws.child(number));
        }

        private static Tensor losses(Goal goal, Tensor points) {
            return goal.response(points, AttackLoss.CROSS_ENTROPY).losses();
        }

        /** Draws a threat for the whole batch, whatever part of it this is. */
        private int draw(Draws draws) {
            try (Scope scope = Scope.open()) {
                double first = draws.child("threat").ofTheBatch().uniform(1).item_double();
                return (int) (first * threats.size());
            }
        }
    }

    /**
     * CE(f(x), y) + β KL(f(x) ‖ f(x′)), means over the batch: the cross-entropy of the images as they are, and the
     * Kullback-Leibler divergence of the answers to perturbed images from the answers to these. This is TRADES
     * (Zhang et al., "Theoretically principled trade-off between robustness and accuracy", ICML 2019, eq. 5 and
     * Algorithm 1). PGD climbs the divergence, with the running statistics of batch norm, from a random point of the
     * ball instead of one very close to the image, where the divergence has no gradient.
     *
     * @param threat what the perturbations may be
     * @param beta the weight of robustness against accuracy, 1/λ in the paper
     * @param steps of PGD, at least 1
     * @param stepSize the length of a step, in units of epsilon
     */
    record Trades(
            ThreatModel threat,
            @JsonProperty(defaultValue = "6") double beta,
            @JsonProperty(defaultValue = "10") int steps,
            @JsonProperty(defaultValue = "0.25") double stepSize)
            implements Objective {
        /** Checks the weight, and the steps as PGD does. */
        public Trades {
            if (!(beta >= 0 && beta < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("beta must not be negative, not " + beta);
            }
            attack(steps, stepSize);
        }

        /** Any number of classes will do. */
        @Override
        public void requireClasses(int classes) {}

        @Override
        public double passes() {
            return attack(steps, stepSize).passes(threat.norm()) + 1 + 2 * Attack.GRADIENT;
        }

        @Override
        public List<ThreatModel> threats() {
            return List.of(threat);
        }

        @Override
        public List<Judge> judges(Attack judging) {
            return List.of(new Judge(threat, List.of(judging)));
        }

        @Override
        public Tensor loss(Learner learner, Batch batch, Draws draws) {
            Tensor points = perturbed(learner, batch.images(), draws);
            Tensor logits = learner.trainingLogits(batch.images());
            Tensor clean = logits.log_softmax(1);
            Tensor perturbed = learner.trainingLogits(points).log_softmax(1);
            Tensor divergence = clean.exp().mul(clean.sub(perturbed)).sum(1).mean();
            return torch.cross_entropy_loss(logits, batch.labels()).add(divergence, new Scalar(beta));
        }

        /** Returns x′ for each image x. */
        Tensor perturbed(Learner learner, Tensor images, Draws draws) {
            try (Scope scope = Scope.open();
                    NoGradGuard frozen = new NoGradGuard()) {
                Goal goal =
                        Goal.awayFrom(learner::logits, learner.logits(images).softmax(1));
                return scope.keep(attack(steps, stepSize).perturb(goal, images, threat, Purpose.TRAINING, draws));
            }
        }

        private static Attack attack(int steps, double stepSize) {
            return new Pgd(steps, stepSize, true, Optional.of(AttackLoss.CROSS_ENTROPY));
        }
    }
}
