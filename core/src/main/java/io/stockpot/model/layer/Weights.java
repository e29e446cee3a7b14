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
 * @param depth in training, which residual connections are left out; else absent
 */
public record Weights(
        StateDict tensors, String prefix, OptionalDouble momentum, boolean customary, Optional<StochasticDepth> depth) {
    /** Returns a view for a pass of the whole network, whose momentum holds for all layers. */
    public Weights(StateDict tensors, String prefix, OptionalDouble momentum) {
        this(tensors, prefix, momentum, false, Optional.empty());
    }

    /** Returns the share of a new batch in the running statistics of a layer that may have a momentum of its own. */
    double momentumOr(Optional<Double> own) {
        return customary ? own.orElse(momentum.orElse(0)) : momentum.orElse(0);
    }

    Weights at(String name) {
        return under(name + ".");
    }

    Weights under(String start) {
        return new Weights(tensors, prefix + start, momentum, customary, depth);
    }

    Tensor get(String name) {
        return tensors.get(prefix + name);
    }

    /**
     * Returns what the body of a residual connection adds to its shortcut, without that of images which are to go
     * without it in this pass.
     *
     * @param connection tells it from others of the same block
     * @param change output of the body, N×…
     */
    Tensor thinned(String connection, Tensor change) {
        return depth.map(rule -> rule.thinned(prefix, connection, change)).orElse(change);
    }
}
