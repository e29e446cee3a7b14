package io.stockpot.model.layer;

import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;

/** What stands for the whole image after a transformer's last block: N×T×W to N×W. */
public enum TokenPool implements Layer {
    /** The first token. */
    FIRST,
    /** The mean over all tokens. */
    MEAN,
    /** The mean over all tokens but the first. */
    MEAN_OF_REST;

    @Override
    public Tensor forward(Weights weights, Tensor input) {
        return switch (this) {
            case FIRST -> input.select(1, 0);
            case MEAN -> input.mean(1);
            case MEAN_OF_REST ->
                input.slice(1, new LongOptional(1), new LongOptional(), 1).mean(1);
        };
    }

    @Override
    public String export(OnnxGraph graph, String input) {
        return switch (this) {
            case FIRST ->
                graph.node("Gather", input, graph.integer(0)).with("axis", 1).output();
            case MEAN -> mean(graph, input);
            case MEAN_OF_REST -> {
                String rest = graph.node(
                                "Slice", input, graph.integers(1), graph.integers(Integer.MAX_VALUE), graph.integers(1))
                        .output();
                yield mean(graph, rest);
            }
        };
    }

    private static String mean(OnnxGraph graph, String tokens) {
        return graph.node("ReduceMean", tokens)
                .with("axes", List.of(1L))
                .with("keepdims", 0)
                .output();
    }

    @Override
    public void declare(String prefix, Consumer<Parameter> parameters) {}
}
