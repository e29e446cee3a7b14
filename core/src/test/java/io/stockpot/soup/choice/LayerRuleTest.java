package io.stockpot.soup.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.text.CanonicalJson;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayerRuleTest {
    private static final List<String> TENSORS = List.of(
            "conv1.weight", "block1.bn.weight", "block1.bn.running_var", "block2.weight", "block3.weight", "fc.weight");

    /** Models as arrays, by the name of the tensor: model × element. */
    private record Arrays(Map<String, double[][]> models) implements LayerFacts {
        @Override
        public List<String> tensors() {
            return TENSORS;
        }

        @Override
        public List<TensorGroup> depths() {
            return List.of(
                    new TensorGroup("block1", List.of("conv1.weight", "block1.bn.weight", "block1.bn.running_var")),
                    new TensorGroup("block2", List.of("block2.weight")),
                    new TensorGroup("block3", List.of("block3.weight", "fc.weight")));
        }

        @Override
        public List<List<Double>> products(String tensor) {
            List<List<Double>> products = new ArrayList<>();
            double[][] values = models.getOrDefault(tensor, new double[][] {{0, 0}, {0, 0}, {0, 0}});
            for (double[] one : values) {
                List<Double> row = new ArrayList<>();
                for (double[] other : values) {
                    double sum = 0;
                    for (int i = 0; i < one.length; i++) {
                        sum += one[i] * other[i];
                    }
                    row.add(sum);
                }
                products.add(row);
            }
            return products;
        }
    }

    /**
     * In the first tensor fine-tuning changes (1, 0) and (0.6, 0.8), of which the cosine is 0.6: t = 2 · 0.6 / 1.6 = 0.75.
     * In the second the changes are at right angles, in the third they are opposite, in the fourth the same.
     */
    @Test
    void staysTheNearerToTheBaseTheMoreFineTunedModelsDiffer() throws IOException {
        Arrays facts = new Arrays(Map.of(
                "conv1.weight", new double[][] {{3, 5}, {4, 5}, {3.6, 5.8}},
                "block1.bn.weight", new double[][] {{1, 1}, {2, 1}, {1, 3}},
                "block2.weight", new double[][] {{1, 1}, {2, 1}, {-1, 1}},
                "block3.weight", new double[][] {{1, 1}, {2, 2}, {4, 4}}));
        MixingWeights mean = MixingWeights.parse("0, 1/2, 1/2");
        LayeredWeights weights = new LayerRule.ModelStock(1000).layered(mean, facts);
        assertThat(weights.of("conv1.weight")).isEqualTo(MixingWeights.parse("0.25, 0.375, 0.375"));
        assertThat(weights.of("block1.bn.weight")).isEqualTo(MixingWeights.vertex(0, 3));
        assertThat(weights.of("block1.bn.running_var")).isEqualTo(MixingWeights.vertex(0, 3));
        assertThat(weights.of("block2.weight")).isEqualTo(MixingWeights.vertex(0, 3));
        assertThat(weights.of("block3.weight")).isEqualTo(mean);
        // unchanged by fine-tuning
        assertThat(weights.of("fc.weight")).isEqualTo(mean);
        weights.requireSuits(TENSORS);
    }

    /** Three changes e₁ + e₄, e₂ + e₄, e₃ + e₄: every cosine is 1/2, so t = 3/2 / (1 + 1) = 3/4. */
    @Test
    void takesTheMeanCosineOfMoreModels() {
        List<List<Double>> products = List.of(
                List.of(0.0, 0.0, 0.0, 0.0),
                List.of(0.0, 2.0, 1.0, 1.0),
                List.of(0.0, 1.0, 2.0, 1.0),
                List.of(0.0, 1.0, 1.0, 2.0));
        assertThat(LayerRule.ModelStock.ratio(MixingWeights.parse("0, 1/3, 1/3, 1/3"), products))
                .isCloseTo(0.75, within(1e-12));
        // of two of them t = 2/2 / (3/2)
        assertThat(LayerRule.ModelStock.ratio(MixingWeights.parse("0, 1/2, 0, 1/2"), products))
                .isCloseTo(2.0 / 3, within(1e-12));
        assertThat(LayerRule.ModelStock.ratio(MixingWeights.parse("0, 1, 0, 0"), products))
                .isEqualTo(1);
    }

    @Test
    void refusesModelStockOfASingleFineTunedModel() {
        LayerRule rule = new LayerRule.ModelStock(1000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rule.requireSuits(2))
                .withMessageContaining("a base, which comes first, and at least two others, not 2 ingredients");
        rule.requireSuits(3);
    }

    /** Changes that are small against the weights have products that are mostly rounding: their cosine would be 3. */
    @Test
    void neverGoesBeyondTheMixtureByRounding() {
        List<List<Double>> products =
                List.of(List.of(0.0, 0.0, 0.0), List.of(0.0, 1e-17, 3e-17), List.of(0.0, 3e-17, 1e-17));
        assertThat(LayerRule.ModelStock.ratio(MixingWeights.parse("0, 1/2, 1/2"), products))
                .isEqualTo(1);
    }

    /** α = 0.2, β = 0.6 over three depths: λ = 0.2, 0.5, 0.8. */
    @Test
    void scalesWhatFineTuningHasChangedByDepth() throws IOException {
        Arrays facts = new Arrays(Map.of());
        MixingWeights common = MixingWeights.parse("0, 0.6, 0.4");
        LayeredWeights weights = new LayerRule.Lines("0.2", "0.6").layered(common, facts);
        assertThat(weights.of("conv1.weight")).isEqualTo(MixingWeights.parse("0.8, 0.12, 0.08"));
        assertThat(weights.of("block1.bn.running_var")).isEqualTo(MixingWeights.parse("0.8, 0.12, 0.08"));
        assertThat(weights.of("block2.weight")).isEqualTo(MixingWeights.parse("0.5, 0.3, 0.2"));
        assertThat(weights.of("block3.weight")).isEqualTo(MixingWeights.parse("0.2, 0.48, 0.32"));
        assertThat(weights.of("fc.weight")).isEqualTo(MixingWeights.parse("0.2, 0.48, 0.32"));
        assertThat(new LayerRule.Lines("0", "1").layered(common, facts).of("fc.weight"))
                .isEqualTo(common);
        assertThat(new LayerRule.Lines("1", "0").layered(common, facts)).isEqualTo(LayeredWeights.of(common));
    }

    @Test
    void mixesOnlyWhatIsCalledMixed() throws IOException {
        LayerRule rule = YamlRecords.read(
                "by-name: {tensors: {'*.bn.*': mixed, '*': \"1, 0\"}}", "r", LayerRule.class, List.of());
        LayeredWeights weights = rule.layered(MixingWeights.parse("0.4, 0.6"), new Arrays(Map.of()));
        assertThat(weights.of("block1.bn.running_var")).isEqualTo(MixingWeights.parse("0.4, 0.6"));
        assertThat(weights.of("fc.weight")).isEqualTo(MixingWeights.parse("1, 0"));
        assertThat(CanonicalJson.of(rule))
                .isEqualTo("{\"by-name\":{\"tensors\":{\"*.bn.*\":\"mixed\",\"*\":\"1, 0\"}}}");
    }

    @Test
    void refusesWeightsForOtherIngredientsAndNamesOfNoTensor() {
        LayerRule rule = new LayerRule.ByName(Map.of("fx.*", "1, 0"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rule.requireSuits(3))
                .withMessage("tensors 'fx.*' have 2 weights for 3 ingredients: 1, 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rule.requireTensors(TENSORS))
                .withMessageContaining("did you mean 'fc.*'?");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LayerRule.ByName(Map.of("fc.*", "1, 1")))
                .withMessageContaining("mixing weights must sum to 1, not 2");
    }
}
