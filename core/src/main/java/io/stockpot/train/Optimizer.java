package io.stockpot.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
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

    /** Returns what the rule does differently from one weight to the next, and how far a gradient may go. */
    UpdateRules rules();

    /**
     * What a rule keeps from one step to the next: buffers by name, each a tensor per weight, zero at first; and how
     * each weight is treated, which does not change.
     */
    final class State implements AutoCloseable {
        private final Map<String, StateDict> buffers = new LinkedHashMap<>();
        private final Map<String, UpdateRules.Treatment> treatments;

        /**
         * Creates the state before the first step of weights that are all treated alike.
         *
         * @param weights the trained tensors by name
         */
        State(Optimizer optimizer, Map<String, Tensor> weights) {
            this(optimizer, weights, Map.of());
        }

        /**
         * Creates the state before the first step.
         *
         * @param weights the trained tensors by name
         * @param treatments of those that are not treated as usual, by the same names
         */
        State(Optimizer optimizer, Map<String, Tensor> weights, Map<String, UpdateRules.Treatment> treatments) {
            this.treatments = Map.copyOf(treatments);
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

        /** Returns how one weight is treated. */
        UpdateRules.Treatment treatment(String weight) {
            return treatments.getOrDefault(weight, UpdateRules.Treatment.USUAL);
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
     * of the fine-tuning method that the paper follows (Croce and Hein 2022), unless the rules spare some.
     *
     * @param momentum share of the old direction that is kept, in [0, 1)
     * @param weightDecay multiple of the weights that is added to the gradient
     * @param nesterov whether to look ahead (Sutskever et al. 2013)
     * @param rules for single weights and for gradients
     */
    record Sgd(
            @JsonProperty(defaultValue = "0.9") double momentum,
            @JsonProperty(defaultValue = "0.0005") double weightDecay,
            @JsonProperty(defaultValue = "false") boolean nesterov,

            @JsonUnwrapped @JsonProperty(defaultValue = "{}")
            UpdateRules rules)
            implements Optimizer {
        private static final String MOMENTUM = "momentum";

        /** Checks the ranges. */
        public Sgd {
            requireShare("momentum", momentum);
            requireDecay(weightDecay);
            rules.requireUse(weightDecay);
        }

        /** Treats all weights alike. */
        public Sgd(double momentum, double weightDecay, boolean nesterov) {
            this(momentum, weightDecay, nesterov, UpdateRules.NONE);
        }

        @Override
        public List<String> buffers() {
            return List.of(MOMENTUM);
        }

        @Override
        public void update(
                Map<String, Tensor> weights, Map<String, Tensor> gradients, State state, long step, double rate) {
            Scalar keep = new Scalar(momentum);
            try (NoGradGuard frozen = new NoGradGuard()) {
                weights.forEach((name, weight) -> {
                    UpdateRules.Treatment own = state.treatment(name);
                    Tensor gradient = gradients.get(name).add_(weight, new Scalar(own.decay(weightDecay)));
                    Tensor direction = state.get(MOMENTUM, name).mul_(keep).add_(gradient);
                    weight.add_(nesterov ? gradient.add_(direction, keep) : direction, new Scalar(-own.rate(rate)));
                });
            }
        }
    }

    /**
     * Adam with decoupled weight decay (Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR
     * 2019, Algorithm 2). As is customary, the schedule gives the learning rate itself, and the decay of every
     * trained tensor follows it: w ← w − rate (m̂ / (√v̂ + ε) + decay w).
     *
     * @param beta1 share of the old mean of gradients that is kept, in [0, 1)
     * @param beta2 share of the old mean of their squares that is kept, in [0, 1)
     * @param epsilon keeps the division from zero
     * @param weightDecay share of the weights that is taken off, in units of the learning rate
     * @param rules for single weights and for gradients
     */
    record AdamW(
            @JsonProperty(defaultValue = "0.9") double beta1,
            @JsonProperty(defaultValue = "0.999") double beta2,
            @JsonProperty(defaultValue = "1e-8") double epsilon,
            @JsonProperty(defaultValue = "0.01") double weightDecay,

            @JsonUnwrapped @JsonProperty(defaultValue = "{}")
            UpdateRules rules)
            implements Optimizer {
        private static final String FIRST = "first-moment";
        private static final String SECOND = "second-moment";

        /** Checks the ranges. */
        public AdamW {
            requireShare("beta1", beta1);
            requireShare("beta2", beta2);
            if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("epsilon must be positive, not " + epsilon);
            }
            requireDecay(weightDecay);
            rules.requireUse(weightDecay);
        }

        /** Treats all weights alike. */
        public AdamW(double beta1, double beta2, double epsilon, double weightDecay) {
            this(beta1, beta2, epsilon, weightDecay, UpdateRules.NONE);
        }

        @Override
        public List<String> buffers() {
            return List.of(FIRST, SECOND);
        }

        @Override
        public void update(
                Map<String, Tensor> weights, Map<String, Tensor> gradients, State state, long step, double rate) {
            // both means begin at zero, so early ones are too small by these factors
            double firstBias = 1 - Math.pow(beta1, step + 1.0);
            double secondBias = 1 - Math.pow(beta2, step + 1.0);
            weights.forEach((name, weight) -> {
                try (Scope scope = Scope.open();
                        NoGradGuard frozen = new NoGradGuard()) {
                    UpdateRules.Treatment own = state.treatment(name);
                    double ownRate = own.rate(rate);
                    Tensor gradient = gradients.get(name);
                    Tensor first = state.get(FIRST, name);
                    Tensor second = state.get(SECOND, name);
                    first.mul_(new Scalar(beta1)).add_(gradient, new Scalar(1 - beta1));
                    second.mul_(new Scalar(beta2)).addcmul_(gradient, gradient, new Scalar(1 - beta2));
                    Tensor deviation =
                            second.div(new Scalar(secondBias)).sqrt_().add_(new Scalar(epsilon));
                    weight.mul_(new Scalar(1 - ownRate * own.decay(weightDecay)))
                            .addcdiv_(first, deviation, new Scalar(-ownRate / firstBias));
                }
            });
        }
    }

    private static void requireShare(String name, double share) {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException(name + " must be in [0, 1), not " + share);
        }
    }

    private static void requireDecay(double weightDecay) {
        if (!(weightDecay >= 0)) {
            throw new IllegalArgumentException("weight-decay must not be negative, not " + weightDecay);
        }
    }
}
