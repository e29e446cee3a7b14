package io.stockpot.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.model.layer.Activation;
import io.stockpot.model.layer.BatchNorm;
import io.stockpot.model.layer.Chain;
import io.stockpot.model.layer.Convolution;
import io.stockpot.model.layer.Layer;
import io.stockpot.model.layer.Linear;
import io.stockpot.model.layer.MeanPool;
import io.stockpot.model.layer.ResidualBlock;
import java.util.List;
import java.util.Locale;

/**
 * The residual network for small images of the paper that introduced them (He et al. 2016, "Deep
 * residual learning for image recognition", section 4.2): three groups of 16, 32 and 64 channels, and
 * shortcuts without parameters. Tensors are named as in the widely used files of ResNet-20 to 1202.
 *
 * @param depth layers with parameters, 6n + 2
 * @param activation the nonlinearity; the paper's is relu
 * @param classes number of classes
 * @param channels channels of the images
 */
public record CifarResNet(
        @JsonProperty(defaultValue = "20") int depth,
        @JsonProperty(defaultValue = "relu") Activation activation,
        @JsonProperty(defaultValue = "10") int classes,
        @JsonProperty(defaultValue = "3") int channels)
        implements Architecture {
    /** Checks that the depth is one of 8, 14, 20, 26, ... and the rest positive. */
    public CifarResNet {
        if (depth < 8 || (depth - 2) % 6 != 0) {
            throw new IllegalArgumentException("depth must be 20, 32, 44, 56 or another 6n + 2 from 8, not " + depth);
        }
        ClassifierSizes.requireDepth(depth);
        ClassifierSizes.require(classes, channels);
    }

    @Override
    public CifarResNet withClasses(int number) {
        return new CifarResNet(depth, activation, number, channels);
    }

    @Override
    public List<String> hiddenSettings() {
        return List.of("activation (" + activation.name().toLowerCase(Locale.ROOT) + ")");
    }

    @Override
    public Layer network() {
        return new Chain.Builder()
                .add("conv1", Convolution.threeByThree(channels, 16, 1))
                .add("bn1", new BatchNorm(16))
                .add("relu", activation)
                .add("layer1", group(16, 16, 1))
                .add("layer2", group(16, 32, 2))
                .add("layer3", group(32, 64, 2))
                .add("pool", new MeanPool())
                .add("linear", new Linear(64, classes))
                .build();
    }

    private Layer group(int in, int out, int stride) {
        Chain.Builder blocks = new Chain.Builder();
        for (int block = 0; block < (depth - 2) / 6; block++) {
            boolean first = block == 0;
            blocks.add(
                    String.valueOf(block),
                    new ResidualBlock(
                            first ? in : out,
                            out,
                            first ? stride : 1,
                            true,
                            ResidualBlock.Shortcut.PADDING,
                            activation));
        }
        return blocks.build();
    }
}
