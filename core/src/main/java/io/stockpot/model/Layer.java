package io.stockpot.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;

/**
 * One step of a network: what it computes, and the tensors it needs. Layers hold no values; those
 * come with each forward pass.
 */
public sealed interface Layer
        permits Activation,
                BatchNorm,
                Chain,
                Convolution,
                Flatten,
                Linear,
                MaxPool,
                MeanPool,
                PreActivationBlock,
                ResidualBlock {
    /**
     * Computes the layer's output in the caller's scope.
     *
     * @param input N×C×H×W, or N×F after flattening
     */
    Tensor forward(Weights weights, Tensor input);

    /** Names each tensor that the layer needs, in order, with names that start with the prefix. */
    void declare(String prefix, Consumer<Parameter> parameters);

    /** Lists each tensor that the layer needs as the root of a network. */
    default List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        declare("", parameters::add);
        return List.copyOf(parameters);
    }
}
