package io.stockpot.train;

import io.stockpot.tensor.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The gradient of a batch, added up part by part, so that only the activations of one part are in memory. Each part
 * counts by its share of the images; the sum is the gradient of the mean over the batch.
 */
final class Accumulation {
    private final Function<Tensor, Map<String, Tensor>> differentiate;
    private final Map<String, Tensor> sum = new LinkedHashMap<>();
    private double loss;

    /**
     * Begins with nothing, in the scope that it is made in.
     *
     * @param differentiate returns the gradient of a loss, by the names of the weights
     */
    Accumulation(Function<Tensor, Map<String, Tensor>> differentiate) {
        this.differentiate = differentiate;
    }

    /**
     * Adds the gradient of a part.
     *
     * @param scope that of the part; gradients that are needed longer are kept from it
     * @param mean loss of the images of the part, a scalar
     * @param share of the part in the images of the batch
     */
    void add(Scope scope, Tensor mean, double share) {
        loss += share * mean.item_double();
        Scalar weight = new Scalar(share);
        differentiate.apply(mean).forEach((name, gradient) -> {
            try (NoGradGuard frozen = new NoGradGuard()) {
                if (!sum.containsKey(name)) {
                    // a whole batch is taken as it is; not in place, because gradients may share their memory
                    sum.put(name, scope.keep(share == 1 ? gradient : gradient.mul(weight)));
                } else {
                    sum.get(name).add_(gradient, weight);
                }
            }
        });
    }

    /** Returns the mean loss of the parts so far. */
    double loss() {
        return loss;
    }

    /** Returns the sum of the gradients so far, by the names of the weights. */
    Map<String, Tensor> gradients() {
        return sum;
    }
}
