package io.stockpot.train;

import org.bytedeco.pytorch.Tensor;

/** Images and what they show: what one step of a training learns from. It lives in the scope it was made in. */
public final class Batch {
    private final Tensor images;
    private final Tensor labels;

    /**
     * Puts images and labels together.
     *
     * @param images N×C×H×W in [0, 1], float32
     * @param labels N, int64
     */
    public Batch(Tensor images, Tensor labels) {
        this.images = images;
        this.labels = labels;
    }

    /** Returns the images, N×C×H×W in [0, 1], float32. */
    public Tensor images() {
        return images;
    }

    /** Returns the class of each image, N, int64. */
    public Tensor labels() {
        return labels;
    }

    /**
     * Returns a batch of other images that show the same, such as perturbed ones.
     *
     * @param others N×C×H×W in [0, 1], float32
     */
    public Batch withImages(Tensor others) {
        return new Batch(others, labels);
    }
}
