package io.stockpot.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.base.Seed;
import io.stockpot.model.layer.Activation;
import io.stockpot.model.layer.Convolution;
import io.stockpot.model.layer.Layer;
import io.stockpot.model.layer.MaxPool;
import io.stockpot.model.layer.Parameter;
import io.stockpot.model.layer.ResidualBlock;
import io.stockpot.model.layer.Weights;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import io.stockpot.text.CanonicalJson;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class SequentialTest {
    private static final String YAML = """
            sequential:
              classes: 4
              channels: 2
              layers:
                "0": {convolution: {in: 2, out: 4, kernel: 3, padding: 1}}
                norm: {batch-norm: {channels: 4}}
                "10": relu
                "9": max-pool
                layer1.0: {residual-block: {in: 4, out: 6, stride: 2}}
                pool: mean-pool
                act: silu
                "8": {linear: {in: 6, out: 4}}
            """;

    private static Architecture read(String yaml) throws IOException {
        return YamlRecords.read(yaml, "net.yaml", Architecture.class, List.of());
    }

    @Test
    void layersAreReadInTheirOrderWithTheirNames() throws IOException {
        Sequential network = (Sequential) read(YAML);
        assertThat(network.layers().keySet()).containsExactly("0", "norm", "10", "9", "layer1.0", "pool", "act", "8");
        assertThat(network.layers())
                .containsEntry("10", Activation.RELU)
                .containsEntry("9", new MaxPool(2, 2, 0))
                .containsEntry("0", new Convolution(2, 4, 3, 1, 1, true));
        assertThat(network.network().parameters().stream().map(Parameter::name))
                .startsWith("0.weight", "0.bias", "norm.weight")
                .contains("layer1.0.shortcut.0.weight", "layer1.0.shortcut.1.running_mean")
                .doesNotContain("layer1.0.conv1.bias")
                .endsWith("8.weight", "8.bias");
        String json = CanonicalJson.of(network);
        assertThat(json).contains("\"10\":\"relu\",\"9\":{\"max-pool\":{\"kernel\":2,\"stride\":2,\"padding\":0}}");
        Sequential again = (Sequential) CanonicalJson.read(json, Architecture.class);
        assertThat(again.layers().keySet())
                .containsExactlyElementsOf(network.layers().keySet());
        assertThat(again).isEqualTo(network);
    }

    @ParameterizedTest
    @ValueSource(strings = {"first", "mean", "mean-of-rest"})
    void classifiesWithThePartsOfTransformers(String pool) throws IOException {
        classifies("""
                sequential:
                  classes: 4
                  channels: 2
                  layers:
                    tokens: {patch-tokens: {channels: 2, width: 6, image: 8, patch: 4, class-token: true}}
                    attention: {self-attention: {width: 6, heads: 2}}
                    norm: {layer-norm: {width: 6}}
                    pool: %s
                    head: {linear: {in: 6, out: 4}}
                """.formatted(pool));
    }

    @Test
    void classifiesWithSumsAndBlocksOfResidualNetworks() throws IOException {
        classifies("""
                sequential:
                  classes: 4
                  channels: 2
                  layers:
                    block: {pre-activation-block: {in: 2, out: 4, stride: 2, activation: relu, shortcut: shortcut}}
                    sum:
                      residual:
                        body: {links: [{name: conv, layer: {convolution: {in: 4, out: 4, kernel: 3, padding: 1}}}]}
                        shortcut: {links: []}
                    tail: {chain: {links: [{name: pool, layer: mean-pool}, {name: head, layer: {linear: {in: 4, out: 4}}}]}}
                """);
    }

    @Test
    void classifiesWithThePartsOfNetworksForLargeImages() throws IOException {
        classifies("""
                sequential:
                  classes: 4
                  channels: 2
                  layers:
                    stem: {grouped-convolution: {in: 2, out: 6, kernel: 3, stride: 2, groups: 2}}
                    norm: {batch-norm: {channels: 6, epsilon: 0.001, momentum: 0.01}}
                    act: relu6
                    odd: {grouped-convolution: {in: 6, out: 6, kernel: 2, padding: {pixels: {before: 0, after: 1}}}}
                    last: channels-last
                    scale: {layer-scale: {width: 6}}
                    first: channels-first
                    pool: mean-pool
                    head: {linear: {in: 6, out: 4}}
                """);
    }

    /** What has no epsilon of its own keeps its text, and the keys of runs with it. */
    @Test
    void batchNormHasOnlyTheSettingsThatAreGiven() throws IOException {
        assertThat(CanonicalJson.of((Sequential) read(YAML))).contains("\"norm\":{\"batch-norm\":{\"channels\":4}}");
    }

    private static void classifies(String yaml) throws IOException {
        try (Scope scope = Scope.open();
                Classifier classifier = Classifier.initial(read(yaml), Normalisation.none(2), new Seed(1))) {
            assertThat(classifier.logits(torch.rand(3, 2, 8, 8)).size(1)).isEqualTo(4);
        }
    }

    @Test
    void itClassifies() throws IOException {
        classifies(YAML);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "relu; {relu: {}}; the bare name relu",
                "relu; maxout; unknown choice 'maxout'",
                "max-pool; {max-pool: {padding: 2}}; half the kernel",
                "out: 4, kernel; out: 0, kernel; out must be at least 1, not 0",
                "classes: 4; classes: 5; as many as the last layer's 4 outputs, not 5"
            })
    void refusesLayersThatDoNotFit(String right, String wrong, String message) {
        assertThatThrownBy(() -> read(YAML.replace(right, wrong)))
                .hasMessageStartingWith("net.yaml:")
                .hasMessageContaining(message);
    }

    /** With all convolutions zero, what remains is the shortcut. */
    @Test
    void paddedShortcutsCarryEverySecondPixelBetweenZeros() {
        Layer block = new ResidualBlock(2, 4, 2, false, ResidualBlock.Shortcut.PADDING, Activation.RELU);
        try (Scope scope = Scope.open();
                StateDict zeros = new StateDict()) {
            for (Parameter parameter : block.parameters()) {
                zeros.put(parameter.name(), torch.zeros(parameter.extents()));
            }
            Tensor images = torch.rand(1, 2, 4, 4);
            Tensor output = block.forward(new Weights(zeros, "", OptionalDouble.empty()), images);
            assertThat(output.size(1)).isEqualTo(4);
            for (int row = 0; row < 2; row++) {
                for (int column = 0; column < 2; column++) {
                    assertThat(pixel(output, 0, row, column)).isZero();
                    assertThat(pixel(output, 1, row, column)).isEqualTo(pixel(images, 0, 2 * row, 2 * column));
                    assertThat(pixel(output, 2, row, column)).isEqualTo(pixel(images, 1, 2 * row, 2 * column));
                    assertThat(pixel(output, 3, row, column)).isZero();
                }
            }
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResidualBlock(4, 2, 1, true, ResidualBlock.Shortcut.PADDING, Activation.RELU))
                .withMessageContaining("even number");
    }

    private static float pixel(Tensor images, int channel, int row, int column) {
        return images.select(1, channel).select(1, row).select(1, column).item_float();
    }

    @Test
    void oldAndHalfPrecisionFilesFitButNoOthers() {
        Architecture architecture = new CifarResNet(8, Activation.RELU, 10, 3);
        try (Scope scope = Scope.open();
                StateDict values = new StateDict()) {
            for (Parameter parameter : architecture.network().parameters()) {
                if (parameter.role() != Parameter.Role.BATCH_COUNT) {
                    values.put(parameter.name(), parameter.initial(new Seed(1)).to(ScalarType.Half));
                }
            }
            try (Classifier classifier = Classifier.of(architecture, Normalisation.none(3), values)) {
                assertThat(classifier.weights().get("bn1.num_batches_tracked").item_long())
                        .isZero();
                assertThat(classifier
                                .logits(torch.rand(2, 3, 8, 8))
                                .scalar_type()
                                .intern())
                        .isEqualTo(ScalarType.Float);
            }
            values.put("extra", torch.zeros(1));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Classifier.of(architecture, Normalisation.none(3), values)
                            .close())
                    .withMessageContaining("unexpected (1): extra")
                    .withMessageNotContaining("missing");
        }
    }
}
