package io.stockpot.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Guards;
import io.stockpot.model.layer.Activation;
import io.stockpot.model.layer.Chain;
import io.stockpot.model.layer.Layer;
import io.stockpot.model.layer.LayerNorm;
import io.stockpot.model.layer.Linear;
import io.stockpot.model.layer.Parameter;
import io.stockpot.model.layer.PatchTokens;
import io.stockpot.model.layer.Residual;
import io.stockpot.model.layer.SelfAttention;
import io.stockpot.model.layer.TokenPool;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.bytedeco.pytorch.Tensor;

/**
 * A vision transformer (Dosovitskiy et al. 2021): patches as tokens, blocks that norm first. Tensors are
 * named as in timm. Its position embeddings fit one size of image only.
 *
 * @param size width, depth and heads: tiny, small, base, large, or {custom: {width: …, depth: …, heads: …}}
 * @param patch height and width of a patch in pixels
 * @param image height and width of the images in pixels
 * @param pooling what the linear layer at the end sees
 * @param classToken whether a class token comes before the patches
 * @param classes number of classes
 * @param channels channels of the images
 */
public record VisionTransformer(
        @JsonProperty(defaultValue = "small") TransformerSize size,
        @JsonProperty(defaultValue = "16") int patch,
        @JsonProperty(defaultValue = "224") int image,
        @JsonProperty(defaultValue = "class-token") Pooling pooling,
        @JsonProperty(defaultValue = "true") boolean classToken,
        @JsonProperty(defaultValue = "1000") int classes,
        @JsonProperty(defaultValue = "3") int channels)
        implements Architecture {
    /** The hidden layer of a block is four times as wide as its tokens. */
    private static final int EXPANSION = 4;

    /** Checks that the sizes fit together. */
    public VisionTransformer {
        Guards.requireAtLeast("patch", 1, patch);
        if (image < patch || image % patch != 0) {
            throw new IllegalArgumentException(
                    "image must be a multiple of the patch's " + patch + " pixels, not " + image);
        }
        if (pooling == Pooling.CLASS_TOKEN && !classToken) {
            throw new IllegalArgumentException("pooling must be mean or mean-then-norm without a class token");
        }
        ClassifierSizes.require(classes, channels);
    }

    /** What the linear layer at the end sees. */
    public enum Pooling {
        /** The class token after the norm. */
        CLASS_TOKEN,
        /** The mean of the patches' tokens after the norm. */
        MEAN,
        /**
         * The mean of the patches' tokens, then a norm called fc_norm instead of norm: the layout of
         * fine-tuned masked autoencoders (He et al. 2022).
         */
        MEAN_THEN_NORM
    }

    @Override
    public OptionalInt imageSide() {
        return OptionalInt.of(image);
    }

    @Override
    public VisionTransformer withClasses(int number) {
        return new VisionTransformer(size, patch, image, pooling, classToken, number, channels);
    }

    @Override
    public Optional<Architecture> withImageSide(int side) {
        return Optional.of(new VisionTransformer(size, patch, side, pooling, classToken, classes, channels));
    }

    @Override
    public Tensor fitted(Parameter parameter, Tensor values) {
        return parameter.name().equals(PatchTokens.POSITIONS)
                        && values.size(1) != parameter.shape().get(1)
                ? PositionEmbeddings.resized(values, classToken ? 1 : 0, image / patch)
                : values;
    }

    @Override
    public List<String> hiddenSettings() {
        String heads = "heads (" + size.heads() + ", " + size.width() / size.heads() + " wide each)";
        boolean other = classToken && pooling != Pooling.MEAN_THEN_NORM;
        return other
                ? List.of(
                        heads,
                        "pooling (" + pooling.name().toLowerCase(Locale.ROOT).replace('_', '-') + ")")
                : List.of(heads);
    }

    @Override
    public Layer network() {
        Chain.Builder network =
                new Chain.Builder().add("", new PatchTokens(channels, size.width(), image, patch, classToken));
        for (int block = 0; block < size.depth(); block++) {
            network.add("blocks." + block, block());
        }
        boolean normFirst = pooling != Pooling.MEAN_THEN_NORM;
        LayerNorm norm = new LayerNorm(size.width());
        return (normFirst
                        ? network.add("norm", norm).add("pool", pool())
                        : network.add("pool", pool()).add("fc_norm", norm))
                .add("head", new Linear(size.width(), classes))
                .build();
    }

    private Layer block() {
        Chain attention = new Chain.Builder()
                .add("norm1", new LayerNorm(size.width()))
                .add("attn", new SelfAttention(size.width(), size.heads()))
                .build();
        Chain perceptron = new Chain.Builder()
                .add("norm2", new LayerNorm(size.width()))
                .add("mlp.fc1", new Linear(size.width(), EXPANSION * size.width()))
                .add("mlp.act", Activation.GELU)
                .add("mlp.fc2", new Linear(EXPANSION * size.width(), size.width()))
                .build();
        return new Chain.Builder()
                .add("", Residual.of(attention))
                .add("", Residual.of(perceptron))
                .build();
    }

    private TokenPool pool() {
        if (pooling == Pooling.CLASS_TOKEN) {
            return TokenPool.FIRST;
        }
        return classToken ? TokenPool.MEAN_OF_REST : TokenPool.MEAN;
    }
}
