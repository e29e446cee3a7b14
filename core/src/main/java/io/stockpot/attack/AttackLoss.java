package io.stockpot.attack;

import io.stockpot.tensor.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * What an attack maximises: a loss for each image, given its logits z and its label y, and where there
 * is a target t, that too.
 */
public enum AttackLoss {
    /** The cross-entropy −log softmax(z)_y; with a target log softmax(z)_t. */
    CROSS_ENTROPY,
    /**
     * The Kullback-Leibler divergence Σ_i q_i (log q_i − log softmax(z)_i) of the answer from a distribution q over the
     * classes, as training has it where images show several in part ({@link Goal#awayFrom}); from a label it is the
     * cross-entropy. With a target log softmax(z)_t.
     */
    KL,
    /**
     * The difference of logits ratio −(z_y − max_{i≠y} z_i) / (z_1st − z_3rd), where the denominator
     * takes the logits in decreasing order; with a target (z_t − z_y) / (z_1st − (z_3rd + z_4th) / 2).
     * It does not change when the logits are scaled or shifted, so confident classifiers do not hide
     * behind vanishing gradients (Croce and Hein, "Reliable evaluation of adversarial robustness", ICML
     * 2020). Where one of these logits is at −∞, a class that the classifier has ruled out, there is no such range,
     * and the denominator is 1.
     */
    DLR,
    /** The difference of logits max_{i≠y} z_i − z_y; with a target z_t − z_y. */
    MARGIN;

    private static final double TINY = 1e-12;
    private static final int DLR_CLASSES = 3;
    private static final int TARGETED_DLR_CLASSES = 4;
    private static final int KEEP_EACH = 0;
    private static final int IGNORE_NONE = -100;

    /**
     * Returns the loss of each image.
     *
     * @param logits N×classes
     * @param labels N, int64
     * @return N, differentiable with respect to the logits
     * @throws IllegalArgumentException for DLR of fewer than three classes
     */
    public Tensor of(Tensor logits, Tensor labels) {
        try (Scope scope = Scope.open()) {
            return scope.keep(
                    switch (this) {
                        case CROSS_ENTROPY -> crossEntropy(logits, labels);
                        case KL -> divergence(logits, labels);
                        case DLR -> margin(logits, labels).neg().div(range(logits));
                        case MARGIN -> margin(logits, labels).neg();
                    });
        }
    }

    /**
     * Returns the loss of each image on the way to its target.
     *
     * @param logits N×classes
     * @param labels N, int64
     * @param targets N, int64, the classes to reach
     * @return N, differentiable with respect to the logits
     * @throws IllegalArgumentException for DLR of fewer than four classes
     */
    public Tensor towards(Tensor logits, Tensor labels, Tensor targets) {
        try (Scope scope = Scope.open()) {
            return scope.keep(
                    switch (this) {
                        case CROSS_ENTROPY, KL -> crossEntropy(logits, targets).neg();
                        case DLR -> difference(logits, targets, labels).div(rangeToFourth(logits));
                        case MARGIN -> difference(logits, targets, labels);
                    });
        }
    }

    private static Tensor crossEntropy(Tensor logits, Tensor labels) {
        return torch.cross_entropy_loss(logits, labels, new TensorOptional(), KEEP_EACH, IGNORE_NONE, 0);
    }

    private static Tensor divergence(Tensor logits, Tensor labels) {
        Tensor crossEntropy = crossEntropy(logits, labels);
        // the negative entropy, with 0 log 0 = 0; that of a label is zero
        return labels.dim() > 1 ? crossEntropy.add(labels.xlogy(labels).sum(1)) : crossEntropy;
    }

    /** Returns whether it can lead away from a distribution over the classes instead of from a label. */
    boolean takesDistributions() {
        return switch (this) {
            case CROSS_ENTROPY, KL -> true;
            case DLR, MARGIN -> false;
        };
    }

    /**
     * Checks that a classifier has enough classes for the loss of {@link #of}.
     *
     * @throws IllegalArgumentException if it has not
     */
    void requireClasses(long classes) {
        if (this == DLR) {
            requireClasses("the DLR loss", DLR_CLASSES, classes);
        }
    }

    /**
     * Checks that a classifier has enough classes for the loss of {@link #towards}.
     *
     * @throws IllegalArgumentException if it has not
     */
    void requireClassesForTargets(long classes) {
        if (this == DLR) {
            requireClasses("the targeted DLR loss", TARGETED_DLR_CLASSES, classes);
        }
    }

    private static void requireClasses(String loss, int least, long classes) {
        if (classes < least) {
            throw new IllegalArgumentException(loss + " needs at least " + least + " classes, not " + classes
                    + "; climb the margin from random starts instead, e.g. " + Apgd.FOR_FEW_CLASSES);
        }
    }

    private static Tensor range(Tensor logits) {
        DLR.requireClasses(logits.size(1));
        Tensor sorted = logits.topk(DLR_CLASSES, 1, true, true).get0();
        return orOne(sorted.select(1, 0).sub(sorted.select(1, 2)).add(new Scalar(TINY)));
    }

    private static Tensor rangeToFourth(Tensor logits) {
        DLR.requireClassesForTargets(logits.size(1));
        Tensor sorted = logits.topk(TARGETED_DLR_CLASSES, 1, true, true).get0();
        Tensor middle = sorted.select(1, 2).add(sorted.select(1, 3)).div(new Scalar(2));
        return orOne(sorted.select(1, 0).sub(middle).add(new Scalar(TINY)));
    }

    /** Over an infinite range every loss would be zero, and so would its gradient. */
    private static Tensor orOne(Tensor range) {
        return range.masked_fill(range.isinf(), new Scalar(1));
    }

    /** Returns the margin z_y − max_{i≠y} z_i. */
    static Tensor margin(Tensor logits, Tensor labels) {
        try (Scope scope = Scope.open()) {
            Tensor column = labels.unsqueeze(1);
            Tensor others = logits.scatter(1, column, new Scalar(Double.NEGATIVE_INFINITY));
            return scope.keep(logits.gather(1, column).squeeze(1).sub(others.amax(new long[] {1}, false)));
        }
    }

    /** Returns the logit of one class of each image less that of another, N. */
    private static Tensor difference(Tensor logits, Tensor classes, Tensor others) {
        Tensor first = logits.gather(1, classes.unsqueeze(1));
        return first.sub(logits.gather(1, others.unsqueeze(1))).squeeze(1);
    }
}
