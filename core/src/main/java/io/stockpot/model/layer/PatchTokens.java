package io.stockpot.model.layer;

import io.stockpot.base.Guards;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Images as tokens: one linear map of each square patch, row by row, perhaps after a class token, each
 * with the embedding of its position added. N×C×H×W to N×T×width.
 *
 * @param channels of the images
 * @param width length of a token
 * @param image height and width of the images in pixels
 * @param patch height and width of a patch in pixels; divides the image's
 * @param classToken whether a learned token comes first
 */
public record PatchTokens(int channels, int width, int image, int patch, boolean classToken) implements Layer {
    /** The name of the positions' embeddings. */
    public static final String POSITIONS = "pos_embed";

    /** Checks that patches tile the image. */
    public PatchTokens {
        Guards.requireAtLeast("channels", 1, channels);
        Guards.requireAtLeast("width", 1, width);
        Guards.requireAtLeast("patch", 1, patch);
        if (image < patch || image % patch != 0) {
            throw new IllegalArgumentException(
                    "image must be a multiple of the patch's " + patch + " pixels, not " + image);
        }
    }

    @Override
    public Tensor forward(Weights weights, Tensor input) {
        if (input.size(2) != image || input.size(3) != image) {
            throw new IllegalArgumentException("this network takes images of " + image + "×" + image + " pixels, not "
                    + input.size(2) + "×" + input.size(3));
        }
        Tensor patches = projection().forward(weights.at("patch_embed.proj"), input);
        Tensor tokens = patches.flatten(2, -1).transpose(1, 2);
        if (classToken) {
            Tensor first = weights.get("cls_token").expand(input.size(0), -1, -1);
            tokens = torch.cat(new TensorVector(first, tokens), 1);
        }
        return tokens.add(weights.get(POSITIONS));
    }

    @Override
    public String export(OnnxGraph graph, String input) {
        String patches = projection().export(graph.at("patch_embed.proj"), input);
        String flat =
                graph.node("Reshape", patches, graph.integers(0, width, -1)).output();
        String tokens =
                graph.node("Transpose", flat).with("perm", List.of(0L, 2L, 1L)).output();
        if (classToken) {
            String batch = graph.node("Shape", tokens).with("end", 1).output();
            String shape = graph.node("Concat", batch, graph.integers(1, width))
                    .with("axis", 0)
                    .output();
            String first =
                    graph.node("Expand", graph.weight("cls_token"), shape).output();
            tokens = graph.node("Concat", first, tokens).with("axis", 1).output();
        }
        return graph.node("Add", tokens, graph.weight(POSITIONS)).output();
    }

    @Override
    public void declare(String prefix, Consumer<Parameter> parameters) {
        if (classToken) {
            parameters.accept(token(prefix + "cls_token", 1));
        }
        long side = image / patch;
        parameters.accept(token(prefix + POSITIONS, side * side + (classToken ? 1 : 0)));
        projection().declare(prefix + "patch_embed.proj.", parameters);
    }

    private Parameter token(String name, long tokens) {
        return new Parameter(name, List.of(1L, tokens, (long) width), Parameter.Role.TOKENS);
    }

    private Convolution projection() {
        return new Convolution(channels, width, patch, patch, 0, true);
    }
}
