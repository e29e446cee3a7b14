package io.stockpot.evaluate;

import io.stockpot.data.Batches;
import io.stockpot.data.LabelledImages;
import io.stockpot.model.Classifier;
import io.stockpot.tensor.FloatRows;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Scope;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** The outputs of a classifier, or of several together. */
@FunctionalInterface
public interface Outputs {
    /**
     * Classifies images.
     *
     * @param images N×C×H×W in [0, 1]
     * @return logits N×classes, float32, in the caller's scope
     */
    Tensor logits(Tensor images, Precision precision);

    /**
     * Classifies images in float32, batch by batch, and hands on the logits of each, in an array of its own, with its
     * index.
     *
     * @param batchSize images classified at once
     */
    default void classifyEach(LabelledImages images, int batchSize, ObjIntConsumer<float[]> taker) {
        for (int[] batch : Batches.inOrder(images.size(), batchSize)) {
            try (Scope scope = Scope.open();
                    InferenceMode inference = new InferenceMode()) {
                FloatRows rows = FloatRows.of(
                        logits(images.images(batch), Precision.FLOAT32).contiguous());
                for (int place = 0; place < batch.length; place++) {
                    float[] row = new float[rows.width()];
                    rows.read(place, row);
                    taker.accept(row, batch[place]);
                }
            }
        }
    }

    /**
     * Averages the probabilities of several classifiers (paper §5.1), at the cost of a forward pass for each.
     *
     * @return outputs whose logits are the logarithms of the mean softmax
     */
    static Outputs ensemble(List<Classifier> members) {
        return (images, precision) -> {
            try (Scope scope = Scope.open()) {
                Tensor sum = members.get(0).logits(images, precision).softmax(1);
                // nothing in place: attacks differentiate what is added and clamped
                for (Classifier member : members.subList(1, members.size())) {
                    sum = sum.add(member.logits(images, precision).softmax(1));
                }
                // log 0 is −∞: clamp to the smallest normal float
                return scope.keep(sum.div(new Scalar(members.size()))
                        .clamp_min(new Scalar(Float.MIN_NORMAL))
                        .log());
            }
        };
    }
}
