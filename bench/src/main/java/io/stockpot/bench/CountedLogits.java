package io.stockpot.bench;

import io.stockpot.attack.Logits;
import org.bytedeco.pytorch.Tensor;

/**
 * A classifier that counts what it is asked: passes, each of one image, forward or backward, and calls, each of one
 * batch. A gradient is two passes; whether one will be taken is known by whether the images require it.
 */
final class CountedLogits implements Logits {
    private final Logits classifier;
    private long passes;
    private long calls;

    CountedLogits(Logits classifier) {
        this.classifier = classifier;
    }

    @Override
    public Tensor of(Tensor images) {
        int ways = images.requires_grad() ? 2 : 1;
        passes += ways * images.size(0);
        calls += ways;
        return classifier.of(images);
    }

    /** Returns how many images went through the network, forward or backward. */
    long passes() {
        return passes;
    }

    /** Returns how many batches went through the network, forward or backward. */
    long calls() {
        return calls;
    }
}
