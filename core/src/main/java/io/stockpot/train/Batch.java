package io.stockpot.train;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** Images and what they show: what one step of a training learns from. It lives in the scope it was made in. */
public final class Batch {
    private final Tensor images;
    private final Tensor labels;
    private final Optional<Tensor> targets;

    /**
     * Makes a batch of images that show one class each.
     *
     * @param images N×C×H×W in [0, 1], float32
     * @param labels N, int64
     */
    public Batch(Tensor images, Tensor labels) {
        this(images, labels, Optional.empty());
    }

    /**
     * Makes a batch of images that show several classes in part.
     *
     * @param images N×C×H×W in [0, 1], float32
     * @param labels the class of each image before it was mixed with others, N, int64
     * @param targets the share of each class, N×classes, float32
     */
    public Batch(Tensor images, Tensor labels, Tensor targets) {
        this(images, labels, Optional.of(targets));
    }

    private Batch(Tensor images, Tensor labels, Optional<Tensor> targets) {
        this.images = images;
        this.labels = labels;
        this.targets = targets;
    }

    /** Returns the images, N×C×H×W in [0, 1], float32. */
    public Tensor images() {
        return images;
    }

    /** Returns the class of each image, N, int64; that from before it was mixed if there are targets. */
    public Tensor labels() {
        return labels;
    }

    /** Returns what a cross-entropy compares answers with: the targets, N×classes, if there are any, else the labels. */
    public Tensor answers() {
        return targets.orElse(labels);
    }

    /**
     * Returns a batch of other images that show the same, such as perturbed ones.
     *
     * @param others N×C×H×W in [0, 1], float32
     */
    public Batch withImages(Tensor others) {
        return new Batch(others, labels, targets);
    }
}
