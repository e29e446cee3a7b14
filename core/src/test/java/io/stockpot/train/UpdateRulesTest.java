package io.stockpot.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.model.ResNet;
import io.stockpot.model.VisionTransformer;
import io.stockpot.model.layer.Layer;
import io.stockpot.model.layer.Parameter;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Rows;
import io.stockpot.tensor.Scope;
import io.stockpot.text.CanonicalJson;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NoLeaks.class)
class UpdateRulesTest {
    private static final UpdateRules BOTH =
            new UpdateRules(Optional.of(UpdateRules.NoDecay.BIASES_AND_NORMS), Optional.of(0.65), Optional.empty());

    private static Layer transformer() throws IOException {
        return YamlRecords.read(
                        "{size: {custom: {width: 8, depth: 2, heads: 2}}, patch: 4, image: 8, classes: 4}",
                        "text",
                        VisionTransformer.class,
                        List.of())
                .network();
    }

    /** The ids of layers of the code of masked autoencoders: 0 for the embeddings, 3 for what follows two blocks. */
    @Test
    void slowsTransformersDownBlockByBlock() throws IOException {
        Map<String, UpdateRules.Treatment> treatments = BOTH.treatments(transformer());
        Map<String, Integer> layers = Map.of(
                "cls_token",
                0,
                "pos_embed",
                0,
                "patch_embed.proj.weight",
                0,
                "blocks.0.norm1.weight",
                1,
                "blocks.0.mlp.fc2.bias",
                1,
                "blocks.1.attn.qkv.weight",
                2,
                "norm.weight",
                3,
                "head.weight",
                3,
                "head.bias",
                3);
        layers.forEach((name, layer) -> assertThat(treatments.get(name).rateFactor())
                .as(name)
                .isCloseTo(Math.pow(0.65, 3 - layer), within(1e-12)));
    }

    @Test
    void slowsResidualNetworksDownGroupByGroup() throws IOException {
        Layer network =
                YamlRecords.read("{depth: 18}", "text", ResNet.class, List.of()).network();
        Map<String, UpdateRules.Treatment> treatments = BOTH.treatments(network);
        Map<String, Integer> left = Map.of(
                "conv1.weight",
                5,
                "bn1.bias",
                5,
                "layer1.0.conv1.weight",
                4,
                "layer1.1.conv2.weight",
                4,
                "layer2.0.downsample.0.weight",
                3,
                "layer4.1.bn2.weight",
                1,
                "fc.weight",
                0);
        left.forEach((name, power) ->
                assertThat(treatments.get(name).rateFactor()).as(name).isCloseTo(Math.pow(0.65, power), within(1e-12)));
    }

    /** A convolution between two stages leads to the second. */
    @Test
    void countsWhatStandsBetweenStagesAsTheNext() throws IOException {
        Training training = YamlRecords.read("""
                train:
                  objective: nominal
                  architecture:
                    sequential:
                      layers:
                        first: {residual-block: {in: 3, out: 3}}
                        between: {convolution: {in: 3, out: 3, kernel: 1}}
                        second: {residual-block: {in: 3, out: 3}}
                        pool: mean-pool
                        last: {linear: {in: 3, out: 10}}
                """, "text", Training.class, List.of());
        Layer network = training.network().orElseThrow().network();
        assertThat(network.stages()).containsExactly("first.", "second.");
        Map<String, UpdateRules.Treatment> treatments = BOTH.treatments(network);
        assertThat(treatments.get("first.conv1.weight").rateFactor()).isCloseTo(0.65 * 0.65, within(1e-12));
        assertThat(treatments.get("between.weight").rateFactor()).isCloseTo(0.65, within(1e-12));
        assertThat(treatments.get("second.conv1.weight").rateFactor()).isCloseTo(0.65, within(1e-12));
        assertThat(treatments.get("last.weight").rateFactor()).isEqualTo(1);
    }

