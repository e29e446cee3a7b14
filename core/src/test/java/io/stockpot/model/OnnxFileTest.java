package io.stockpot.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.stockpot.model.layer.Activation;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.TensorBytes;
import io.stockpot.text.YamlRecords;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** ONNX Runtime computes from our files what we compute. */
@ExtendWith(NoLeaks.class)
class OnnxFileTest {
    private static final String LAYERS = """
            sequential:
              layers:
                conv: {convolution: {in: 3, out: 8, kernel: 3, stride: 2, padding: 1}}
                norm: {batch-norm: {channels: 8}}
                silu: silu
                pool: {max-pool: {kernel: 3, stride: 2, padding: 1}}
                projected: {residual-block: {in: 8, out: 12, stride: 2, batch-norm: false}}
                padded: {residual-block: {in: 12, out: 16, stride: 2, shortcut: padding}}
                plain: {residual-block: {in: 16, out: 16}}
                flatten: flatten
                linear: {linear: {in: 64, out: 10}}
            """;

    @TempDir
    Path folder;

    static Stream<Arguments> networks() throws Exception {
        return Stream.concat(
                ReferenceLogitsTest.networks().map(network -> Arguments.of(network.get()[1], network.get()[2])),
                Stream.of(
                        Arguments.of(new ResNet(101, Activation.RELU, 10, 3), 32),
                        Arguments.of(new CifarResNet(20, Activation.RELU, 10, 3), 32),
                        Arguments.of(new SoftmaxRegression(8, 10, 3), 8),
                        Arguments.of(YamlRecords.read(LAYERS, "layers", Architecture.class, List.of()), 32)));
    }

    @Test
    void everyArchitectureIsTried() throws Exception {
        Set<Class<?>> tried =
                networks().map(network -> network.get()[0].getClass()).collect(Collectors.toSet());
        assertThat(tried).isEqualTo(Set.of(Architecture.class.getPermittedSubclasses()));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void runsInAnotherRuntime(Architecture architecture, int side) throws Exception {
        Path file = folder.resolve("classifier.onnx");
        try (Scope scope = Scope.open();
                Classifier classifier = FormulaWeights.classifier(architecture)) {
            OnnxFile.write(file, classifier, Map.of("stockpot.note", "kept"));
            Tensor images = FormulaWeights.images(3, 3, side);
            float[][] run = run(file, images, side);
            assertThat(run).hasNumberOfRows(3);
            assertThat(difference(run, classifier.logits(images))).isLessThan(1e-5);
        }
    }

    private static float[][] run(Path file, Tensor images, int side) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        FloatBuffer pixels = TensorBytes.slices(images).get(0).asFloatBuffer();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(file.toString(), options);
                    OnnxTensor input = OnnxTensor.createTensor(environment, pixels, new long[] {3, 3, side, side});
                    OrtSession.Result result = session.run(Map.of("images", input))) {
                assertThat(session.getMetadata().getCustomMetadata()).containsEntry("stockpot.note", "kept");
                return (float[][]) result.get("logits").orElseThrow().getValue();
            }
        }
    }

    private static double difference(float[][] run, Tensor logits) {
        double largest = 0;
        for (int row = 0; row < run.length; row++) {
            for (int column = 0; column < run[row].length; column++) {
                float ours = logits.select(0, row).select(0, column).item_float();
                largest = Math.max(largest, Math.abs(ours - run[row][column]));
            }
        }
        return largest / logits.abs().max().item_float();
    }

    @Test
    void refusesWeightsThatTheFormatCannotHold() throws Exception {
        OnnxFile.requireFits(4L * 304_326_632);
        assertThatIOException()
                .isThrownBy(() -> OnnxFile.requireFits(4L * 632_000_000))
                .withMessageContaining("less than 2 GiB")
                .withMessageContaining("safetensors");
    }

    @Test
    void saysWhyNothingWasWritten() throws Exception {
        Path file = Files.createFile(folder.resolve("a-file")).resolve("classifier.onnx");
        try (Classifier classifier = FormulaWeights.classifier(new SoftmaxRegression(8, 10, 3))) {
            assertThatIOException().isThrownBy(() -> OnnxFile.write(file, classifier, Map.of()));
        }
        assertThat(folder.toFile().list()).containsExactly("a-file");
    }
}
