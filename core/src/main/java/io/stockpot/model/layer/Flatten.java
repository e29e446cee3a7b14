package io.stockpot.model.layer;

import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;

/** All values of an image in one row: N×C×H×W to N×(C·H·W). */
public record Flatten() implements Layer {
    @Override
    public Tensor forward(Weights weights, Tensor input) {
        return input.flatten(1, -1);
    }

    @Override
    public String export(OnnxGraph graph, String input) {
        return graph.node("Flatten", input).with("axis", 1).output();
    }

    @Override
    public void declare(String prefix, Consumer<Parameter> parameters) {}
}
