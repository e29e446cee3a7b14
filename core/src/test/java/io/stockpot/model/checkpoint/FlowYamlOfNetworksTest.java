package io.stockpot.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.model.Architecture;
import io.stockpot.model.CustomaryNormalisation;
import io.stockpot.model.Normalisation;
import io.stockpot.model.PreActResNet;
import io.stockpot.model.WideResNet;
import io.stockpot.model.layer.Activation;
import io.stockpot.text.FlowYaml;
import io.stockpot.text.YamlRecords;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What messages give to paste is what it was made of. */
class FlowYamlOfNetworksTest {
    @Test
    void leavesOutWhatIsSaidByDefault() {
        assertThat(FlowYaml.of(new WideResNet(16, 2, Activation.RELU, 10, 3), Architecture.class))
                .isEqualTo("{wide-res-net: {depth: 16, widen-factor: 2}}");
        assertThat(FlowYaml.of(new WideResNet(16, 2, Activation.SILU, 100, 3), Architecture.class))
                .isEqualTo("{wide-res-net: {depth: 16, widen-factor: 2, activation: silu, classes: 100}}");
        assertThat(FlowYaml.of(new PreActResNet(34, Activation.RELU, 5, 3), Architecture.class))
                .isEqualTo("{pre-act-res-net: {depth: 34, classes: 5}}");
        assertThat(FlowYaml.of(new Normalisation(List.of(0.5), List.of(0.25)), Normalisation.class))
                .isEqualTo("{mean: [0.5], deviation: [0.25]}");
    }

    @ParameterizedTest
    @MethodSource("io.stockpot.model.checkpoint.ArchitectureGuessTest#networks")
    void isReadAsTheSameNetwork(Architecture network) throws Exception {
        String text = FlowYaml.of(network, Architecture.class);
        assertThat(YamlRecords.read(text, "--architecture", Architecture.class, List.of()))
                .isEqualTo(network);
    }

    @Test
    void quotesWhatYamlWouldReadOtherwise() {
        assertThat(FlowYaml.quoted("dog")).isEqualTo("dog");
        assertThat(FlowYaml.quoted("no")).isEqualTo("\"no\"");
        assertThat(FlowYaml.quoted("7")).isEqualTo("\"7\"");
        assertThat(FlowYaml.quoted("a, \"b\": c")).isEqualTo("\"a, \\\"b\\\": c\"");
    }

    @Test
    void everyCustomaryNormalisationCanBeTyped() throws Exception {
        for (int channels = 1; channels <= 3; channels++) {
            for (CustomaryNormalisation one : CustomaryNormalisation.of(channels)) {
                String yaml = one.option().replaceFirst("--normalisation '(.*)'", "$1");
                assertThat(YamlRecords.read(yaml, "--normalisation", Normalisation.class, List.of()))
                        .isEqualTo(one.normalisation());
                assertThat(one.normalisation().mean()).hasSize(channels);
            }
        }
        assertThat(CustomaryNormalisation.notTold(3))
                .contains("CIFAR-10's is --normalisation '{mean: [0.4914, ", "0.485");
    }
}
