package io.stockpot.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/** The rule that turns gradients into new weights. */
public sealed interface Optimizer {
    /**
     * Changes weights and momentum in place.
     *
     * @param weights the trained tensors
     * @param momentum one buffer per weight, zero at first
     * @param gradients one per weight
     */
    void update(List<Tensor> weights, List<Tensor> momentum, TensorVector gradients, double rate);

    /**
     * Stochastic gradient descent with momentum; weight decay on every trained tensor, as in the code
     * of the fine-tuning method that the paper follows (Croce and Hein 2022).
     *
     * @param momentum share of the old direction that is kept, in [0, 1)
     * @param weightDecay added to the gradient as a multiple of the weights
     * @param nesterov whether to look ahead (Sutskever et al. 2013)
     */
    record Sgd(
            @JsonProperty(defaultValue = "0.9") double momentum,
            @JsonProperty(defaultValue = "0.0005") double weightDecay,
            @JsonProperty(defaultValue = "false") boolean nesterov)
            implements Optimizer {
        /** Checks the ranges. */
        public Sgd {
            if (!(momentum >= 0 && momentum < 1)) {
                throw new IllegalArgumentException("momentum must be in [0, 1), not " + momentum);
            }
            if (!(weightDecay >= 0)) {
                throw new IllegalArgumentException("weight-decay must not be negative, not " + weightDecay);
            }
        }

        @Override
        public void update(List<Tensor> weights, List<Tensor> momenta, TensorVector gradients, double rate) {
            Scalar keep = new Scalar(momentum);
            Scalar decay = new Scalar(weightDecay);
            Scalar step = new Scalar(-rate);
            try (NoGradGuard guard = new NoGradGuard()) {
                for (int i = 0; i < weights.size(); i++) {
                    Tensor weight = weights.get(i);
                    Tensor gradient = gradients.get(i).add_(weight, decay);
                    Tensor direction = momenta.get(i).mul_(keep).add_(gradient);
                    weight.add_(nesterov ? gradient.add_(direction, keep) : direction, step);
                }
            }
        }
    }
}
