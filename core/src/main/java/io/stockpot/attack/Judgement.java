package io.stockpot.attack;

import java.util.BitSet;
import org.bytedeco.pytorch.Tensor;

/** What a {@link Judge} found out about a batch of images. Its tensor belongs to the scope of the caller. */
public final class Judgement {
    private final BitSet clean;
    private final BitSet robust;
    private final Tensor perturbed;
    private final GradientTally gradients;

    Judgement(BitSet clean, BitSet robust, Tensor perturbed, GradientTally gradients) {
        this.clean = clean;
        this.robust = robust;
        this.perturbed = perturbed;
        this.gradients = gradients;
    }

    /** Returns which images are classified correctly as they are. */
    public BitSet clean() {
        return (BitSet) clean.clone();
    }

    /** Returns which images are correct at every point that was judged, and as they are. */
    public BitSet robust() {
        return (BitSet) robust.clone();
    }

    /**
     * Returns the worst point found for each image: a misclassified one where there is one, else the
     * one of least margin; the image itself if it was misclassified from the start.
     *
     * @return N×C×H×W, inside ball ∩ box
     */
    public Tensor perturbed() {
        return perturbed;
    }

    /** Returns the statistics of the gradients that the attacks asked for. */
    public GradientTally gradients() {
        return gradients;
    }
}
