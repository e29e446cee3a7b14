package io.stockpot.attack;

import io.stockpot.tensor.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** What an attack maximises: a loss for each image, given its logits and its label. */
public enum AttackLoss {
    /** The cross-entropy −log softmax(z)_y. */
    CROSS_ENTROPY,
    /**
     * The difference of logits ratio −(z_y − max_{i≠y} z_i) / (z_1st − z_3rd), where the denominator
     * takes the logits in decreasing order. It does not change when the logits are scaled or shifted,
     * so confident classifiers do not hide behind vanishing gradients (Croce and Hein, "Reliable
     * evaluation of adversarial robustness", ICML 2020).
     */
    DLR;

    private static final double TINY = 1e-12;
    private static final int DLR_CLASSES = 3;
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
                        case DLR -> differenceOfLogitsRatio(logits, labels);
                    });
        }
    }

    private static Tensor crossEntropy(Tensor logits, Tensor labels) {
        return torch.cross_entropy_loss(logits, labels, new TensorOptional(), KEEP_EACH, IGNORE_NONE, 0);
    }

    private static Tensor differenceOfLogitsRatio(Tensor logits, Tensor labels) {
        if (logits.size(1) < DLR_CLASSES) {
            throw new IllegalArgumentException(
                    "the DLR loss needs at least 3 classes, not " + logits.size(1) + "; use the cross-entropy loss");
        }
        Tensor sorted = logits.topk(DLR_CLASSES, 1, true, true).get0();
        Tensor range = sorted.select(1, 0).sub(sorted.select(1, 2)).add(new Scalar(TINY));
        return margin(logits, labels).neg().div(range);
    }

    /** Returns z_y − max_{i≠y} z_i: how far the label is ahead of every other class. */
    static Tensor margin(Tensor logits, Tensor labels) {
        try (Scope scope = Scope.open()) {
            Tensor column = labels.unsqueeze(1);
            Tensor others = logits.scatter(1, column, new Scalar(Double.NEGATIVE_INFINITY));
            return scope.keep(logits.gather(1, column).squeeze(1).sub(others.amax(new long[] {1}, false)));
        }
    }
}
