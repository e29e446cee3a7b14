package io.stockpot.model.layer;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;

/** Moves the axis of the channels, for layers that act on the last axis. No value is moved in memory by that. */
public enum ChannelOrder implements Layer {
    /** N×C×H×W to N×H×W×C. */
    CHANNELS_LAST(0, 2, 3, 1),
    /** N×H×W×C to N×C×H×W. */
    CHANNELS_FIRST(0, 3, 1, 2);

    private final List<Long> axes;

    ChannelOrder(long... axes) {
        this.axes = Arrays.stream(axes).boxed().toList();
    }

    @Override
    public Tensor forward(Weights weights, Tensor input) {
        return input.permute(axes.stream().mapToLong(Long::longValue).toArray());
    }

    @Override
    public String export(OnnxGraph graph, String input) {
        return graph.node("Transpose", input).with("perm", axes).output();
    }

    @Override
    public void declare(String prefix, Consumer<Parameter> parameters) {}
}
