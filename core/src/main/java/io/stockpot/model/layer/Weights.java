package io.stockpot.model.layer;

import io.stockpot.tensor.StateDict;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.Tensor;

/**
 * A layer's view of a model's tensors during one forward pass: names are relative to the layer.
 *
 * @param tensors all tensors of the model
 * @param prefix the layer's place, e.g. "block1.layer.0."
 * @param momentum in training, the share of the new batch in the running statistics of batch norm; in
 *     evaluation absent: batch norm then uses the running statistics and leaves them alone
 * @param customary whether the momentum is only that of layers without one of their own
 */
public record Weights(StateDict tensors, String prefix, OptionalDouble momentum, boolean customary) {
    /** Returns a view whose momentum holds for all layers. */
    public Weights(StateDict tensors, String prefix, OptionalDouble momentum) {
        this(tensors, prefix, momentum, false);
    }

    /** Returns the share of a new batch in the running statistics of a layer that may have a momentum of its own. */
    double momentumOr(Optional<Double> own) {
        return customary ? own.orElse(momentum.orElse(0)) : momentum.orElse(0);
    }

    Weights at(String name) {
        return under(name + ".");
    }

    Weights under(String start) {
        return new Weights(tensors, prefix + start, momentum, customary);
    }

    Tensor get(String name) {
        return tensors.get(prefix + name);
    }
}
