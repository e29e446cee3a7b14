package io.stockpot.model.layer;

import io.stockpot.base.Guards;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Batch normalisation over N, H and W (Ioffe and Szegedy 2015), with scale and shift.
 *
 * @param channels of the input
 * @param epsilon added to the variance; absent means {@link #EPSILON}
 * @param momentum share of a new batch in the running statistics during training; absent means the customary one
 */
public record BatchNorm(int channels, Optional<Double> epsilon, Optional<Double> momentum) implements Layer {
    /** Added to the variance, as is customary in PyTorch. */
    public static final double EPSILON = 1e-5;

    /** Checks that there are channels and that the numbers make sense. */
    public BatchNorm {
        Guards.requireAtLeast("channels", 1, channels);
        epsilon.ifPresent(value -> Guards.requirePositive("epsilon", value));
        momentum.ifPresent(value -> {
            if (!(value > 0 && value <= 1)) {
                throw new IllegalArgumentException("momentum must be above 0 and at most 1, not " + value);
            }
        });
    }

    /** Returns batch norm with what is customary in PyTorch. */
    public BatchNorm(int channels) {
        this(channels, Optional.empty(), Optional.empty());
    }

    /** Returns batch norm as TensorFlow's networks for ImageNet have it: epsilon 0.001, momentum 0.01. */
    public static BatchNorm ofTensorFlow(int channels) {
        return new BatchNorm(channels, Optional.of(1e-3), Optional.of(0.01));
    }

    @Override
    public Tensor forward(Weights weights, Tensor input) {
        boolean training = weights.momentum().isPresent();
        if (training) {
            weights.get("num_batches_tracked").add_(new Scalar(1));
        } else if (weights.get("running_var").requires_grad()) {
            // the engine's own batch norm has no derivative in the statistics
            return scaled(weights, input);
        }
        return torch.batch_norm(
                input,
                new TensorOptional(weights.get("weight")),
                new TensorOptional(weights.get("bias")),
                new TensorOptional(weights.get("running_mean")),
                new TensorOptional(weights.get("running_var")),
                training,
                weights.momentumOr(momentum),
                epsilon.orElse(EPSILON),
                false);
    }

    /** Computes scale · input + shift, which has derivatives in all that it is made of. */
    private Tensor scaled(Weights weights, Tensor input) {
        Tensor spread = weights.get("running_var")
                .add(new Scalar(epsilon.orElse(EPSILON)))
                .sqrt_();
        Tensor scale = weights.get("weight").div(spread);
        Tensor shift = weights.get("bias").sub(weights.get("running_mean").mul(scale));
        return torch.addcmul(shift.view(1, -1, 1, 1), input, scale.view(1, -1, 1, 1));
    }

    @Override
    public String export(OnnxGraph graph, String input) {
        return graph.node(
                        "BatchNormalization",
                        input,
                        graph.weight("weight"),
                        graph.weight("bias"),
                        graph.weight("running_mean"),
                        graph.weight("running_var"))
                .with("epsilon", epsilon.orElse(EPSILON))
                .output();
    }

    @Override
    public void declare(String prefix, Consumer<Parameter> parameters) {
        List<Long> shape = List.of((long) channels);
        parameters.accept(new Parameter(prefix + "weight", shape, Parameter.Role.SCALE));
        parameters.accept(new Parameter(prefix + "bias", shape, Parameter.Role.SHIFT));
        parameters.accept(new Parameter(prefix + "running_mean", shape, Parameter.Role.RUNNING_MEAN));
        parameters.accept(new Parameter(prefix + "running_var", shape, Parameter.Role.RUNNING_VARIANCE));
        parameters.accept(new Parameter(prefix + "num_batches_tracked", List.of(), Parameter.Role.BATCH_COUNT));
    }
}
