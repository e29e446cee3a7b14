package io.stockpot.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The rule that turns gradients into new weights. */
public sealed interface Optimizer {
    /**
     * Returns the names of the buffers that the rule keeps for each trained tensor from one step to the next;
     * they are in the files that a training is resumed from.
     */
    List<String> buffers();

    /**
     * Changes weights and state in place.
     *
     * @param weights the trained tensors by name
     * @param gradients of the loss, one per weight under the same name; may be overwritten
     * @param state what was kept of the same weights
     * @param step number of steps done before this one
     * @param rate learning rate
     */
    void update(Map<String, Tensor> weights, Map<String, Tensor> gradients, State state, long step, double rate);

    /** What a rule keeps from one step to the next: buffers by name, each a tensor per weight, zero at first. */
    final class State implements AutoCloseable {
        private final Map<String, StateDict> buffers = new LinkedHashMap<>();

        /**
         * Creates the state before the first step.
         *
         * @param weights the trained tensors by name
         */
        State(Optimizer optimizer, Map<String, Tensor> weights) {
            try (Scope scope = Scope.open();
                    NoGradGuard frozen = new NoGradGuard()) {
                for (String buffer : optimizer.buffers()) {
                    StateDict zeros = new StateDict();
                    weights.forEach((name, weight) -> zeros.put(name, torch.zeros_like(weight)));
                    buffers.put(buffer, zeros);
                }
            }
        }

        /** Returns one buffer of one weight, to be changed in place. */
        Tensor get(String buffer, String weight) {
            return buffers.get(buffer).get(weight);
        }

        /** Returns all buffers by name, still owned by this state. */
        Map<String, StateDict> buffers() {
            return Collections.unmodifiableMap(buffers);
        }

        /** Frees all buffers. */
        @Override
        public void close() {
            buffers.values().forEach(StateDict::close);
        }
    }

    /**
     * Stochastic gradient descent with momentum; weight decay on every trained tensor, as in the code
     * of the fine-tuning method that the paper follows (Croce and Hein 2022).
     *
     * @param momentum share of the old direction that is kept, in [0, 1)
     * @param weightDecay multiple of the weights that is added to the gradient
     * @param nesterov whether to look ahead (Sutskever et al. 2013)
     */
    record Sgd(
            @JsonProperty(defaultValue = "0.9") double momentum,
            @JsonProperty(defaultValue = "0.0005") double weightDecay,
            @JsonProperty(defaultValue = "false") boolean nesterov)
            implements Optimizer {
        private static final String MOMENTUM = "momentum";

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
        public List<String> buffers() {
            return List.of(MOMENTUM);
        }

        @Override
        public void update(
                Map<String, Tensor> weights, Map<String, Tensor> gradients, State state, long step, double rate) {
            Scalar keep = new Scalar(momentum);
            Scalar decay = new Scalar(weightDecay);
            Scalar down = new Scalar(-rate);
            try (NoGradGuard frozen = new NoGradGuard()) {
                weights.forEach((name, weight) -> {
                    Tensor gradient = gradients.get(name).add_(weight, decay);
                    Tensor direction = state.get(MOMENTUM, name).mul_(keep).add_(gradient);
                    weight.add_(nesterov ? gradient.add_(direction, keep) : direction, down);
                });
            }
        }
    }
}
