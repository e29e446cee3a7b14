package io.stockpot.model.layer;

import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A nonlinearity, element by element. */
public enum Activation implements Layer {
    /** max(x, 0). */
    RELU,
    /** max(x, 0), but at most 6 (Howard et al. 2017, for arithmetic in few bits). */
    RELU6,
    /** x · sigmoid(x), also called swish. */
    SILU,
    /** x · Φ(x) with the normal distribution's Φ, exactly (Hendrycks and Gimpel 2016). */
    GELU;

    @Override
    public Tensor forward(Weights weights, Tensor input) {
        return forward(input);
    }

    private Tensor forward(Tensor input) {
        return switch (this) {
            case RELU -> torch.relu(input);
            case RELU6 -> torch.relu6(input);
            case SILU -> torch.silu(input);
            case GELU -> torch.gelu(input);
        };
    }

    /** Computes the output for an input that is not used elsewhere and may be overwritten. */
    Tensor consume(Tensor input) {
        return switch (this) {
            case RELU -> torch.relu_(input);
            case RELU6 -> torch.relu6_(input);
            case SILU, GELU -> forward(input);
        };
    }

    @Override
    public String export(OnnxGraph graph, String input) {
        return switch (this) {
            case RELU -> graph.node("Relu", input).output();
            case RELU6 ->
                graph.node("Clip", input, graph.number(0), graph.number(6)).output();
            case SILU -> {
                String gate = graph.node("Sigmoid", input).output();
                yield graph.node("Mul", input, gate).output();
            }
            case GELU -> {
                String scaled =
                        graph.node("Mul", input, graph.number(Math.sqrt(0.5))).output();
                String raised = graph.node("Add", graph.node("Erf", scaled).output(), graph.number(1))
                        .output();
                String half = graph.node("Mul", input, graph.number(0.5)).output();
                yield graph.node("Mul", half, raised).output();
            }
        };
    }

    @Override
    public void declare(String prefix, Consumer<Parameter> parameters) {}
}
