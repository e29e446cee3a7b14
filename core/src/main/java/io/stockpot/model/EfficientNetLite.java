package io.stockpot.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.model.layer.Activation;
import io.stockpot.model.layer.BatchNorm;
import io.stockpot.model.layer.Chain;
import io.stockpot.model.layer.Convolution;
import io.stockpot.model.layer.GroupedConvolution;
import io.stockpot.model.layer.Layer;
import io.stockpot.model.layer.Linear;
import io.stockpot.model.layer.MeanPool;
import io.stockpot.model.layer.Padding;
import io.stockpot.model.layer.Residual;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An EfficientNet (Tan and Le 2019) for phones: the "Lite" series of TensorFlow's authors, without squeeze-excitation,
 * with ReLU6 and with TensorFlow's padding and batch norm. Wider and deeper from 0 to 4; the stem, the head and the
 * depth of the first and the last stage stay. Tensors are named as in timm (tf_efficientnet_lite0 to 4); files with the
 * names of EfficientNet-PyTorch are read too.
 *
 * @param variant 0 to 4; they were trained on images of 224, 240, 260, 280 and 300 pixels
 * @param classes number of classes
 * @param channels channels of the images
 */
public record EfficientNetLite(
        @JsonProperty(defaultValue = "0") int variant,
        @JsonProperty(defaultValue = "1000") int classes,
        @JsonProperty(defaultValue = "3") int channels)
        implements Architecture {
    private static final int STEM = 32;
    private static final int HEAD = 1280;

    private static final List<Double> WIDTHS = List.of(1.0, 1.0, 1.1, 1.2, 1.4);
    private static final List<Double> DEPTHS = List.of(1.0, 1.1, 1.2, 1.4, 1.8);

    private static final List<Stage> STAGES = List.of(
            new Stage(1, 3, 1, 16, 1),
            new Stage(6, 3, 2, 24, 2),
            new Stage(6, 5, 2, 40, 2),
            new Stage(6, 3, 2, 80, 3),
            new Stage(6, 5, 1, 112, 3),
            new Stage(6, 5, 2, 192, 4),
            new Stage(6, 3, 1, 320, 1));

    /** A row of the paper's table 1, for variant 0. */
    private record Stage(int expansion, int kernel, int stride, int width, int repeats) {}

    /** Checks that the variant is known and the rest positive. */
    public EfficientNetLite {
        if (variant < 0 || variant >= WIDTHS.size()) {
            throw new IllegalArgumentException("variant must be from 0 to 4, not " + variant);
        }
        ClassifierSizes.require(classes, channels);
    }

    @Override
    public EfficientNetLite withClasses(int number) {
        return new EfficientNetLite(variant, number, channels);
    }

    @Override
    public List<String> hiddenSettings() {
        return List.of();
    }

    @Override
    public Layer network() {
        Chain.Builder network = new Chain.Builder();
        normed(network, "conv_stem", stem(), "bn1", STEM).add("act1", Activation.RELU6);
        int before = STEM;
        for (int stage = 0; stage < STAGES.size(); stage++) {
            network.add("blocks." + stage, stage(stage, before));
            before = width(stage);
        }
        return normed(network, "conv_head", Convolution.oneByOne(before, HEAD, 1), "bn2", HEAD)
                .add("act2", Activation.RELU6)
                .add("global_pool", new MeanPool())
                .add("classifier", new Linear(HEAD, classes))
                .build();
    }

    private Layer stem() {
        return new GroupedConvolution(channels, STEM, 3, 2, 1, Padding.Automatic.SAME, false);
    }

    private Chain stage(int index, int before) {
        Stage stage = STAGES.get(index);
        Chain.Builder blocks = new Chain.Builder();
        for (int block = 0; block < repeats(index); block++) {
            int in = block == 0 ? before : width(index);
            int stride = block == 0 ? stage.stride : 1;
            Chain body = stage.expansion == 1
                    ? separable(stage, in, width(index), stride)
                    : inverted(stage, in, width(index), stride);
            boolean sameShape = stride == 1 && in == width(index);
            blocks.add(String.valueOf(block), sameShape ? Residual.of(body) : body);
        }
        return blocks.build();
    }

    /** Returns a depthwise convolution and a linear map of each pixel. */
    private static Chain separable(Stage stage, int in, int out, int stride) {
        Chain.Builder body = new Chain.Builder();
        normed(body, "conv_dw", GroupedConvolution.depthwise(in, stage.kernel, stride), "bn1", in)
                .add("act1", Activation.RELU6);
        return normed(body, "conv_pw", Convolution.oneByOne(in, out, 1), "bn2", out)
                .build();
    }

    /** Returns the inverted bottleneck of MobileNetV2 (Sandler et al. 2018). */
    private static Chain inverted(Stage stage, int in, int out, int stride) {
        int hidden = stage.expansion * in;
        Chain.Builder body = new Chain.Builder();
        normed(body, "conv_pw", Convolution.oneByOne(in, hidden, 1), "bn1", hidden)
                .add("act1", Activation.RELU6);
        normed(body, "conv_dw", GroupedConvolution.depthwise(hidden, stage.kernel, stride), "bn2", hidden)
                .add("act2", Activation.RELU6);
        return normed(body, "conv_pwl", Convolution.oneByOne(hidden, out, 1), "bn3", out)
                .build();
    }

    private static Chain.Builder normed(Chain.Builder chain, String name, Layer convolution, String norm, int width) {
        return chain.add(name, convolution).add(norm, BatchNorm.ofTensorFlow(width));
    }

    /** Returns the channels of a stage: a multiple of 8, and at least nine tenths of the scaled number. */
    private int width(int stage) {
        double scaled = STAGES.get(stage).width * WIDTHS.get(variant);
        int rounded = Math.max(8, (int) (scaled + 4) / 8 * 8);
        return rounded < 0.9 * scaled ? rounded + 8 : rounded;
    }

    private int repeats(int stage) {
        int repeats = STAGES.get(stage).repeats;
        boolean fixed = stage == 0 || stage == STAGES.size() - 1;
        return fixed ? repeats : (int) Math.ceil(repeats * DEPTHS.get(variant));
    }

    @Override
    public List<Naming> otherNames() {
        Map<String, String> starts = new LinkedHashMap<>();
        starts.put("conv_stem.", "_conv_stem.");
        starts.put("bn1.", "_bn0.");
        int number = 0;
        for (int stage = 0; stage < STAGES.size(); stage++) {
            for (int block = 0; block < repeats(stage); block++) {
                String ours = "blocks." + stage + "." + block + ".";
                String theirs = "_blocks." + number + ".";
                number++;
                boolean expands = STAGES.get(stage).expansion > 1;
                starts.put(ours + "conv_dw.", theirs + "_depthwise_conv.");
                starts.put(ours + "conv_pwl.", theirs + "_project_conv.");
                starts.put(ours + "conv_pw.", theirs + (expands ? "_expand_conv." : "_project_conv."));
                starts.put(ours + "bn1.", theirs + (expands ? "_bn0." : "_bn1."));
                starts.put(ours + "bn2.", theirs + (expands ? "_bn1." : "_bn2."));
                starts.put(ours + "bn3.", theirs + "_bn2.");
            }
        }
        starts.put("conv_head.", "_conv_head.");
        starts.put("bn2.", "_bn1.");
        starts.put("classifier.", "_fc.");
        return List.of(Naming.of("EfficientNet-PyTorch", network(), starts));
    }
}
