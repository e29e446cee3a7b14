package io.stockpot.bench;

import io.stockpot.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** WRN-16-2 written straight in engine calls, without names, layers or owners: what the rooms are held against. */
final class BareWideResNet implements AutoCloseable {
    private static final long[] ONE = {1, 1};
    private static final long[] TWO = {2, 2};
    private static final long[] NONE = {0, 0};

    private final List<Tensor> trained = new ArrayList<>();
    private final List<Tensor> statistics = new ArrayList<>();
    private int nextTrained;
    private int nextStatistic;

    BareWideResNet() {
        filters(16, 3, 3);
        int width = 16;
        for (int group : new int[] {32, 64, 128}) {
            block(width, group);
            block(group, group);
            width = group;
        }
        norm(width);
        try (Scope scope = Scope.open()) {
            trained.add(owned(torch.randn(10, width).mul_(new Scalar(0.05)), true));
            trained.add(owned(torch.zeros(10), true));
        }
    }

    private void block(int in, int out) {
        norm(in);
        filters(out, in, 3);
        norm(out);
        filters(out, out, 3);
        if (in != out) {
            filters(out, in, 1);
        }
    }

    private void filters(int out, int in, int kernel) {
        try (Scope scope = Scope.open()) {
            double deviation = Math.sqrt(2.0 / (kernel * kernel * out));
            Tensor values = torch.randn(out, in, kernel, kernel).mul_(new Scalar(deviation));
            trained.add(owned(values.contiguous(MemoryFormat.ChannelsLast), true));
        }
    }

    private void norm(int channels) {
        try (Scope scope = Scope.open()) {
            trained.add(owned(torch.ones(channels), true));
            trained.add(owned(torch.zeros(channels), true));
            statistics.add(owned(torch.zeros(channels), false));
            statistics.add(owned(torch.ones(channels), false));
        }
    }

    private static Tensor owned(Tensor tensor, boolean differentiable) {
        Tensor owned = Scope.own(tensor);
        owned.set_requires_grad(differentiable);
        return owned;
    }

    List<Tensor> trained() {
        return trained;
    }

    Tensor forward(Tensor images, boolean training) {
        nextTrained = 0;
        nextStatistic = 0;
        torch.set_autocast_dtype(DeviceType.CPU, ScalarType.BFloat16);
        torch.set_autocast_enabled(DeviceType.CPU, true);
        Tensor x = convolve(images.contiguous(MemoryFormat.ChannelsLast), ONE, ONE);
        for (int group = 0; group < 3; group++) {
            x = block(x, group == 0 ? ONE : TWO, true, training);
            x = block(x, ONE, false, training);
        }
        x = torch.relu(normalise(x, training));
        x = torch.adaptive_avg_pool2d(x, 1, 1).flatten(1, -1);
        Tensor logits = torch.linear(x, next(), new TensorOptional(next())).to(ScalarType.Float);
        torch.set_autocast_enabled(DeviceType.CPU, false);
        torch.clear_cache();
        return logits;
    }

    private Tensor block(Tensor x, long[] stride, boolean project, boolean training) {
        Tensor active = torch.relu(normalise(x, training));
        Tensor hidden = convolve(active, stride, ONE);
        hidden = convolve(torch.relu(normalise(hidden, training)), ONE, ONE);
        return hidden.add_(project ? convolve(active, stride, NONE) : x);
    }

    private Tensor convolve(Tensor x, long[] stride, long[] padding) {
        return torch.conv2d(x, next(), new TensorOptional(), stride, padding, ONE, 1);
    }

    private Tensor normalise(Tensor x, boolean training) {
        TensorOptional scale = new TensorOptional(next());
        TensorOptional shift = new TensorOptional(next());
        TensorOptional mean = new TensorOptional(statistics.get(nextStatistic++));
        TensorOptional variance = new TensorOptional(statistics.get(nextStatistic++));
        return torch.batch_norm(x, scale, shift, mean, variance, training, 0.1, 1e-5, false);
    }

    private Tensor next() {
        return trained.get(nextTrained++);
    }

    @Override
    public void close() {
        trained.forEach(Scope::release);
        statistics.forEach(Scope::release);
    }
}
