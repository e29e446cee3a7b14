package io.stockpot.model.layer;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Guards;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;

/**
 * A learned factor for each channel of a residual branch (Touvron et al. 2021, "Going deeper with image
 * transformers"), over the last axis.
 *
 * @param width length of the last axis
 * @param name of the tensor
 */
public record LayerScale(
        int width, @JsonProperty(defaultValue = "gamma") String name) implements Layer {
    /** Checks that the width is positive and that there is a name. */
    public LayerScale {
        Guards.requireAtLeast("width", 1, width);
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must not be empty");
        }
    }

    @Override
    public Tensor forward(Weights weights, Tensor input) {
        return input.mul(weights.get(name));
    }

    @Override
    public String export(OnnxGraph graph, String input) {
        return graph.node("Mul", input, graph.weight(name)).output();
    }

    @Override
    public void declare(String prefix, Consumer<Parameter> parameters) {
        parameters.accept(new Parameter(prefix + name, List.of((long) width), Parameter.Role.LAYER_SCALE));
    }
}
