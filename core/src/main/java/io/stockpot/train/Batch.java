package io.stockpot.train;

import io.stockpot.tensor.Scope;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

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

    /** Returns the share of each class in each image, N×classes, float32, if images show several in part. */
    public Optional<Tensor> targets() {
        return targets;
    }

    /** Returns the number of images. */
    int size() {
        return Math.toIntExact(labels.size(0));
    }

    /** Returns the images from one place to before another, with what they show; they share their memory with these. */
    Batch part(int from, int to) {
        return new Batch(
                images.narrow(0, from, to - from),
                labels.narrow(0, from, to - from),
                targets.map(shares -> shares.narrow(0, from, to - from)));
    }

    /**
     * Returns the same images with smoothed targets (1 − s) t + s/K in place of t, in the caller's scope (Szegedy et al.,
     * "Rethinking the inception architecture for computer vision", CVPR 2016, section 7).
     *
     * @param share s, which part of each image shows all classes alike
     * @param classes K
     */
    Batch smoothed(double share, int classes) {
        try (Scope scope = Scope.open()) {
            Tensor shown =
                    targets.orElseGet(() -> torch.one_hot(labels, classes).to(ScalarType.Float));
            Tensor smoothed = shown.mul(new Scalar(1 - share)).add_(new Scalar(share / classes));
            return new Batch(images, labels, scope.keep(smoothed));
        }
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
