package io.stockpot.evaluate;

import io.stockpot.model.Classifier;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Scope;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Something that answers images: a classifier, or several together. */
@FunctionalInterface
public interface Outputs {
    /**
     * Classifies.
     *
     * @param images N×C×H×W in [0, 1]
     * @return logits N×classes, float32, in the caller's scope
     */
    Tensor logits(Tensor images, Precision precision);

    /**
     * Averages the probabilities of several classifiers (paper §5.1); it costs a forward pass for each.
     *
     * @return as logits the logarithms of the mean softmax
     */
    static Outputs ensemble(List<Classifier> members) {
        return (images, precision) -> {
            try (Scope scope = Scope.open()) {
                Tensor sum = members.get(0).logits(images, precision).softmax(1);
                for (Classifier member : members.subList(1, members.size())) {
                    sum.add_(member.logits(images, precision).softmax(1));
                }
                // zero would become infinite, and no answer is so sure
                return scope.keep(sum.div_(new Scalar(members.size()))
                        .clamp_min_(new Scalar(Float.MIN_NORMAL))
                        .log());
            }
        };
    }
}
