package io.stockpot.model.layer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
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

    /**
     * Names the residual blocks within, in order, by where the names of their tensors start. A block has one residual
     * connection or several of the same start, such as those around attention and perceptron of a transformer's.
     */
    default void declareBlocks(String prefix, Consumer<String> blocks) {}

    /**
     * Returns the stages of a network, by where the names of their tensors start: those of its parts, one after the
     * other, that hold residual blocks. They are the blocks of a transformer, and the groups of blocks of one width of
     * a residual network. Empty if there are none.
     */
    default List<String> stages() {
        return List.of();
    }

    /** Returns the residual blocks of a network, as {@link #declareBlocks} names them, each once. */
    default List<String> blocks() {
        Set<String> blocks = new LinkedHashSet<>();
        declareBlocks("", blocks::add);
        return List.copyOf(blocks);
    }

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
