package io.stockpot.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.model.layer.Activation;
import io.stockpot.model.layer.Chain;
import io.stockpot.model.layer.ChannelOrder;
import io.stockpot.model.layer.Convolution;
import io.stockpot.model.layer.GroupedConvolution;
import io.stockpot.model.layer.Layer;
import io.stockpot.model.layer.LayerNorm;
import io.stockpot.model.layer.LayerScale;
import io.stockpot.model.layer.Linear;
import io.stockpot.model.layer.MeanPool;
import io.stockpot.model.layer.Padding;
import io.stockpot.model.layer.Residual;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A ConvNeXt (Liu et al. 2022, "A ConvNet for the 2020s"): four stages of blocks with a depthwise 7×7 convolution, layer
 * norm over the channels, two linear maps with GELU between them, and layer scale. Tensors are named as in timm; files
 * with the names of torchvision and of the paper's own code are read too. Fresh weights are drawn as for all networks
 * here, not from the paper's truncated normal distribution.
 *
 * @param size width and number of blocks: tiny, small, base, large, or {custom: {width: …, blocks: [3, 3, 9, 3]}}
 * @param classes number of classes
 * @param channels channels of the images
 */
public record ConvNext(
        @JsonProperty(defaultValue = "tiny") ConvNextSize size,
        @JsonProperty(defaultValue = "1000") int classes,
        @JsonProperty(defaultValue = "3") int channels)
        implements Architecture {
    /** The stem halves the image twice, and each later stage once. */
    private static final int STEM_STRIDE = 4;

    /** The hidden layer of a block is four times as wide as its channels. */
    private static final int EXPANSION = 4;

    /** Checks that the numbers of classes and channels make sense. */
    public ConvNext {
        ClassifierSizes.require(classes, channels);
    }

    @Override
    public ConvNext withClasses(int number) {
        return new ConvNext(size, number, channels);
    }

    @Override
    public List<String> hiddenSettings() {
        return List.of();
    }

    @Override
    public Layer network() {
        int stages = size.blocks().size();
        Chain.Builder network = new Chain.Builder().add("stem", stem());
        for (int stage = 0; stage < stages; stage++) {
            network.add("stages." + stage, stage(stage));
        }
        int last = size.width(stages - 1);
        return network.add("head.global_pool", new MeanPool())
                .add("head.norm", new LayerNorm(last))
                .add("head.fc", new Linear(last, classes))
                .build();
    }

    private Chain stem() {
        int width = size.width(0);
        Chain.Builder stem =
                new Chain.Builder().add("0", new Convolution(channels, width, STEM_STRIDE, STEM_STRIDE, 0, true));
        return normed(stem, "1", width).build();
    }

    private Chain stage(int stage) {
        int width = size.width(stage);
        Chain.Builder layers = new Chain.Builder();
        if (stage > 0) {
            int before = size.width(stage - 1);
            normed(layers, "downsample.0", before).add("downsample.1", new Convolution(before, width, 2, 2, 0, true));
        }
        for (int block = 0; block < size.blocks().get(stage); block++) {
            layers.add("blocks." + block, block(width));
        }
        return layers.build();
    }

    /** Adds a layer norm over the channels of N×C×H×W. */
    private static Chain.Builder normed(Chain.Builder layers, String name, int width) {
        return layers.add("", ChannelOrder.CHANNELS_LAST)
                .add(name, new LayerNorm(width))
                .add("", ChannelOrder.CHANNELS_FIRST);
    }

    private static Layer block(int width) {
        return Residual.of(new Chain.Builder()
                .add("conv_dw", new GroupedConvolution(width, width, 7, 1, width, new Padding.Pixels(3, 3), true))
                .add("", ChannelOrder.CHANNELS_LAST)
                .add("norm", new LayerNorm(width))
                .add("mlp.fc1", new Linear(width, EXPANSION * width))
                .add("mlp.act", Activation.GELU)
                .add("mlp.fc2", new Linear(EXPANSION * width, width))
                .add("", new LayerScale(width, "gamma"))
                .add("", ChannelOrder.CHANNELS_FIRST)
                .build());
    }

    @Override
    public List<Naming> otherNames() {
        Layer network = network();
        return List.of(
                Naming.of("torchvision", network, torchvision()), Naming.of("the paper's code", network, paper()));
    }

    private Map<String, String> torchvision() {
        Map<String, String> starts = new LinkedHashMap<>();
        starts.put("stem.", "features.0.");
        for (int stage = 0; stage < size.blocks().size(); stage++) {
            starts.put("stages." + stage + ".downsample.", "features." + 2 * stage + ".");
            for (int block = 0; block < size.blocks().get(stage); block++) {
                String ours = "stages." + stage + ".blocks." + block + ".";
                String theirs = "features." + (2 * stage + 1) + "." + block + ".";
                starts.put(ours + "conv_dw.", theirs + "block.0.");
                starts.put(ours + "norm.", theirs + "block.2.");
                starts.put(ours + "mlp.fc1.", theirs + "block.3.");
                starts.put(ours + "mlp.fc2.", theirs + "block.5.");
                starts.put(ours + "gamma", theirs + "layer_scale");
            }
        }
        starts.put("head.norm.", "classifier.0.");
        starts.put("head.fc.", "classifier.2.");
        return starts;
    }

    private Map<String, String> paper() {
        Map<String, String> starts = new LinkedHashMap<>();
        starts.put("stem.", "downsample_layers.0.");
        for (int stage = 0; stage < size.blocks().size(); stage++) {
            starts.put("stages." + stage + ".downsample.", "downsample_layers." + stage + ".");
            for (int block = 0; block < size.blocks().get(stage); block++) {
                String ours = "stages." + stage + ".blocks." + block + ".";
                String theirs = "stages." + stage + "." + block + ".";
                starts.put(ours + "conv_dw.", theirs + "dwconv.");
                starts.put(ours + "mlp.fc1.", theirs + "pwconv1.");
                starts.put(ours + "mlp.fc2.", theirs + "pwconv2.");
                starts.put(ours, theirs);
            }
        }
        starts.put("head.norm.", "norm.");
        starts.put("head.fc.", "head.");
        return starts;
    }
}
