package io.stockpot.train;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.attack.Draws;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.SoftmaxRegression;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * A network of one pixel and two classes to compute losses of by hand: its logits are 3x − 1 and −2x + 0.5, so that class
 * 0 leads from 0.3 on.
 */
final class OnePixel {
    static final float[] SLOPES = {3, -2};
    static final float[] BIASES = {-1, 0.5f};

    private OnePixel() {}

    @MustBeClosed
    static Classifier network() {
        try (Scope scope = Scope.open();
                StateDict values = new StateDict()) {
            values.put("linear.weight", Tensor.create(SLOPES, 2, 1));
            values.put("linear.bias", Tensor.create(BIASES, 2));
            return Classifier.of(new SoftmaxRegression(1, 2, 1), Normalisation.none(1), values);
        }
    }

    static Batch batch(float[] pixels, long[] labels) {
        return new Batch(Tensor.create(pixels, pixels.length, 1, 1, 1), Tensor.create(labels, labels.length));
    }

    /** Returns by how much the logit of class 0 leads at a pixel, when the first slope is changed by so much. */
    static double lead(double pixel, double change) {
        return (SLOPES[0] + change - SLOPES[1]) * pixel + BIASES[0] - BIASES[1];
    }

    /** Returns the probabilities of both classes at a pixel, when the first slope is changed by so much. */
    static double[] answer(double pixel, double change) {
        double first = 1 / (1 + Math.exp(-lead(pixel, change)));
        return new double[] {first, 1 - first};
    }

    /** Returns the derivative of an objective's loss by the first slope. */
    static double slope(Classifier network, Objective objective, Batch batch, Draws draws) {
        Tensor weight = network.weights().get("linear.weight");
        weight.set_requires_grad(true);
        Tensor loss = objective.loss(new Learner(network, Precision.FLOAT32), batch, draws);
        return torch.grad(new TensorVector(loss), new TensorVector(weight))
                .get(0)
                .flatten()
                .get(0)
                .item_double();
    }
}
