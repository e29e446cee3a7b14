package io.stockpot.train;

import io.stockpot.model.Classifier;
import io.stockpot.tensor.Precision;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The network in training, as a loss sees it: it may be asked for logits, and nothing else. The precision
 * is that of the training, whatever the purpose.
 */
public final class Learner {
    private final Classifier classifier;
    private final Precision precision;

    /** Lends the classifier, which stays its owner's, to the losses of a training. */
    public Learner(Classifier classifier, Precision precision) {
        this.classifier = classifier;
        this.precision = precision;
    }

    /**
     * Classifies as the finished network would, with the running statistics of batch norm, and leaves them as
     * they are. Attacks ask this.
     *
     * @param images N×C×H×W in [0, 1]
     * @return logits N×classes, float32
     */
    public Tensor logits(Tensor images) {
        return classifier.logits(images, precision);
    }

    /**
     * Classifies with the statistics of these images, and moves the running statistics towards them. Losses
     * are made of this.
     *
     * @param images N×C×H×W in [0, 1]
     * @return logits N×classes, float32
     */
    public Tensor trainingLogits(Tensor images) {
        return classifier.trainingLogits(images, precision);
    }

    /** Returns the mean cross-entropy of the training logits of a batch, a scalar; with its targets, if it has any. */
    public Tensor crossEntropy(Batch batch) {
        return torch.cross_entropy_loss(trainingLogits(batch.images()), batch.answers());
    }
}
