package io.stockpot.model.layer;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Guards;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A square two-dimensional convolution.
 *
 * @param in channels of the input
 * @param out channels of the output
 * @param kernel side of the filters in pixels
 * @param stride step in pixels
 * @param padding zero pixels added on each side
 * @param bias whether a bias is added
 */
public record Convolution(
        int in,
        int out,
        int kernel,
        @JsonProperty(defaultValue = "1") int stride,
        @JsonProperty(defaultValue = "0") int padding,
        @JsonProperty(defaultValue = "true") boolean bias)
        implements Layer {
    /** Checks that all sizes are positive. */
    public Convolution {
        Guards.requireAtLeast("in", 1, in);
        Guards.requireAtLeast("out", 1, out);
        Guards.requireAtLeast("kernel", 1, kernel);
        Guards.requireAtLeast("stride", 1, stride);
        if (padding < 0) {
            throw new IllegalArgumentException("padding must not be negative, but is " + padding);
        }
    }

    /** Returns a 3×3 convolution without bias that keeps the size at stride 1. */
    public static Convolution threeByThree(int in, int out, int stride) {
        return new Convolution(in, out, 3, stride, 1, false);
    }

    /** Returns a 1×1 convolution without bias. */
    public static Convolution oneByOne(int in, int out, int stride) {
        return new Convolution(in, out, 1, stride, 0, false);
    }

    @Override
    public Tensor forward(Weights weights, Tensor input) {
        if (Math.min(input.size(2), input.size(3)) + 2L * padding < kernel) {
            throw new IllegalArgumentException("the images are too small for this network: " + input.size(2) + "×"
                    + input.size(3) + " pixels are left where filters take " + kernel + "×" + kernel);
        }
        TensorOptional shift = bias ? new TensorOptional(weights.get("bias")) : new TensorOptional();
        long[] steps = {stride, stride};
        long[] margins = {padding, padding};
        return torch.conv2d(input, weights.get("weight"), shift, steps, margins, new long[] {1, 1}, 1);
    }

    @Override
    public String export(OnnxGraph graph, String input) {
        OnnxGraph.Operation node = bias
                ? graph.node("Conv", input, graph.weight("weight"), graph.weight("bias"))
                : graph.node("Conv", input, graph.weight("weight"));
        return node.with("kernel_shape", Collections.nCopies(2, (long) kernel))
                .with("strides", Collections.nCopies(2, (long) stride))
                .with("pads", Collections.nCopies(4, (long) padding))
                .output();
    }

    @Override
    public void declare(String prefix, Consumer<Parameter> parameters) {
        List<Long> shape = List.of((long) out, (long) in, (long) kernel, (long) kernel);
        parameters.accept(new Parameter(prefix + "weight", shape, Parameter.Role.FILTERS));
        if (bias) {
            parameters.accept(new Parameter(prefix + "bias", List.of((long) out), Parameter.Role.BIAS));
        }
    }
}
