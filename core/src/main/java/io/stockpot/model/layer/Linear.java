package io.stockpot.model.layer;

import io.stockpot.base.Guards;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A linear map with bias.
 *
 * @param in features of the input
 * @param out features of the output
 */
public record Linear(int in, int out) implements Layer {
    /** Checks that both are positive. */
    public Linear {
        Guards.requireAtLeast("in", 1, in);
        Guards.requireAtLeast("out", 1, out);
    }

    @Override
    public OptionalInt features() {
        return OptionalInt.of(out);
    }

    @Override
    public Optional<Layer> withFeatures(int features) {
        return Optional.of(new Linear(in, features));
    }

    @Override
    public Tensor forward(Weights weights, Tensor input) {
        return torch.linear(input, weights.get("weight"), new TensorOptional(weights.get("bias")));
    }

    @Override
    public String export(OnnxGraph graph, String input) {
        String turned = graph.node("Transpose", graph.weight("weight"))
                .with("perm", List.of(1L, 0L))
                .output();
        String product = graph.node("MatMul", input, turned).output();
        return graph.node("Add", product, graph.weight("bias")).output();
    }

    @Override
    public void declare(String prefix, Consumer<Parameter> parameters) {
        parameters.accept(new Parameter(prefix + "weight", List.of((long) out, (long) in), Parameter.Role.MATRIX));
        parameters.accept(new Parameter(prefix + "bias", List.of((long) out), Parameter.Role.BIAS));
    }
}
