package io.stockpot.attack;

import org.bytedeco.pytorch.Tensor;

/** The output of a classifier at some points. The tensors live in the scope of the caller. */
public final class Response {
    private final Tensor logits;
    private final Tensor losses;
    private final Tensor gradient;

    Response(Tensor logits, Tensor losses, Tensor gradient) {
        this.logits = logits;
        this.losses = losses;
        this.gradient = gradient;
    }

    /** Returns the logits, N×classes. */
    public Tensor logits() {
        return logits;
    }

    /** Returns the loss of each point, N. */
    public Tensor losses() {
        return losses;
    }

    /** Returns the gradient of each loss with respect to its point, N×C×H×W, finite; null if none was asked for. */
    public Tensor gradient() {
        return gradient;
    }
}
