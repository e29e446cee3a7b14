package io.stockpot.soup.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LayeredWeightsTest {
    private static final List<String> TENSORS = List.of(
            "conv1.weight",
            "block1.bn1.weight",
            "block1.bn1.bias",
            "block1.bn1.running_mean",
            "block1.bn1.running_var",
            "block1.bn1.num_batches_tracked",
            "block1.conv1.weight",
            "fc.weight",
            "fc.bias");

    @Test
    void matchesWholeNamesWithAnythingForAStar() {
        assertThat(matches("fc.*", "fc.weight")).isTrue();
        assertThat(matches("fc.*", "block.fc.weight")).isFalse();
        assertThat(matches("*bn*", "block1.bn1.weight")).isTrue();
        assertThat(matches("*", "anything")).isTrue();
        assertThat(matches("*.weight", "a.weight.weight")).isTrue();
        assertThat(matches("a*b*c", "aXbXbXc")).isTrue();
        assertThat(matches("a*b*c", "aXbXbX")).isFalse();
        assertThat(matches("fc", "fc.weight")).isFalse();
        assertThat(matches("block1.conv1.weight", "block1xconv1.weight")).isFalse();
    }

    private static boolean matches(String pattern, String name) {
        return TensorPattern.parse(pattern).matches(name);
    }

    @Test
    void takesTheFirstRuleThatMatches() {
        LayeredWeights weights =
                LayeredWeights.read("{block1.bn*: \"1, 0\", 'block1.*': \"1/3, 2/3\", default: \"0.4, 0.6\"}");
        assertThat(weights.of("conv1.weight")).isEqualTo(MixingWeights.parse("0.4, 0.6"));
        assertThat(weights.of("block1.bn1.bias")).isEqualTo(MixingWeights.parse("1, 0"));
        assertThat(weights.of("block1.conv1.weight")).isEqualTo(MixingWeights.parse("1/3, 2/3"));
        weights.requireSuits(TENSORS);
    }

    @Test
    void mixesStatisticsAsTheScaleOfTheirLayer() {
        LayeredWeights weights = LayeredWeights.read("{'*bn1.weight': \"1, 0\", default: \"0, 1\"}");
        assertThat(weights.of("block1.bn1.running_var").single()).isEqualTo(OptionalInt.of(0));
        assertThat(weights.of("block1.bn1.num_batches_tracked").single()).isEqualTo(OptionalInt.of(0));
        assertThat(weights.of("block1.bn1.bias").single()).isEqualTo(OptionalInt.of(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LayeredWeights.read("{'*.running_var': \"1, 0\", default: \"0, 1\"}")
                        .requireSuits(TENSORS))
                .withMessageContaining("running statistics are mixed as the weight of their layer");
    }

    @Test
    void readsWhatItWrites() {
        for (String text : List.of("0.4, 0.6", "{\"fc.*\":\"1, 0\",\"*\":\"1/3, 2/3\",\"default\":\"0.4, 0.6\"}")) {
            assertThat(LayeredWeights.read(text)).hasToString(text);
        }
        assertThat(LayeredWeights.read("0.4, 0.6")).isEqualTo(LayeredWeights.of(MixingWeights.parse("0.4, 0.6")));
    }

    @Test
    void isASingleIngredientOnlyIfEveryTensorIs() {
        assertThat(LayeredWeights.read("{fc.*: \"0, 1\", default: \"0, 1\"}").single())
                .isEqualTo(OptionalInt.of(1));
        assertThat(LayeredWeights.read("{fc.*: \"1, 0\", default: \"0, 1\"}").single())
                .isEmpty();
    }

    @Test
    void refusesRulesThatDecideNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LayeredWeights.read("{blok1.*: \"1, 0\", default: \"0, 1\"}")
                        .requireSuits(TENSORS))
                .withMessage("no tensor matches 'blok1.*'; did you mean 'block1.*'? The first is 'conv1.weight';"
                        + " 'stockpot inspect --tensors' lists all");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LayeredWeights.read("{'*': \"1, 0\", fc.*: \"0, 1\", default: \"0, 1\"}")
                        .requireSuits(TENSORS))
                .withMessageContaining("'fc.*' matches are matched by patterns before it");
    }

    @Test
    void refusesWeightsThatDoNotFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LayeredWeights.read("{fc.*: \"1, 0, 0\", default: \"0, 1\"}"))
                .withMessageContaining("3 weights for 'fc.*' and 2 for the others");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LayeredWeights.read("{fc.*: \"0.5, 0.6\", default: \"0, 1\"}"))
                .withMessageContaining("mixing weights must sum to 1, not 1.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LayeredWeights.read("{fc.*: \"1, 0\"}"))
                .withMessageContaining("under 'default'");
    }
}
