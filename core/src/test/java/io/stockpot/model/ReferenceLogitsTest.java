package io.stockpot.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.stockpot.model.VisionTransformer.Pooling;
import io.stockpot.model.layer.Activation;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Networks compute what independent implementations compute, with weights and images by the formula of
 * {@link FormulaWeights}. The logits in reference-logits.json were computed once in float64 with PyTorch
 * 2.15: ResNets by torchvision 0.29 (resnet18, resnet50 with 10 classes), transformers by timm 1.0
 * (vit_tiny_patch16_224 with img_size 64, 10 classes and, but for the first, global_pool 'avg'; fc_norm,
 * class_token and patch_size as the name of the case says), EfficientNet-Lite by timm (tf_efficientnet_lite0 with 10
 * classes), ConvNeXt by timm and, equal to 1e-13, by torchvision (dims 16 to 128, depths 1, 1, 2, 1), and WideResNet and PreActResNet by modules
 * written for this purpose from the papers. PyTorch's own float32 differs from them by less than 1e-6.
 */
@ExtendWith(NoLeaks.class)
class ReferenceLogitsTest {
    static Stream<Arguments> networks() {
        return Stream.of(
                Arguments.of("resnet-18", new ResNet(18, Activation.RELU, 10, 3), 64),
                Arguments.of("resnet-50", new ResNet(50, Activation.RELU, 10, 3), 64),
                Arguments.of("wide-resnet-16-2-silu", new WideResNet(16, 2, Activation.SILU, 10, 3), 32),
                Arguments.of("preact-resnet-18", new PreActResNet(18, Activation.RELU, 10, 3), 32),
                Arguments.of("efficient-net-lite-0", new EfficientNetLite(0, 10, 3), 50),
                Arguments.of("efficient-net-lite-0-odd", new EfficientNetLite(0, 10, 3), 77),
                Arguments.of("conv-next", new ConvNext(new ConvNextSize.Custom(16, List.of(1, 1, 2, 1)), 10, 3), 64),
                Arguments.of("vit-class-token", tiny(16, Pooling.CLASS_TOKEN, true), 64),
                Arguments.of("vit-mean", tiny(8, Pooling.MEAN, true), 64),
                Arguments.of("vit-mean-without-class-token", tiny(16, Pooling.MEAN, false), 64),
                Arguments.of("vit-mean-then-norm", tiny(16, Pooling.MEAN_THEN_NORM, true), 64));
    }

    private static VisionTransformer tiny(int patch, Pooling pooling, boolean classToken) {
        return new VisionTransformer(TransformerSize.Named.TINY, patch, 64, pooling, classToken, 10, 3);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void agreesWithAnIndependentImplementation(String name, Architecture architecture, int side) throws IOException {
        try (Scope scope = Scope.open();
                Classifier classifier = FormulaWeights.classifier(architecture)) {
            Tensor images = FormulaWeights.images(2, 3, side);
            Tensor expected = expected(name);
            assertThat(difference(classifier.logits(images), expected)).isLessThan(1e-5);
            assertThat(difference(classifier.logits(images, Precision.BFLOAT16), expected))
                    .isLessThan(0.05);
        }
    }

    private static Tensor expected(String name) throws IOException {
        try (InputStream file = ReferenceLogitsTest.class.getResourceAsStream("reference-logits.json")) {
            float[][] rows = new ObjectMapper()
                    .treeToValue(new ObjectMapper().readTree(file).get(name), float[][].class);
            float[] flat = new float[rows.length * rows[0].length];
            for (int row = 0; row < rows.length; row++) {
                System.arraycopy(rows[row], 0, flat, row * rows[0].length, rows[0].length);
            }
            return Tensor.create(flat, rows.length, rows[0].length);
        }
    }

    private static double difference(Tensor actual, Tensor expected) {
        return actual.sub(expected).abs().max().item_double()
                / expected.abs().max().item_double();
    }
}
