package io.stockpot.model.layer;

import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;

/**
 * The residual block of pre-activation networks (He et al. 2016, "Identity mappings in deep residual
 * networks"): norm, activation, 3×3 convolution, twice. Where the shape changes, the shortcut is a 1×1
 * convolution of the activated input.
 *
 * @param in channels of the input
 * @param out channels of the output
 * @param stride step of the first convolution
 * @param activation the nonlinearity
 * @param shortcut name of the shortcut's tensors
 */
public record PreActivationBlock(int in, int out, int stride, Activation activation, String shortcut) implements Layer {
    @Override
    public Tensor forward(Weights weights, Tensor input) {
        Tensor active = activation.consume(new BatchNorm(in).forward(weights.at("bn1"), input));
        Tensor carried = projection()
                .map(layer -> layer.forward(weights.at(shortcut), active))
                .orElse(input);
        Tensor hidden = first().forward(weights.at("conv1"), active);
        hidden = activation.consume(new BatchNorm(out).forward(weights.at("bn2"), hidden));
        Tensor change = weights.thinned("", second().forward(weights.at("conv2"), hidden));
        return change.add_(carried);
    }

    @Override
    public String export(OnnxGraph graph, String input) {
        String active = activation.export(graph, new BatchNorm(in).export(graph.at("bn1"), input));
        String carried = projection()
                .map(layer -> layer.export(graph.at(shortcut), active))
                .orElse(input);
        String hidden = first().export(graph.at("conv1"), active);
        hidden = activation.export(graph, new BatchNorm(out).export(graph.at("bn2"), hidden));
        return graph.node("Add", second().export(graph.at("conv2"), hidden), carried)
                .output();
    }

    @Override
    public void declare(String prefix, Consumer<Parameter> parameters) {
        new BatchNorm(in).declare(prefix + "bn1.", parameters);
        first().declare(prefix + "conv1.", parameters);
        new BatchNorm(out).declare(prefix + "bn2.", parameters);
        second().declare(prefix + "conv2.", parameters);
        projection().ifPresent(layer -> layer.declare(prefix + shortcut + ".", parameters));
    }

    @Override
    public void declareBlocks(String prefix, Consumer<String> blocks) {
        blocks.accept(prefix);
    }

    private Convolution first() {
        return Convolution.threeByThree(in, out, stride);
    }

    private Convolution second() {
        return Convolution.threeByThree(out, out, 1);
    }

    private Optional<Convolution> projection() {
        return in == out && stride == 1 ? Optional.empty() : Optional.of(Convolution.oneByOne(in, out, stride));
    }
}
