package io.stockpot.model.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
                ChannelOrder,
                Convolution,
                Flatten,
                GroupedConvolution,
                LayerNorm,
                LayerScale,
                Linear,
                MaxPool,
                MeanPool,
                PatchTokens,
                PreActivationBlock,
                Residual,
                ResidualBlock,
                SelfAttention,
                TokenPool {
    /**
     * Computes the layer's output in the caller's scope.
     *
     * @param input N×C×H×W, or N×F after flattening
     */
    Tensor forward(Weights weights, Tensor input);

    /**
     * Adds to an ONNX graph what {@link #forward} computes in evaluation.
     *
     * @param graph the graph, as this layer sees it
     * @param input the value that comes in
     * @return the value that goes out
     */
    String export(OnnxGraph graph, String input);

    /** Names each tensor that the layer needs, in order, with names that start with the prefix. */
    void declare(String prefix, Consumer<Parameter> parameters);

    /** Returns how many features come out for each image or token; empty if that depends on what comes in. */
    default OptionalInt features() {
        return OptionalInt.empty();
    }

    /** Returns the same layer with so many features for each image or token; empty if it has no such number. */
    default Optional<Layer> withFeatures(int features) {
        return Optional.empty();
    }

    /** Lists each tensor that the layer needs as the root of a network. */
    default List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        declare("", parameters::add);
        return List.copyOf(parameters);
    }
}
