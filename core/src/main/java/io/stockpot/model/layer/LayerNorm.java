package io.stockpot.model.layer;

import io.stockpot.base.Guards;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Layer normalisation over the last axis (Ba et al. 2016), with scale and shift.
 *
 * @param width length of the last axis
 */
public record LayerNorm(int width) implements Layer {
    /** Added to the variance, as is customary in vision transformers. */
    public static final double EPSILON = 1e-6;

    /** Checks that the width is positive. */
    public LayerNorm {
        Guards.requireAtLeast("width", 1, width);
    }

    @Override
    public Tensor forward(Weights weights, Tensor input) {
        TensorOptional scale = new TensorOptional(weights.get("weight"));
        TensorOptional shift = new TensorOptional(weights.get("bias"));
        return torch.layer_norm(input, new long[] {width}, scale, shift, EPSILON, false);
    }

    @Override
    public String export(OnnxGraph graph, String input) {
        return graph.node("LayerNormalization", input, graph.weight("weight"), graph.weight("bias"))
                .with("axis", -1)
                .with("epsilon", EPSILON)
                .output();
    }

    @Override
    public void declare(String prefix, Consumer<Parameter> parameters) {
        List<Long> shape = List.of((long) width);
        parameters.accept(new Parameter(prefix + "weight", shape, Parameter.Role.SCALE));
        parameters.accept(new Parameter(prefix + "bias", shape, Parameter.Role.SHIFT));
    }
}
