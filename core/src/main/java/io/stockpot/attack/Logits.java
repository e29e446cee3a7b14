package io.stockpot.attack;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** A classifier as an attack sees it: {@code classifier::logits}. */
@FunctionalInterface
public interface Logits {
    /**
     * Returns the logits, differentiable with respect to the images.
     *
     * @param images N×C×H×W in [0, 1], float32; in memory perhaps with channels last
     * @return N×classes, float32
     */
    Tensor of(Tensor images);

    /**
     * Returns the same classifier in faster arithmetic, if attacks are to climb by that. Where it calls a point
     * misclassified, this one is asked before that counts.
     */
    default Optional<Logits> ascent() {
        return Optional.empty();
    }

    /** Returns a classifier that is climbed by another's answers. */
    static Logits climbedBy(Logits ascent, Logits exact) {
        return new Logits() {
            @Override
            public Tensor of(Tensor images) {
                return exact.of(images);
            }

            @Override
            public Optional<Logits> ascent() {
                return Optional.of(ascent);
            }
        };
    }
}
