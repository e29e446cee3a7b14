package io.stockpot.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.model.layer.Activation;
import io.stockpot.model.layer.BatchNorm;
import io.stockpot.model.layer.Chain;
import io.stockpot.model.layer.Convolution;
import io.stockpot.model.layer.Layer;
import io.stockpot.model.layer.Linear;
import io.stockpot.model.layer.MaxPool;
import io.stockpot.model.layer.MeanPool;
import io.stockpot.model.layer.Residual;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A residual network for large images (He et al. 2016, "Deep residual learning for image recognition",
 * table 1). As in torchvision, whose names its tensors bear, the bottlenecks of 50 layers and more take
 * their step in the 3×3 convolution.
 *
 * @param depth 18, 34, 50 or 101
 * @param activation the nonlinearity; the paper's is relu
 * @param classes number of classes
 * @param channels channels of the images
 */
public record ResNet(
        @JsonProperty(defaultValue = "50") int depth,
        @JsonProperty(defaultValue = "relu") Activation activation,
        @JsonProperty(defaultValue = "1000") int classes,
        @JsonProperty(defaultValue = "3") int channels)
        implements Architecture {
    private static final Map<Integer, List<Integer>> BLOCKS = Map.of(
            18, List.of(2, 2, 2, 2),
            34, List.of(3, 4, 6, 3),
            50, List.of(3, 4, 6, 3),
            101, List.of(3, 4, 23, 3));

    /** Checks that the depth is known and the rest positive. */
    public ResNet {
        if (!BLOCKS.containsKey(depth)) {
            throw new IllegalArgumentException("a ResNet's depth must be 18, 34, 50 or 101, not " + depth);
        }
        ClassifierSizes.require(classes, channels);
    }

    @Override
    public ResNet withClasses(int number) {
        return new ResNet(depth, activation, number, channels);
    }

    @Override
    public List<String> hiddenSettings() {
        return List.of("activation (" + activation.name().toLowerCase(Locale.ROOT) + ")");
    }

    @Override
    public Layer network() {
        Chain.Builder network = new Chain.Builder()
                .add("conv1", new Convolution(channels, 64, 7, 2, 3, false))
                .add("bn1", new BatchNorm(64))
                .add("relu", activation)
                .add("maxpool", new MaxPool(3, 2, 1));
        int width = 64;
        for (int group = 0; group < 4; group++) {
            int groupWidth = (64 << group) * expansion();
            network.add("layer" + (group + 1), group(width, groupWidth, group));
            width = groupWidth;
        }
        return network.add("avgpool", new MeanPool())
                .add("fc", new Linear(width, classes))
                .build();
    }

    /** How many times wider the output of a block is than its 3×3 convolution. */
    private int expansion() {
        return depth < 50 ? 1 : 4;
    }

    private Layer group(int in, int out, int group) {
        Chain.Builder blocks = new Chain.Builder();
        for (int block = 0; block < BLOCKS.get(depth).get(group); block++) {
            boolean first = block == 0;
            blocks.add(String.valueOf(block), block(first ? in : out, out, first && group > 0 ? 2 : 1));
        }
        return blocks.build();
    }

    private Layer block(int in, int out, int stride) {
        Chain body = expansion() == 1 ? basic(in, out, stride) : bottleneck(in, out, stride);
        Chain.Builder shortcut = new Chain.Builder();
        if (in != out || stride != 1) {
            shortcut.add("downsample.0", Convolution.oneByOne(in, out, stride)).add("downsample.1", new BatchNorm(out));
        }
        return new Chain.Builder()
                .add("", new Residual(body, shortcut.build()))
                .add("relu", activation)
                .build();
    }

    private Chain basic(int in, int out, int stride) {
        return new Chain.Builder()
                .add("conv1", Convolution.threeByThree(in, out, stride))
                .add("bn1", new BatchNorm(out))
                .add("relu", activation)
                .add("conv2", Convolution.threeByThree(out, out, 1))
                .add("bn2", new BatchNorm(out))
                .build();
    }

    private Chain bottleneck(int in, int out, int stride) {
        int width = out / expansion();
        return new Chain.Builder()
                .add("conv1", Convolution.oneByOne(in, width, 1))
                .add("bn1", new BatchNorm(width))
                .add("relu1", activation)
                .add("conv2", Convolution.threeByThree(width, width, stride))
                .add("bn2", new BatchNorm(width))
                .add("relu2", activation)
                .add("conv3", Convolution.oneByOne(width, out, 1))
                .add("bn3", new BatchNorm(out))
                .build();
    }
}
