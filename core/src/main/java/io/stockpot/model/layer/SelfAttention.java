package io.stockpot.model.layer;

import io.stockpot.base.Guards;
import io.stockpot.tensor.Precision;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Multi-head self-attention (Vaswani et al. 2017): N×T×W to N×T×W. One linear map makes queries, keys
 * and values, in this order.
 *
 * @param width length of a token
 * @param heads number of heads; divides the width
 */
public record SelfAttention(int width, int heads) implements Layer {
    /** Checks that the heads divide the width. */
    public SelfAttention {
        Guards.requireAtLeast("width", 1, width);
        Guards.requireAtLeast("heads", 1, heads);
        if (width % heads != 0) {
            throw new IllegalArgumentException("heads must divide the width " + width + ", unlike " + heads);
        }
    }

    @Override
    public Tensor forward(Weights weights, Tensor input) {
        Tensor mixed = inputMap().forward(weights.at("qkv"), input);
        Tensor split = mixed.to(ScalarType.Float)
                .view(input.size(0), input.size(1), 3, heads, width / heads)
                .permute(2, 0, 3, 1, 4);
        Tensor attended = attended(split.select(0, 0), split.select(0, 1), split.select(0, 2));
        return outputMap().forward(weights.at("proj"), attended.transpose(1, 2).flatten(2, -1));
    }

    /** Attends in float32: the engine has no fast kernel for the products of its fused attention in bfloat16. */
    private static Tensor attended(Tensor queries, Tensor keys, Tensor values) {
        try (Precision.Use use = Precision.float32Within()) {
            return torch.scaled_dot_product_attention(
                    queries, keys, values, new TensorOptional(), 0, false, new DoubleOptional(), false);
        }
    }

    @Override
    public String export(OnnxGraph graph, String input) {
        String mixed = inputMap().export(graph.at("qkv"), input);
        String shaped = graph.node("Reshape", mixed, graph.integers(0, 0, 3, heads, width / heads))
                .output();
        String split = graph.node("Transpose", shaped)
                .with("perm", List.of(2L, 0L, 3L, 1L, 4L))
                .output();
        String scale = graph.number(1 / Math.sqrt((double) width / heads));
        String queries = graph.node("Mul", part(graph, split, 0), scale).output();
        String keys = graph.node("Transpose", part(graph, split, 1))
                .with("perm", List.of(0L, 1L, 3L, 2L))
                .output();
        String attention = graph.node(
                        "Softmax", graph.node("MatMul", queries, keys).output())
                .with("axis", -1)
                .output();
        String attended = graph.node("MatMul", attention, part(graph, split, 2)).output();
        String joined = graph.node("Transpose", attended)
                .with("perm", List.of(0L, 2L, 1L, 3L))
                .output();
        String flat = graph.node("Reshape", joined, graph.integers(0, 0, width)).output();
        return outputMap().export(graph.at("proj"), flat);
    }

    private static String part(OnnxGraph graph, String split, int index) {
        return graph.node("Gather", split, graph.integer(index)).with("axis", 0).output();
    }

    @Override
    public void declare(String prefix, Consumer<Parameter> parameters) {
        inputMap().declare(prefix + "qkv.", parameters);
        outputMap().declare(prefix + "proj.", parameters);
    }

    private Linear inputMap() {
        return new Linear(width, 3 * width);
    }

    private Linear outputMap() {
        return new Linear(width, width);
    }
}
