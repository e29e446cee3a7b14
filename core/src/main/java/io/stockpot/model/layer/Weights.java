package io.stockpot.model.layer;

import io.stockpot.tensor.StateDict;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.Tensor;

/**
 * A layer's view of a model's tensors during one forward pass: names are relative to the layer.
 *
 * @param tensors all tensors of the model
 * @param prefix the layer's place, e.g. "block1.layer.0."
 * @param momentum in training, the share of the new batch in the running statistics of batch norm; in
 *     evaluation absent: batch norm then uses the running statistics and leaves them alone
 */
public record Weights(StateDict tensors, String prefix, OptionalDouble momentum) {
    Weights at(String name) {
        return under(name + ".");
    }

    Weights under(String start) {
        return new Weights(tensors, prefix + start, momentum);
    }

    Tensor get(String name) {
        return tensors.get(prefix + name);
    }
}
