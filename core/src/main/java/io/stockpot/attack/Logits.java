package io.stockpot.attack;

import org.bytedeco.pytorch.Tensor;

/** A classifier as an attack sees it: {@code classifier::logits}. */
@FunctionalInterface
public interface Logits {
    /**
     * Returns the logits, differentiable with respect to the images.
     *
     * @param images N×C×H×W in [0, 1], float32
     * @return N×classes, float32
     */
    Tensor of(Tensor images);
}
