package io.stockpot.model;

import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A nonlinearity, element by element. */
public enum Activation implements Layer {
    /** max(x, 0). */
    RELU,
    /** x · sigmoid(x), also called swish. */
    SILU;

    @Override
    public Tensor forward(Weights weights, Tensor input) {
        return switch (this) {
            case RELU -> torch.relu(input);
            case SILU -> torch.silu(input);
        };
    }

    @Override
    public void declare(String prefix, Consumer<Parameter> parameters) {}
}
