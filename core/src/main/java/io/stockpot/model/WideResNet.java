package io.stockpot.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Guards;
import io.stockpot.model.layer.Activation;
import io.stockpot.model.layer.BatchNorm;
import io.stockpot.model.layer.Chain;
import io.stockpot.model.layer.Convolution;
import io.stockpot.model.layer.Layer;
import io.stockpot.model.layer.Linear;
import io.stockpot.model.layer.MeanPool;
import io.stockpot.model.layer.PreActivationBlock;
import java.util.List;
import java.util.Locale;

/**
 * A wide residual network (Zagoruyko and Komodakis 2016), for small images. Tensors are named as in
 * RobustBench.
 *
 * @param depth layers of convolution, 6k + 4
 * @param widenFactor width of the three groups in multiples of 16, 32 and 64
 * @param activation the nonlinearity; the paper does not state its own
 * @param classes number of classes
 * @param channels channels of the images
 */
public record WideResNet(
        int depth,
        int widenFactor,
        @JsonProperty(defaultValue = "relu") Activation activation,
        @JsonProperty(defaultValue = "10") int classes,
        @JsonProperty(defaultValue = "3") int channels)
        implements Architecture {
    /** Checks that the depth is one of 10, 16, 22, 28, ... and the rest positive. */
    public WideResNet {
        if (depth < 10 || (depth - 4) % 6 != 0) {
            throw new IllegalArgumentException(
                    "a wide residual network's depth must be 10, 16, 22, 28, 34, …, not " + depth);
        }
        ClassifierSizes.requireDepth(depth);
        Guards.requireAtLeast("widen-factor", 1, widenFactor);
        ClassifierSizes.require(classes, channels);
    }

    @Override
    public WideResNet withClasses(int number) {
        return new WideResNet(depth, widenFactor, activation, number, channels);
    }

    @Override
    public List<String> hiddenSettings() {
        return List.of("activation (" + activation.name().toLowerCase(Locale.ROOT) + ")");
    }

    @Override
    public Layer network() {
        Chain.Builder network = new Chain.Builder().add("conv1", Convolution.threeByThree(channels, 16, 1));
        int width = 16;
        for (int group = 1; group <= 3; group++) {
            int groupWidth = (16 * widenFactor) << (group - 1);
            network.add("block" + group, group(width, groupWidth, group == 1 ? 1 : 2));
            width = groupWidth;
        }
        return network.add("bn1", new BatchNorm(width))
                .add("relu", activation)
                .add("pool", new MeanPool())
                .add("fc", new Linear(width, classes))
                .build();
    }

    private Layer group(int in, int out, int stride) {
        Chain.Builder blocks = new Chain.Builder();
        for (int block = 0; block < (depth - 4) / 6; block++) {
            boolean first = block == 0;
            blocks.add(
                    "layer." + block,
                    new PreActivationBlock(first ? in : out, out, first ? stride : 1, activation, "convShortcut"));
        }
        return blocks.build();
    }
}
