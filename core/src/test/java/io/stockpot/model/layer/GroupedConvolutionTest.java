package io.stockpot.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stockpot.base.Seed;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.assertj.core.data.Percentage;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NoLeaks.class)
class GroupedConvolutionTest {
    /** Of TensorFlow's guide to convolutions: ⌈side / stride⌉ outputs, and the odd pixel comes after. */
    @ParameterizedTest
    @CsvSource({
        "224, 3, 2, 0, 1",
        "225, 3, 2, 1, 1",
        "112, 3, 1, 1, 1",
        "56, 5, 2, 1, 2",
        "57, 5, 2, 2, 2",
        "7, 5, 1, 2, 2",
        "1, 5, 2, 2, 2",
        "8, 1, 2, 0, 0"
    })
    void padsAsTensorFlowDoes(int side, int kernel, int stride, int before, int after) {
        Padding same = Padding.Automatic.SAME;
        assertThat(same.before(side, kernel, stride)).isEqualTo(before);
        assertThat(same.after(side, kernel, stride)).isEqualTo(after);
    }

    /** Image 1 2 3 4 in each of 2 rows, filters of ones on the first channel and of twos on the second. */
    @Test
    void keepsGroupsApartAndAddsTheOddPixelAfter() {
        GroupedConvolution layer = GroupedConvolution.depthwise(2, 3, 2);
        try (Scope scope = Scope.open();
                StateDict weights = new StateDict()) {
            weights.put(
                    "weight",
                    Tensor.create(new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2}, 2, 1, 3, 3));
            Tensor image = Tensor.create(new float[] {1, 2, 3, 4, 1, 2, 3, 4, 1, 0, 0, 0, 0, 0, 0, 1}, 1, 2, 2, 4);
            Tensor output = layer.forward(new Weights(weights, "", OptionalDouble.empty()), image);
            // columns 1 to 3 and 3 to 5 (4 and a zero), both rows and a row of zeros
            Tensor expected = Tensor.create(new float[] {12, 14, 2, 2}, 1, 2, 1, 2);
            assertThat(torch.equal(output, expected)).isTrue();
        }
    }

    @Test
    void takesPaddingThatDiffersBeforeAndAfter() {
        GroupedConvolution layer = new GroupedConvolution(1, 1, 2, 1, 1, new Padding.Pixels(1, 0), true);
        try (Scope scope = Scope.open();
                StateDict weights = new StateDict()) {
            weights.put("weight", Tensor.create(new float[] {1, 10, 100, 1000}, 1, 1, 2, 2));
            weights.put("bias", Tensor.create(new float[] {0.5f}, 1));
            Tensor image = Tensor.create(new float[] {1, 2, 3, 4}, 1, 1, 2, 2);
            Tensor output = layer.forward(new Weights(weights, "", OptionalDouble.empty()), image);
            Tensor expected = Tensor.create(new float[] {1000.5f, 2100.5f, 3010.5f, 4321.5f}, 1, 1, 2, 2);
            assertThat(torch.equal(output, expected)).isTrue();
        }
    }

    @Test
    void drawsFiltersByWhatOneOfThemSees() {
        List<Parameter> parameters = GroupedConvolution.depthwise(512, 5, 1).parameters();
        assertThat(parameters).hasSize(1);
        assertThat(parameters.get(0).shape()).containsExactly(512L, 1L, 5L, 5L);
        try (Scope scope = Scope.open()) {
            Tensor drawn = parameters.get(0).initial(new Seed(1));
            assertThat(drawn.std().item_double()).isCloseTo(Math.sqrt(2.0 / 25), byPercent(2));
        }
    }

    private static Percentage byPercent(double percent) {
        return Percentage.withPercentage(percent);
    }

    @Test
    void refusesGroupsThatDoNotDivideTheChannels() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GroupedConvolution(6, 8, 3, 1, 4, Padding.Automatic.SAME, true))
                .withMessageContaining("6 in and 8 out")
                .withMessageContaining("4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Padding.Pixels(0, -1))
                .withMessageContaining("negative");
    }

    @Test
    void relu6CutsAtBothEnds() {
        try (Scope scope = Scope.open()) {
            Tensor input = Tensor.create(new float[] {-1, 0, 3, 6, 7}, 5);
            Tensor expected = Tensor.create(new float[] {0, 0, 3, 6, 6}, 5);
            Weights none = new Weights(new StateDict(), "", OptionalDouble.empty());
            assertThat(torch.equal(Activation.RELU6.forward(none, input), expected))
                    .isTrue();
            assertThat(torch.equal(Activation.RELU6.consume(input), expected)).isTrue();
        }
    }

    @Test
    void layerScaleBeginsWithOneMillionthOfTheBranch() {
        LayerScale layer = new LayerScale(2, "gamma");
        try (Scope scope = Scope.open();
                StateDict weights = new StateDict()) {
            weights.put("gamma", layer.parameters().get(0).initial(new Seed(1)));
            Tensor input = Tensor.create(new float[] {1, 2, 3, 4}, 1, 2, 2);
            Tensor output = layer.forward(new Weights(weights, "", OptionalDouble.empty()), input);
            assertThat(torch.allclose(output.mul(new Scalar(1e6)), input)).isTrue();
        }
    }

    @Test
    void batchNormOfTensorFlowMovesItsStatisticsByOneHundredth() {
        BatchNorm layer = BatchNorm.ofTensorFlow(1);
        assertThat(runningMean(layer, true)).isCloseTo(0.01 * 5, byPercent(0.1));
        assertThat(runningMean(new BatchNorm(1), true)).isCloseTo(0.1 * 5, byPercent(0.1));
        // when statistics are measured anew, all layers take the same share
        assertThat(runningMean(layer, false)).isCloseTo(0.1 * 5, byPercent(0.1));
    }

    /** Returns the running mean, zero at first, after a batch whose mean is 5. */
    private static double runningMean(BatchNorm layer, boolean customary) {
        try (Scope scope = Scope.open();
                StateDict weights = new StateDict()) {
            layer.parameters().forEach(parameter -> weights.put(parameter.name(), parameter.initial(new Seed(1))));
            Tensor input = Tensor.create(new float[] {4, 6, 3, 7}, 1, 1, 2, 2);
            layer.forward(new Weights(weights, "", OptionalDouble.of(0.1), customary, Optional.empty()), input);
            return weights.get("running_mean").item_double();
        }
    }
}
