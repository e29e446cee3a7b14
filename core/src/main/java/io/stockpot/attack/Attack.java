package io.stockpot.attack;

import io.stockpot.text.YamlRecords;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A search for perturbed images that a classifier gets wrong. An attack is a record of its
 * hyper-parameters; it knows no norm of its own, the threat model does. Attacks only propose points:
 * whether these count is decided by the {@link Judge}.
 */
public sealed interface Attack
        permits Pgd, MultiTargeted, Apgd, TargetedApgd, InwardApgd, Fab, Square, Cascade, AutoAttack {
    /** What a gradient costs, in passes through the classifier without one. */
    int GRADIENT = 3;

    /** What leads an attack to its points, from what asks most of the classifier to what asks least. */
    enum Search {
        /** The gradient of a loss, which is climbed inside the ball. */
        LOSS_GRADIENT,
        /** Gradients of logits, which lead to the nearest point of the decision boundary. */
        BOUNDARY,
        /** Logits alone. */
        BLACK_BOX;

        /** Returns whether gradients that vanish or mislead hamper the attack. */
        public boolean usesGradients() {
            return switch (this) {
                case LOSS_GRADIENT, BOUNDARY -> true;
                case BLACK_BOX -> false;
            };
        }
    }

    /**
     * Returns a perturbed point for each image, inside ball ∩ box. The images are not changed.
     *
     * @param goal the classifier and the labels
     * @param images N×C×H×W in [0, 1], float32; N may be zero
     * @param draws random numbers for these images
     * @return N×C×H×W: a misclassified point for each image for which one was found, else the point
     *     the attack ended with
     */
    Tensor perturb(Goal goal, Tensor images, ThreatModel threat, Purpose purpose, Draws draws);

    /** Returns what leads the attack to its points; for a sequence, what asks most of the classifier among its parts. */
    Search search();

    /**
     * Returns the attacks that this one is made of, in the order they are run, each on the images that
     * none before has broken; empty if it is not made of others.
     */
    default List<Attack> parts(Norm norm) {
        return List.of();
    }

    /**
     * Returns the attack that this one is short for, which does the same to the last bit: this one, unless it is
     * or holds a sequence known by a name. The keys of measurements hold it, so that a name which comes
     * to mean something else does not take over what was measured under it.
     */
    default Attack spelledOut(Norm norm) {
        return this;
    }

    /** Returns the revision of what decides who withstands this attack and its parts: see {@link Revision}. */
    default int revision(Norm norm) {
        return parts(norm).stream().mapToInt(part -> part.revision(norm)).max().orElse(Revision.NUMBER);
    }

    /** Returns whether it climbs in the arithmetic of {@link Logits#ascent}; of a sequence, its parts are asked. */
    default boolean climbsInAscent() {
        return false;
    }

    /**
     * Returns whether the attack is meant to lead away from a distribution over the classes, where images of a training
     * have one ({@link Goal#awayFrom}): its loss is the divergence from it.
     */
    default boolean takesDistributions() {
        return false;
    }

    /** Returns how many classes the attack aims at, one after the other; zero if it aims at none. */
    default int targets() {
        return 0;
    }

    /**
     * Checks that the settings of the attack and of all its parts fit a threat.
     *
     * @throws IllegalArgumentException naming the setting, and what it fits; it begins with the word "attack", so
     *     that an error in a text is placed there
     */
    default void requireSuits(ThreatModel threat) {
        parts(threat.norm()).forEach(part -> part.requireSuits(threat));
    }

    /**
     * Checks that a classifier has enough classes to be evaluated by this attack and all its parts.
     *
     * @throws IllegalArgumentException telling how many it takes, and what takes fewer
     */
    default void requireClasses(int classes, Norm norm) {
        requireClasses(classes, norm, Purpose.EVALUATION);
    }

    /**
     * Checks that a classifier has enough classes for this attack and those of its parts that serve the purpose.
     *
     * @throws IllegalArgumentException telling how many it takes, and what takes fewer
     */
    default void requireClasses(int classes, Norm norm, Purpose purpose) {
        purpose.runOf(parts(norm)).forEach(part -> part.requireClasses(classes, norm, purpose));
    }

    /** Returns the attack in a few words for people, e.g. "apgd with 10 steps"; settings of less weight are left out. */
    default String summary() {
        return YamlRecords.nameOf((Record) this);
    }

    /** Returns about how many passes through the classifier an image costs that is never broken. */
    long passes(Norm norm);
}
