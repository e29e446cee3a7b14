package io.stockpot.model.layer;

import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;

/** Moves the axis of the channels, for layers that act on the last axis. No value is moved in memory by that. */
public enum ChannelOrder implements Layer {
    /** N×C×H×W to N×H×W×C. */
    CHANNELS_LAST,
    /** N×H×W×C to N×C×H×W. */
    CHANNELS_FIRST;

    private List<Long> axes() {
        return switch (this) {
            case CHANNELS_LAST -> List.of(0L, 2L, 3L, 1L);
            case CHANNELS_FIRST -> List.of(0L, 3L, 1L, 2L);
        };
    }

    @Override
    public Tensor forward(Weights weights, Tensor input) {
        return input.permute(axes().stream().mapToLong(Long::longValue).toArray());
    }

    @Override
    public String export(OnnxGraph graph, String input) {
        return graph.node("Transpose", input).with("perm", axes()).output();
    }

    @Override
    public void declare(String prefix, Consumer<Parameter> parameters) {}
}
