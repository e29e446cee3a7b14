package io.stockpot.model.layer;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Guards;
import java.util.Collections;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The largest value in each square window.
 *
 * @param kernel side of the window in pixels
 * @param stride step in pixels
 * @param padding pixels added on each side, which are never the largest; at most half the kernel
 */
public record MaxPool(
        @JsonProperty(defaultValue = "2") int kernel,
        @JsonProperty(defaultValue = "2") int stride,
        @JsonProperty(defaultValue = "0") int padding)
        implements Layer {
    /** Checks the sizes. */
    public MaxPool {
        Guards.requireAtLeast("kernel", 1, kernel);
        Guards.requireAtLeast("stride", 1, stride);
        if (padding < 0 || padding > kernel / 2) {
            throw new IllegalArgumentException("padding must be from 0 to half the kernel, not " + padding);
        }
    }

    @Override
    public Tensor forward(Weights weights, Tensor input) {
        long[] sides = {kernel, kernel};
        long[] steps = {stride, stride};
        long[] margins = {padding, padding};
        return torch.max_pool2d(input, sides, steps, margins, new long[] {1, 1}, false);
    }

    @Override
    public String export(OnnxGraph graph, String input) {
        return graph.node("MaxPool", input)
                .with("kernel_shape", Collections.nCopies(2, (long) kernel))
                .with("strides", Collections.nCopies(2, (long) stride))
                .with("pads", Collections.nCopies(4, (long) padding))
                .output();
    }

    @Override
    public void declare(String prefix, Consumer<Parameter> parameters) {}
}
