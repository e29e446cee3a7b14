package io.stockpot.model;

import com.fasterxml.jackson.annotation.JsonProperty;
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
import java.util.Map;

/**
 * A pre-activation residual network for small images (He et al. 2016), with a batch norm before the
 * linear layer. Tensors are named as in the common PyTorch implementation of robust training.
 *
 * @param depth 18 or 34
 * @param activation the nonlinearity
 * @param classes number of classes
 * @param channels channels of the images
 */
public record PreActResNet(
        @JsonProperty(defaultValue = "18") int depth,
        @JsonProperty(defaultValue = "relu") Activation activation,
        @JsonProperty(defaultValue = "10") int classes,
        @JsonProperty(defaultValue = "3") int channels)
        implements Architecture {
    private static final Map<Integer, List<Integer>> BLOCKS = Map.of(18, List.of(2, 2, 2, 2), 34, List.of(3, 4, 6, 3));

    /** Checks that the depth is known and the rest positive. */
    public PreActResNet {
        if (!BLOCKS.containsKey(depth)) {
            throw new IllegalArgumentException("a pre-activation ResNet's depth must be 18 or 34, not " + depth);
        }
        ClassifierSizes.require(classes, channels);
    }

    @Override
    public PreActResNet withClasses(int number) {
        return new PreActResNet(depth, activation, number, channels);
    }

    @Override
    public List<String> hiddenSettings() {
        return List.of("activation (" + activation.name().toLowerCase(Locale.ROOT) + ")");
    }

    @Override
    public Layer network() {
        Chain.Builder network = new Chain.Builder().add("conv1", Convolution.threeByThree(channels, 64, 1));
        int width = 64;
        for (int group = 0; group < 4; group++) {
            int groupWidth = 64 << group;
            network.add("layer" + (group + 1), group(width, groupWidth, group));
            width = groupWidth;
        }
        return network.add("bn", new BatchNorm(width))
                .add("relu", activation)
                .add("pool", new MeanPool())
                .add("linear", new Linear(width, classes))
                .build();
    }

    private Layer group(int in, int out, int group) {
        Chain.Builder blocks = new Chain.Builder();
        for (int block = 0; block < BLOCKS.get(depth).get(group); block++) {
            boolean first = block == 0;
            int stride = first && group > 0 ? 2 : 1;
            blocks.add(
                    String.valueOf(block),
                    new PreActivationBlock(first ? in : out, out, stride, activation, "shortcut.0"));
        }
        return blocks.build();
    }
}
