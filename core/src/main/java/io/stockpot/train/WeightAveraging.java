package io.stockpot.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * An exponential moving average of the weights and running statistics; the averaged model is the
 * result of the training. In step t, counted from zero, the decay is min(decay, (1+t)/(10+t)), so that
 * the average does not cling to the initial weights when the training is short.
 *
 * @param decay share of the old average that is kept at each step, in [0, 1)
 */
public record WeightAveraging(
        @JsonProperty(defaultValue = "0.995") double decay) {
    /** Checks the range. */
    public WeightAveraging {
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException("decay must be in [0, 1), not " + decay);
        }
    }

    /**
     * Moves the average towards the weights, in place.
     *
     * @param step number of steps done before this one
     */
    void update(StateDict average, StateDict weights, long step) {
        double kept = Math.min(decay, (1.0 + step) / (10.0 + step));
        try (NoGradGuard guard = new NoGradGuard();
                Scope scope = Scope.open()) {
            for (String name : average.names()) {
                Tensor value = weights.get(name);
                if (value.is_floating_point()) {
                    average.get(name).lerp_(value, new Scalar(1 - kept));
                } else {
                    average.get(name).copy_(value);
                }
            }
        }
    }
}
