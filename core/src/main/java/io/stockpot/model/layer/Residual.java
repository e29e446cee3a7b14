package io.stockpot.model.layer;

import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;

/**
 * The sum of a body and a shortcut, both of the same input. The names of the body's tensors start where
 * those of this layer do.
 *
 * @param body the learned change
 * @param shortcut how the input is carried over; a chain without links carries it over as it is
 */
public record Residual(Chain body, Chain shortcut) implements Layer {
    /** Returns the body plus its input. */
    public static Residual of(Chain body) {
        return new Residual(body, new Chain.Builder().build());
    }

    @Override
    public Tensor forward(Weights weights, Tensor input) {
        Tensor change = weights.thinned(connection(), body.forward(weights, input));
        return change.add(shortcut.forward(weights, input));
    }

    @Override
    public String export(OnnxGraph graph, String input) {
        String change = body.export(graph, input);
        return graph.node("Add", change, shortcut.export(graph, input)).output();
    }

    @Override
    public void declare(String prefix, Consumer<Parameter> parameters) {
        body.declare(prefix, parameters);
        shortcut.declare(prefix, parameters);
    }

    @Override
    public void declareBlocks(String prefix, Consumer<String> blocks) {
        blocks.accept(prefix);
    }

    /** Returns what tells this connection from others of the same block: the name of its body's first layer. */
    private String connection() {
        return body.links().isEmpty() ? "" : body.links().get(0).name();
    }
}
