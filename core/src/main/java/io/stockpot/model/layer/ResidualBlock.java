package io.stockpot.model.layer;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Guards;
import java.util.function.Consumer;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The basic residual block (He et al. 2016, "Deep residual learning for image recognition"): 3×3
 * convolution, activation, 3×3 convolution, plus the shortcut, activation. Each convolution is followed
 * by batch norm, or else has a bias. Its tensors are called conv1, bn1, conv2, bn2, shortcut.0 (a
 * convolution) and shortcut.1 (its batch norm).
 *
 * @param in channels of the input
 * @param out channels of the output
 * @param stride step of the first convolution
 * @param batchNorm whether convolutions are followed by batch norm
 * @param shortcut how the input is carried over where the shape changes
 * @param activation the nonlinearity
 */
public record ResidualBlock(
        int in,
        int out,
        @JsonProperty(defaultValue = "1") int stride,
        @JsonProperty(defaultValue = "true") boolean batchNorm,
        @JsonProperty(defaultValue = "convolution") Shortcut shortcut,
        @JsonProperty(defaultValue = "relu") Activation activation)
        implements Layer {
    /** Checks that all sizes are positive and that padding can make the shape. */
    public ResidualBlock {
        Guards.requireAtLeast("in", 1, in);
        Guards.requireAtLeast("out", 1, out);
        Guards.requireAtLeast("stride", 1, stride);
        if (shortcut == Shortcut.PADDING && (out < in || (out - in) % 2 != 0)) {
            throw new IllegalArgumentException(
                    "a padded shortcut needs an even number of channels more, not " + in + " and then " + out);
        }
    }

    /** How the input is carried over where the shape changes; elsewhere it is carried over as it is. */
    public enum Shortcut {
        /** By a 1×1 convolution, option B of the paper. */
        CONVOLUTION,
        /**
         * Every stride-th pixel, with zero channels added, half before and half after: option A of the
         * paper, which leaves open where the zeros go.
         */
        PADDING
    }

    @Override
    public Tensor forward(Weights weights, Tensor input) {
        Tensor carried = carried(weights, input);
        Tensor hidden = activation.consume(body().forward(weights, input));
        Tensor change = weights.thinned("", tail().forward(weights, hidden));
        return activation.consume(change.add_(carried));
    }

    private Tensor carried(Weights weights, Tensor input) {
        if (in == out && stride == 1) {
            return input;
        }
        return switch (shortcut) {
            case CONVOLUTION -> projection().forward(weights.at("shortcut"), input);
            case PADDING -> padded(input);
        };
    }

    private Tensor padded(Tensor input) {
        LongOptional whole = new LongOptional();
        Tensor sparse = input.slice(2, whole, whole, stride).slice(3, whole, whole, stride);
        int added = (out - in) / 2;
        return torch.constant_pad_nd(sparse, 0, 0, 0, 0, added, added);
    }

    @Override
    public String export(OnnxGraph graph, String input) {
        String hidden = activation.export(graph, body().export(graph, input));
        String change = tail().export(graph, hidden);
        return activation.export(
                graph, graph.node("Add", change, carried(graph, input)).output());
    }

    private String carried(OnnxGraph graph, String input) {
        if (in == out && stride == 1) {
            return input;
        }
        return switch (shortcut) {
            case CONVOLUTION -> projection().export(graph.at("shortcut"), input);
            case PADDING -> {
                String sparse = graph.node(
                                "Slice",
                                input,
                                graph.integers(0, 0),
                                graph.integers(Integer.MAX_VALUE, Integer.MAX_VALUE),
                                graph.integers(2, 3),
                                graph.integers(stride, stride))
                        .output();
                int added = (out - in) / 2;
                yield graph.node("Pad", sparse, graph.integers(0, added, 0, 0, 0, added, 0, 0))
                        .output();
            }
        };
    }

    @Override
    public void declare(String prefix, Consumer<Parameter> parameters) {
        body().declare(prefix, parameters);
        tail().declare(prefix, parameters);
        if (shortcut == Shortcut.CONVOLUTION && (in != out || stride != 1)) {
            projection().declare(prefix + "shortcut.", parameters);
        }
    }

    @Override
    public void declareBlocks(String prefix, Consumer<String> blocks) {
        blocks.accept(prefix);
    }

    private Chain body() {
        return normed("conv1", new Convolution(in, out, 3, stride, 1, !batchNorm), "bn1");
    }

    private Chain tail() {
        return normed("conv2", new Convolution(out, out, 3, 1, 1, !batchNorm), "bn2");
    }

    private Chain projection() {
        return normed("0", new Convolution(in, out, 1, stride, 0, !batchNorm), "1");
    }

    private Chain normed(String name, Convolution convolution, String norm) {
        Chain.Builder chain = new Chain.Builder().add(name, convolution);
        return batchNorm ? chain.add(norm, new BatchNorm(out)).build() : chain.build();
    }
}
