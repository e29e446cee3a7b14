package io.stockpot.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.base.Seed;
import io.stockpot.model.layer.Activation;
import io.stockpot.model.layer.Parameter;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(NoLeaks.class)
class ClassifierTest {
    private static final Normalisation NORMALISATION =
            new Normalisation(List.of(0.5, 0.4, 0.3), List.of(0.25, 0.2, 0.3));

    /** Sizes as published: trained parameters of the networks, for CIFAR-10 or for ImageNet. */
    static Stream<Arguments> sizes() {
        return Stream.of(
                Arguments.of(new WideResNet(28, 10, Activation.RELU, 10, 3), 36_479_194L),
                Arguments.of(new WideResNet(16, 2, Activation.SILU, 10, 3), 691_674L),
                Arguments.of(new PreActResNet(18, Activation.RELU, 10, 3), 11_172_170L),
                Arguments.of(new CifarResNet(20, Activation.RELU, 10, 3), 269_722L),
                Arguments.of(new CifarResNet(32, Activation.RELU, 10, 3), 464_154L),
                Arguments.of(new CifarResNet(44, Activation.RELU, 10, 3), 658_586L),
                Arguments.of(new CifarResNet(56, Activation.RELU, 10, 3), 853_018L),
                Arguments.of(new ResNet(18, Activation.RELU, 1000, 3), 11_689_512L),
                Arguments.of(new ResNet(34, Activation.RELU, 1000, 3), 21_797_672L),
                Arguments.of(new ResNet(50, Activation.RELU, 1000, 3), 25_557_032L),
                Arguments.of(new ResNet(101, Activation.RELU, 1000, 3), 44_549_160L),
                Arguments.of(transformer(TransformerSize.Named.TINY, 16, 224), 5_717_416L),
                Arguments.of(transformer(TransformerSize.Named.SMALL, 16, 224), 22_050_664L),
                Arguments.of(transformer(TransformerSize.Named.BASE, 16, 224), 86_567_656L),
                Arguments.of(transformer(TransformerSize.Named.LARGE, 16, 224), 304_326_632L),
                Arguments.of(new SoftmaxRegression(32, 10, 3), 30_730L));
    }