    @Test
    void sparesBiasesNormsAndTokensDecay() throws IOException {
        Layer network = transformer();
        Map<String, UpdateRules.Treatment> treatments = BOTH.treatments(network);
        List<String> decaying = network.parameters().stream()
                .map(Parameter::name)
                .filter(name -> treatments.get(name).decays())
                .toList();
        assertThat(decaying)
                .containsExactly(
                        "patch_embed.proj.weight",
                        "blocks.0.attn.qkv.weight",
                        "blocks.0.attn.proj.weight",
                        "blocks.0.mlp.fc1.weight",
                        "blocks.0.mlp.fc2.weight",
                        "blocks.1.attn.qkv.weight",
                        "blocks.1.attn.proj.weight",
                        "blocks.1.mlp.fc1.weight",
                        "blocks.1.mlp.fc2.weight",
                        "head.weight");
    }

    @Test
    void treatsAllAlikeWithoutRules() throws IOException {
        assertThat(UpdateRules.NONE.treatments(transformer()).values()).containsOnly(UpdateRules.Treatment.USUAL);
    }

    /** Norms of 3 and 4 make one of 5; PyTorch divides by that and a millionth. */
    @Test
    void shortensGradientsThatAreTooLongTogether() {
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> gradients = new LinkedHashMap<>();
            gradients.put("a", Tensor.create(new float[] {3, 0}, 2));
            gradients.put("b", Tensor.create(new float[] {0, -4}, 1, 2));
            Tensor before = gradients.get("a");
            clipping(5.1).clip(gradients);
            assertThat(gradients.get("a")).isSameAs(before);
            clipping(2).clip(gradients);
            assertThat(Rows.numbers(gradients.get("a"))[0]).isCloseTo(3 * 2 / (5 + 1e-6), within(1e-6));
            assertThat(Rows.numbers(gradients.get("b"))[1]).isCloseTo(-4 * 2 / (5 + 1e-6), within(1e-6));
        }
    }

    private static UpdateRules clipping(double norm) {
        return new UpdateRules(Optional.empty(), Optional.empty(), Optional.of(norm));
    }

    @Test
    void standsAmongTheKeysOfAnOptimizer() throws IOException {
        Optimizer adam = YamlRecords.read(
                "adam-w: {no-decay: biases-and-norms, layer-decay: 0.65, clip-norm: 1}",
                "text",
                Optimizer.class,
                List.of());
        assertThat(CanonicalJson.of(adam))
                .isEqualTo("{\"adam-w\":{\"beta1\":0.9,\"beta2\":0.999,\"epsilon\":1.0E-8,\"weight-decay\":0.01,"
                        + "\"no-decay\":\"biases-and-norms\",\"layer-decay\":0.65,\"clip-norm\":1.0}}");
        assertThat(CanonicalJson.read(CanonicalJson.of(adam), Optimizer.class)).isEqualTo(adam);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "adam-w: {layer-decay: 0} | text:1:23: layer-decay must be in (0, 1], not 0.0",
                "sgd: {layer-decay: 1.1} | text:1:20: layer-decay must be in (0, 1], not 1.1",
                "sgd: {clip-norm: 0} | text:1:18: clip-norm must be positive, not 0.0",
                "adam-w: {weight-decay: 0, no-decay: biases-and-norms} |"
                        + " text:1:37: no-decay spares weights a weight-decay, which is 0; leave no-decay out"
            })
    void refusesRulesThatMakeNoSense(String text, String message) {
        assertThatThrownBy(() -> YamlRecords.read(text, "text", Optimizer.class, List.of()))
                .hasMessage(message);
    }

    @Test
    void refusesLayerDecayForNetworksWithoutResidualBlocks() {
        String text = "train: {architecture: {softmax-regression: {side: 2}}, objective: nominal, optimizer: {sgd:"
                + " {layer-decay: 0.5}}}";
        assertThatThrownBy(() -> YamlRecords.read(text, "text", Training.class, List.of()))
                .hasMessageStartingWith("text:1:")
                .hasMessageContaining(
                        "layer-decay lets earlier residual blocks learn more slowly, and this network has")
                .hasMessageEndingWith("or leave layer-decay out");
    }
}
