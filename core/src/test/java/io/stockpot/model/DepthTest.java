package io.stockpot.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.model.layer.Activation;
import io.stockpot.model.layer.Parameter;
import io.stockpot.text.Defaults;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DepthTest {
    private static final Architecture WIDE = new WideResNet(16, 2, Activation.RELU, 10, 3);

    @Test
    void takesANetworkApartIntoItsBlocksFromTheImageToTheLogits() {
        Map<String, List<String>> blocks = Depth.blocks(WIDE);
        assertThat(blocks.keySet())
                .containsExactly(
                        "stem",
                        "block1.layer.0",
                        "block1.layer.1",
                        "block2.layer.0",
                        "block2.layer.1",
                        "block3.layer.0",
                        "block3.layer.1",
                        "head");
        assertThat(blocks.get("stem")).containsExactly("conv1.weight");
        assertThat(blocks.get("head"))
                .contains("bn1.weight", "bn1.running_var", "fc.weight", "fc.bias")
                .hasSize(7);
        assertThat(blocks.get("block2.layer.0")).contains("block2.layer.0.convShortcut.weight");
    }

    @Test
    void putsEveryTensorIntoOneGroup() {
        for (Architecture network : List.of(
                WIDE,
                new SoftmaxRegression(4, 4, 3),
                Defaults.of(VisionTransformer.class),
                Defaults.of(ConvNext.class))) {
            List<String> all =
                    network.network().parameters().stream().map(Parameter::name).toList();
            for (Map<String, List<String>> groups : List.of(Depth.blocks(network), Depth.layers(network))) {
                assertThat(groups.values().stream().flatMap(List::stream).toList())
                        .containsExactlyInAnyOrderElementsOf(all);
            }
        }
    }

    @Test
    void takesItApartIntoSingleLayers() {
        Map<String, List<String>> layers = Depth.layers(WIDE);
        assertThat(layers).containsKeys("conv1", "block1.layer.0.bn1", "block1.layer.0.conv1", "fc");
        assertThat(layers.get("block1.layer.0.bn1")).hasSize(5);
    }
}