    private static VisionTransformer transformer(TransformerSize size, int patch, int image) {
        return new VisionTransformer(size, patch, image, VisionTransformer.Pooling.CLASS_TOKEN, true, 1000, 3);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void hasThePublishedNumberOfParameters(Architecture architecture, long expected) {
        long trained = architecture.network().parameters().stream()
                .filter(parameter -> parameter.role().trained())
                .mapToLong(parameter -> parameter.shape().stream().reduce(1L, (a, b) -> a * b))
                .sum();
        assertThat(trained).isEqualTo(expected);
    }

    @Test
    void namesTensorsAsCommonFilesDo() {
        List<String> wide = names(new WideResNet(16, 2, Activation.RELU, 10, 3));
        assertThat(wide)
                .contains(
                        "conv1.weight",
                        "block1.layer.0.bn1.running_mean",
                        "block1.layer.0.convShortcut.weight",
                        "block3.layer.1.conv2.weight",
                        "bn1.num_batches_tracked",
                        "fc.bias")
                .doesNotContain("block1.layer.1.convShortcut.weight");
        assertThat(names(new PreActResNet(18, Activation.RELU, 10, 3)))
                .contains("layer1.0.bn1.weight", "layer2.0.shortcut.0.weight", "bn.weight", "linear.weight")
                .doesNotContain("layer1.0.shortcut.0.weight");
        assertThat(names(new ResNet(50, Activation.RELU, 1000, 3)))
                .contains("layer1.0.downsample.0.weight", "layer1.0.downsample.1.bias", "layer4.2.bn3.running_var")
                .doesNotContain("layer1.1.downsample.0.weight");
        assertThat(names(new ResNet(18, Activation.RELU, 1000, 3))).doesNotContain("layer1.0.downsample.0.weight");
        assertThat(names(transformer(TransformerSize.Named.TINY, 16, 224)))
                .contains("cls_token", "pos_embed", "patch_embed.proj.bias", "blocks.11.attn.qkv.weight")
                .contains("blocks.0.norm1.bias", "blocks.0.mlp.fc2.weight", "norm.weight", "head.bias");
        assertThat(names(new CifarResNet(20, Activation.RELU, 10, 3)))
                .contains(
                        "conv1.weight", "bn1.bias", "layer1.0.conv1.weight", "layer3.2.bn2.running_var", "linear.bias")
                .noneMatch(name -> name.contains("shortcut"));
    }

    @ParameterizedTest
    @MethodSource("small")
    void classifiesAndDifferentiates(Architecture architecture) {
        try (Scope scope = Scope.open();
                Classifier classifier = Classifier.initial(architecture, NORMALISATION, new Seed(1))) {
            Tensor images = torch.rand(4, 3, 16, 16).requires_grad_(true);
            Tensor logits = classifier.logits(images);
            assertThat(logits.size(0)).isEqualTo(4);
            assertThat(logits.size(1)).isEqualTo(10);
            Tensor gradient = torch.grad(new TensorVector(logits.sum()), new TensorVector(images))
                    .get(0);
            assertThat(gradient.abs().sum().item_float()).isPositive();
            Tensor again = classifier.logits(images);
            assertThat(again.equal(logits)).isTrue();
            Tensor fast = classifier.logits(images, Precision.BFLOAT16);
            double scale = logits.abs().max().item_float();
            assertThat(fast.sub(logits).abs().max().item_float()).isLessThan((float) (0.1 * scale));
        }
    }

    static Stream<Architecture> small() {
        return Stream.of(
                new WideResNet(10, 1, Activation.RELU, 10, 3),
                new PreActResNet(18, Activation.SILU, 10, 3),
                new CifarResNet(8, Activation.RELU, 10, 3),
                new ResNet(18, Activation.RELU, 10, 3),
                new EfficientNetLite(0, 10, 3),
                new VisionTransformer(
                        new TransformerSize.Custom(24, 2, 3),
                        4,
                        16,
                        VisionTransformer.Pooling.CLASS_TOKEN,
                        true,
                        10,
                        3),
                new SoftmaxRegression(16, 10, 3));
    }

    @Test
    void transformersRefuseImagesOfOtherSizes() {
        try (Scope scope = Scope.open();
                Classifier classifier = Classifier.initial(
                        new VisionTransformer(
                                new TransformerSize.Custom(24, 1, 3),
                                4,
                                16,
                                VisionTransformer.Pooling.MEAN,
                                false,
                                10,
                                3),
                        NORMALISATION,
                        new Seed(1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> classifier.logits(torch.rand(1, 3, 32, 32)))
                    .withMessage("this network takes images of 16×16 pixels, not 32×32");
        }
    }

    @Test
    void normalisesInside() {
        try (Scope scope = Scope.open();
                Classifier classifier =
                        Classifier.initial(new SoftmaxRegression(2, 2, 3), NORMALISATION, new Seed(1))) {
            Tensor weight = classifier.weights().get("linear.weight");
            Tensor bias = classifier.weights().get("linear.bias");
            Tensor mean = Tensor.create(new float[] {0.5f, 0.4f, 0.3f}, 1, 3, 1, 1);
            assertThat(classifier
                            .logits(mean.expand(1, 3, 2, 2))
                            .sub(bias)
                            .abs()
                            .max()
                            .item_float())
                    .isZero();
            Tensor onePixel = mean.expand(1, 3, 2, 2).clone();
            onePixel.select(1, 0).select(1, 0).select(1, 0).add_(new Scalar(0.25));
            assertThat(classifier.logits(onePixel).select(1, 1).item_float())
                    .isCloseTo(weight.select(0, 1).select(0, 0).item_float(), within(1e-6f));
        }
    }

    @Test
    void trainingMovesTheRunningStatistics() {
        try (Scope scope = Scope.open();
                Classifier classifier =
                        Classifier.initial(new WideResNet(10, 1, Activation.RELU, 10, 3), NORMALISATION, new Seed(1))) {
            String before = classifier.weights().digest();
            Tensor images = torch.rand(4, 3, 16, 16);
            classifier.logits(images);
            assertThat(classifier.weights().digest()).isEqualTo(before);
            classifier.trainingLogits(images, Precision.FLOAT32);
            assertThat(classifier.weights().digest()).isNotEqualTo(before);
            assertThat(classifier.weights().get("bn1.num_batches_tracked").item_long())
                    .isEqualTo(1);
        }
    }

    @Test
    void reestimatedStatisticsAreThoseOfTheBatches() {
        try (Scope scope = Scope.open();
                Classifier classifier =
                        Classifier.initial(new WideResNet(10, 1, Activation.RELU, 10, 3), NORMALISATION, new Seed(1))) {
            Tensor images = torch.rand(8, 3, 16, 16);
            BatchNormStatistics.reestimate(classifier, 3, () -> images, Precision.FLOAT32);
            Tensor evaluated = classifier.logits(images);
            Tensor trained = classifier.trainingLogits(images, Precision.FLOAT32);
            float scale = trained.abs().max().item_float();
            assertThat(evaluated.sub(trained).abs().max().item_float()).isLessThan(0.02f * scale);
        }
    }

    @Test
    void negativeVariancesAreClamped() {
        try (Scope scope = Scope.open();
                Classifier classifier =
                        Classifier.initial(new WideResNet(10, 1, Activation.RELU, 10, 3), NORMALISATION, new Seed(1))) {
            classifier.weights().get("bn1.running_var").fill_(new Scalar(-3));
            BatchNormStatistics.clampVariances(classifier, name -> true);
            assertThat(classifier.weights().get("bn1.running_var").min().item_float())
                    .isEqualTo((float) BatchNormStatistics.MINIMUM_VARIANCE);
        }
    }

    @Test
    void saysWhichWeightsDoNotFit() {
        Architecture architecture = new SoftmaxRegression(2, 2, 3);
        try (Scope scope = Scope.open();
                StateDict values = new StateDict()) {
            values.put("linear.weight", torch.zeros(2, 5));
            values.put("head.bias", torch.zeros(2));
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            Classifier.of(architecture, NORMALISATION, values).close())
                    .withMessageContaining("missing (1): linear.bias")
                    .withMessageContaining("unexpected (1): head.bias")
                    .withMessageContaining("linear.weight: [2, 5] instead of [2, 12]");
        }
    }

    @Test
    void equalSeedsGiveEqualWeights() {
        Architecture architecture = new WideResNet(10, 1, Activation.RELU, 10, 3);
        try (Classifier one = Classifier.initial(architecture, NORMALISATION, new Seed(1));
                Classifier same = Classifier.initial(architecture, NORMALISATION, new Seed(1));
                Classifier other = Classifier.initial(architecture, NORMALISATION, new Seed(2))) {
            assertThat(one.weights().digest())
                    .isEqualTo(same.weights().digest())
                    .isNotEqualTo(other.weights().digest());
        }
    }

    private static List<String> names(Architecture architecture) {
        return architecture.network().parameters().stream().map(Parameter::name).toList();
    }

    @Test
    void sharesNoTensorThatItHasNot() {
        try (Scope scope = Scope.open();
                StateDict other = new StateDict();
                Classifier classifier =
                        Classifier.initial(new SoftmaxRegression(2, 2, 3), NORMALISATION, new Seed(1))) {
            other.put("norm.weight", Tensor.create(new float[2], 2));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> classifier.sharing(other))
                    .withMessage("there is no tensor 'norm.weight'");
        }
    }
}
