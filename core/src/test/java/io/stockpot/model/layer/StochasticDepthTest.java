package io.stockpot.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.base.Seed;
import io.stockpot.model.Architecture;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.ResNet;
import io.stockpot.model.VisionTransformer;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Rows;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import io.stockpot.text.Defaults;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NoLeaks.class)
class StochasticDepthTest {
    /** Three blocks x + w x + b on one number, with w = 1, 2, 3 and b = 0. */
    private static final Chain NETWORK = new Chain.Builder()
            .add("a", block())
            .add("b", block())
            .add("c", block())
            .build();

    private static Tensor noDraws(String connection) {
        throw new AssertionError("nothing is drawn, but for " + connection);
    }

    private static Residual block() {
        return Residual.of(new Chain.Builder().add("map", new Linear(1, 1)).build());
    }

    private static double[] outputs(double[] inputs, Optional<StochasticDepth> depth) {
        try (Scope scope = Scope.open();
                StateDict values = new StateDict()) {
            float slope = 1;
            for (String name : List.of("a", "b", "c")) {
                values.put(name + ".map.weight", Tensor.create(new float[] {slope++}, 1, 1));
                values.put(name + ".map.bias", Tensor.create(new float[] {0}, 1));
            }
            double[][] rows = new double[inputs.length][];
            for (int row = 0; row < rows.length; row++) {
                rows[row] = new double[] {inputs[row]};
            }
            return Rows.numbers(NETWORK.forward(
                    new Weights(values, "", OptionalDouble.empty(), false, depth), Rows.tensor(rows, 1)));
        }
    }

    /** With a rate of 0.8 the blocks have 0, 0.4 and 0.8; what stays counts 1/(1 − rate) times. */
    @Test
    void leavesOutWhatIsDrawnBelowTheRateOfItsBlock() {
        Map<String, double[][]> draws = Map.of(
                "b.map", new double[][] {{0.39}, {0.41}, {0.41}}, "c.map", new double[][] {{0.9}, {0.79}, {0.81}});
        StochasticDepth depth = StochasticDepth.of(NETWORK, 0.8, connection -> Rows.tensor(draws.get(connection), 1));
        double second = 1 + 2 / 0.6;
        double third = 1 + 3 / 0.2;
        assertThat(outputs(new double[] {1, 1, 0.5}, Optional.of(depth)))
                .containsExactly(new double[] {2 * third, 2 * second, 0.5 * 2 * second * third}, within(1e-5));
        assertThat(outputs(new double[] {1}, Optional.empty())).containsExactly(2 * 3 * 4);
    }

    /** As timm's and MAE's linspace(0, rate, depth). */
    @Test
    void risesLinearlyOverTheBlocksOfATransformer() {
        Layer network = Defaults.of(VisionTransformer.class).network();
        StochasticDepth depth = StochasticDepth.of(network, 0.11, StochasticDepthTest::noDraws);
        assertThat(depth.rates()).hasSize(12);
        for (int block = 0; block < 12; block++) {
            assertThat(depth.rates().get("blocks." + block + ".")).isCloseTo(0.01 * block, within(1e-12));
        }
    }

    @Test
    void countsTheBlocksOfAllGroupsOfAResidualNetwork() {
        Layer network = Defaults.of(ResNet.class).network();
        assertThat(network.blocks())
                .hasSize(3 + 4 + 6 + 3)
                .startsWith("layer1.0.", "layer1.1.", "layer1.2.", "layer2.0.")
                .endsWith("layer4.2.");
        assertThat(network.stages()).containsExactly("layer1.", "layer2.", "layer3.", "layer4.");
        assertThat(StochasticDepth.of(network, 0.15, StochasticDepthTest::noDraws)
                        .rates()
                        .get("layer2.0."))
                .isCloseTo(0.03, within(1e-12));
    }

    /** What a network declares is what its passes ask about, on images that keep everything. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wide-res-net: {depth: 16, widen-factor: 1} | 6",
                "pre-act-res-net: {depth: 18} | 8",
                "cifar-res-net: {depth: 20} | 9",
                "res-net: {depth: 18} | 8",
                "vision-transformer: {size: {custom: {width: 8, depth: 3, heads: 2}}, patch: 8, image: 32} | 3"
            })
    void asksForEveryBlockButTheFirst(String written, int count) throws IOException {
        Architecture architecture = YamlRecords.read(written, "text", Architecture.class, List.of());
        Layer network = architecture.network();
        assertThat(network.blocks()).hasSize(count);
        Set<String> asked = new TreeSet<>();
        try (Scope scope = Scope.open();
                Classifier classifier = Classifier.initial(architecture, Normalisation.none(3), new Seed(1))) {
            StochasticDepth depth = StochasticDepth.of(network, 0.5, connection -> {
                asked.addAll(
                        network.blocks().stream().filter(connection::startsWith).toList());
                return torch.ones(2, 1);
            });
            classifier.trainingLogits(torch.ones(2, 3, 32, 32), Precision.FLOAT32, depth);
        }
        assertThat(asked).containsExactlyInAnyOrderElementsOf(network.blocks().subList(1, count));
    }

    /** Attention and perceptron of a block are left out one by one. */
    @Test
    void drawsForEachConnectionOfABlock() {
        Chain twice = new Chain.Builder().add("", block()).add("", other()).build();
        Chain network =
                new Chain.Builder().add("one", block()).add("two", twice).build();
        List<String> asked = new ArrayList<>();
        try (Scope scope = Scope.open();
                StateDict values = new StateDict()) {
            network.parameters().forEach(parameter -> values.put(parameter.name(), ones(parameter)));
            StochasticDepth depth = StochasticDepth.of(network, 0.5, connection -> {
                asked.add(connection);
                return Rows.tensor(new double[][] {{0.9}}, 1);
            });
            network.forward(
                    new Weights(values, "", OptionalDouble.empty(), false, Optional.of(depth)),
                    Rows.tensor(new double[][] {{1}}, 1));
        }
        assertThat(asked).containsExactly("two.map", "two.other");
    }

    private static Tensor ones(Parameter parameter) {
        return torch.ones(parameter.extents());
    }

    private static Residual other() {
        return Residual.of(new Chain.Builder().add("other", new Linear(1, 1)).build());
    }

    @Test
    void refusesNetworksWithoutBlocksAfterTheFirst() {
        Chain one = new Chain.Builder().add("a", block()).build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StochasticDepth.of(one, 0.1, StochasticDepthTest::noDraws))
                .withMessageStartingWith(
                        "stochastic-depth leaves out residual blocks after the first, and this network" + " has none");
    }
}
