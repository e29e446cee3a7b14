package io.stockpot.model.layer;

import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The mean over all pixels: N×C×H×W to N×C. */
public record MeanPool() implements Layer {
    @Override
    public Tensor forward(Weights weights, Tensor input) {
        return torch.adaptive_avg_pool2d(input, 1, 1).flatten(1, -1);
    }

    @Override
    public String export(OnnxGraph graph, String input) {
        String mean = graph.node("GlobalAveragePool", input).output();
        return graph.node("Flatten", mean).with("axis", 1).output();
    }

    @Override
    public void declare(String prefix, Consumer<Parameter> parameters) {}
}
