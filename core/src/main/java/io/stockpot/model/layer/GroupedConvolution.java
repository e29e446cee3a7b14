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
 * A square two-dimensional convolution whose channels are split into groups that do not see each other, with padding
 * that may differ before and after. With as many groups as channels it is called depthwise.
 *
 * @param in channels of the input
 * @param out channels of the output
 * @param kernel side of the filters in pixels
 * @param stride step in pixels
 * @param groups number of groups; divides both numbers of channels
 * @param padding zero pixels that are added: same, or {pixels: {before: …, after: …}}
 * @param bias whether a bias is added
 */
public record GroupedConvolution(
        int in,
        int out,
        int kernel,
        @JsonProperty(defaultValue = "1") int stride,
        @JsonProperty(defaultValue = "1") int groups,
        @JsonProperty(defaultValue = "same") Padding padding,
        @JsonProperty(defaultValue = "true") boolean bias)
        implements Layer {
    /** Checks that all sizes are positive and the groups divide the channels. */
    public GroupedConvolution {
        Guards.requireAtLeast("in", 1, in);
        Guards.requireAtLeast("out", 1, out);
        Guards.requireAtLeast("kernel", 1, kernel);
        Guards.requireAtLeast("stride", 1, stride);
        Guards.requireAtLeast("groups", 1, groups);
        if (in % groups != 0 || out % groups != 0) {
            throw new IllegalArgumentException(
                    "groups must divide the channels, " + in + " in and " + out + " out, unlike " + groups);
        }
    }

    /** Returns a convolution without bias that sees each channel by itself and pads as TensorFlow does. */
    public static GroupedConvolution depthwise(int channels, int kernel, int stride) {
        return new GroupedConvolution(channels, channels, kernel, stride, channels, Padding.Automatic.SAME, false);
    }

    @Override
    public Tensor forward(Weights weights, Tensor input) {
        TensorOptional shift = bias ? new TensorOptional(weights.get("bias")) : new TensorOptional();
        int height = Math.toIntExact(input.size(2));
        int width = Math.toIntExact(input.size(3));
        int top = padding.before(height, kernel, stride);
        int bottom = padding.after(height, kernel, stride);
        int left = padding.before(width, kernel, stride);
        int right = padding.after(width, kernel, stride);
        boolean even = top == bottom && left == right;
        Tensor padded = even ? input : torch.constant_pad_nd(input, left, right, top, bottom);
        long[] margins = even ? new long[] {top, left} : new long[] {0, 0};
        long[] steps = {stride, stride};
        return torch.conv2d(padded, weights.get("weight"), shift, steps, margins, new long[] {1, 1}, groups);
    }

    @Override
    public String export(OnnxGraph graph, String input) {
        OnnxGraph.Operation node = bias
                ? graph.node("Conv", input, graph.weight("weight"), graph.weight("bias"))
                : graph.node("Conv", input, graph.weight("weight"));
        return padding.describe(node.with("kernel_shape", Collections.nCopies(2, (long) kernel))
                        .with("strides", Collections.nCopies(2, (long) stride))
                        .with("group", groups))
                .output();
    }

    @Override
    public void declare(String prefix, Consumer<Parameter> parameters) {
        List<Long> shape = List.of((long) out, (long) (in / groups), (long) kernel, (long) kernel);
        Parameter.Role role = groups == 1 ? Parameter.Role.FILTERS : Parameter.Role.GROUPED_FILTERS;
        parameters.accept(new Parameter(prefix + "weight", shape, role));
        if (bias) {
            parameters.accept(new Parameter(prefix + "bias", List.of((long) out), Parameter.Role.BIAS));
        }
    }
}
