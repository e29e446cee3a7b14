package io.stockpot.train;

import io.stockpot.attack.Draws;
import io.stockpot.model.Classifier;
import io.stockpot.model.layer.StochasticDepth;
import io.stockpot.tensor.Precision;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The network in training, as a loss sees it: it may be asked for logits, and nothing else. The precision
 * is that of the training, whatever the purpose.
 */
public final class Learner {
    private final Classifier classifier;
    private final Precision precision;
    private final Optional<Classifier> auxiliary;
    private final Optional<StochasticDepth> depth;

    /** Lends the classifier, which stays its owner's, to the losses of a training. */
    public Learner(Classifier classifier, Precision precision) {
        this(classifier, precision, Optional.empty());
    }

    /**
     * Lends the classifier, which stays its owner's, to the losses of a training.
     *
     * @param auxiliary the same network with other normalisation layers, if the training has some
     */
    Learner(Classifier classifier, Precision precision, Optional<Classifier> auxiliary) {
        this(classifier, precision, auxiliary, Optional.empty());
    }

    private Learner(
            Classifier classifier,
            Precision precision,
            Optional<Classifier> auxiliary,
            Optional<StochasticDepth> depth) {
        this.classifier = classifier;
        this.precision = precision;
        this.auxiliary = auxiliary;
        this.depth = depth;
    }

    /**
     * Returns the same network with its auxiliary normalisation layers in place of its own. It leaves out the same
     * residual connections.
     *
     * @throws IllegalStateException if the training has none, see {@link Objective#needsAuxiliaryNormalisation}
     */
    Learner auxiliary() {
        Classifier other = auxiliary.orElseThrow(
                () -> new IllegalStateException("this training has no auxiliary normalisation layers"));
        return new Learner(other, precision, Optional.empty(), depth);
    }

    /**
     * Returns the same network for a step in which residual connections are left out at random. All passes with training
     * logits of the step leave out the same ones of an image; its answers to attacks are those of the whole network.
     *
     * @param rate of the last block, see {@link StochasticDepth#of}
     * @param draws random numbers for the images of the step
     */
    Learner leavingOut(double rate, Draws draws) {
        StochasticDepth rule = StochasticDepth.of(
                classifier.architecture().network(),
                rate,
                connection -> draws.child(connection).uniform(1));
        return new Learner(classifier, precision, auxiliary, Optional.of(rule));
    }

    /**
     * Classifies as the finished network would, whole and with the running statistics of batch norm, and leaves them as
     * they are. Attacks ask this.
     *
     * @param images N×C×H×W in [0, 1]
     * @return logits N×classes, float32
     */
    public Tensor logits(Tensor images) {
        return classifier.logits(images, precision);
    }

    /**
     * Classifies with the running statistics of batch norm and leaves them as they are, but without the residual
     * connections that are left out in this step: for attacks that are to see what the loss does.
     *
     * @param images N×C×H×W in [0, 1]
     * @return logits N×classes, float32
     */
    Tensor logitsOfTheStep(Tensor images) {
        return depth.map(rule -> classifier.logits(images, precision, rule)).orElseGet(() -> logits(images));
    }

    /** Returns the number of classes. */
    int classes() {
        return classifier.classes();
    }

    /**
     * Classifies with the statistics of these images, and moves the running statistics towards them. Losses
     * are made of this. Residual connections may be left out.
     *
     * @param images N×C×H×W in [0, 1]
     * @return logits N×classes, float32
     */
    public Tensor trainingLogits(Tensor images) {
        return depth.map(rule -> classifier.trainingLogits(images, precision, rule))
                .orElseGet(() -> classifier.trainingLogits(images, precision));
    }

    /** Returns the mean cross-entropy of the training logits of a batch, a scalar; with its targets, if it has any. */
    public Tensor crossEntropy(Batch batch) {
        return torch.cross_entropy_loss(trainingLogits(batch.images()), batch.answers());
    }
}
