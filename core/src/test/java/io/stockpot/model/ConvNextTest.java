package io.stockpot.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stockpot.base.Seed;
import io.stockpot.model.checkpoint.CheckpointFile;
import io.stockpot.model.checkpoint.ForeignNotes;
import io.stockpot.model.checkpoint.Recognition;
import io.stockpot.model.layer.Parameter;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.file.Safetensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * ConvNeXt under the names of three programs. The names and shapes in conv-next-names.json are those of torchvision
 * 0.29 and timm 1.0.31 for widths 16 to 128, depths 1, 1, 2, 1 and 10 classes, and those of the paper's code that timm
 * converts to its own. What is computed is held against both programs by {@link ReferenceLogitsTest}.
 */
@ExtendWith(NoLeaks.class)
class ConvNextTest {
    private static final ConvNext SMALL = new ConvNext(new ConvNextSize.Custom(16, List.of(1, 1, 2, 1)), 10, 3);

    @TempDir
    Path folder;

    private static Map<String, List<Long>> shapes(String program) throws IOException {
        try (InputStream file = ConvNextTest.class.getResourceAsStream("conv-next-names.json")) {
            Map<String, LinkedHashMap<String, List<Long>>> all =
                    new ObjectMapper().readValue(file, new TypeReference<>() {});
            return all.get(program);
        }
    }

    /** The numbers of parameters of torchvision 0.29's convnext_tiny to large. */
    @ParameterizedTest
    @CsvSource({"TINY, 28589128, 182", "SMALL, 50223688, 344", "BASE, 88591464, 344", "LARGE, 197767336, 344"})
    void hasAsManyParametersAsInTorchvision(ConvNextSize.Named size, long elements, int tensors) {
        List<Parameter> parameters = new ConvNext(size, 1000, 3).network().parameters();
        long counted = parameters.stream()
                .mapToLong(parameter -> parameter.shape().stream().reduce(1L, Math::multiplyExact))
                .sum();
        assertThat(counted).isEqualTo(elements);
        assertThat(parameters).hasSize(tensors);
    }

    @Test
    void hasTheNamesAndShapesOfTimm() throws IOException {
        Map<String, List<Long>> ours =
                SMALL.network().parameters().stream().collect(Collectors.toMap(Parameter::name, Parameter::shape));
        assertThat(ours).isEqualTo(shapes("timm"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"timm", "torchvision", "the paper's code"})
    void isRecognisedByTheNamesOfAnyProgram(String program) throws IOException {
        for (Map<String, List<Long>> shapes : List.of(shapes(program), new TreeMap<>(shapes(program)))) {
            Recognition recognised = Recognition.of(shapes).orElseThrow();
            assertThat(recognised.guess().exact()).isTrue();
            assertThat(recognised.guess().architecture()).isEqualTo(SMALL);
            assertThat(recognised.toString()).contains(program.equals("timm") ? "looks like" : "names of " + program);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"torchvision", "the paper's code"})
    void readsFilesWithTheNamesOfOtherPrograms(String program) throws IOException {
        Path file = folder.resolve("model.safetensors");
        try (Scope scope = Scope.open();
                Classifier expected = FormulaWeights.classifier(SMALL);
                StateDict theirs = new StateDict()) {
            Naming naming = SMALL.otherNames().stream()
                    .filter(known -> known.origin().equals(program))
                    .findFirst()
                    .orElseThrow();
            shapes(program)
                    .forEach((name, shape) -> theirs.put(
                            name,
                            expected.weights()
                                    .get(naming.names().get(name))
                                    .reshape(shape.stream()
                                            .mapToLong(Long::longValue)
                                            .toArray())
                                    .clone()));
            Safetensors.write(file, theirs, Map.of());
            CheckpointFile opened = CheckpointFile.open(file, ForeignNotes.of(SMALL));
            assertThat(opened.warnings())
                    .anySatisfy(warning -> assertThat(warning).contains(program));
            assertThat(opened.orderedNames())
                    .containsExactlyInAnyOrderElementsOf(shapes("timm").keySet());
            try (Classifier read = opened.load()) {
                Tensor images = FormulaWeights.images(1, 3, 32);
                Tensor logits = read.logits(images);
                assertThat(read.weights().digest()).isEqualTo(expected.weights().digest());
                assertThat(logits.size(1)).isEqualTo(10);
            }
        }
    }

    /** At first each block is almost the identity; its layers learn all the same. */
    @Test
    void everyTensorHasAGradient() {
        try (Scope scope = Scope.open();
                Classifier classifier = Classifier.initial(SMALL, FormulaWeights.NORMALISATION, new Seed(1))) {
            TensorVector weights = new TensorVector();
            for (String name : classifier.weights().names()) {
                weights.push_back(classifier.weights().get(name).requires_grad_(true));
            }
            Tensor logits = classifier.trainingLogits(FormulaWeights.images(2, 3, 32), Precision.FLOAT32);
            TensorVector gradients = torch.grad(new TensorVector(logits.square().sum()), weights);
            for (long i = 0; i < gradients.size(); i++) {
                assertThat(gradients.get(i).abs().sum().item_float()).isPositive();
            }
            classifier
                    .weights()
                    .names()
                    .forEach(name -> classifier.weights().get(name).requires_grad_(false));
        }
    }

    @Test
    void refusesImagesThatAreTooSmall() {
        try (Scope scope = Scope.open();
                Classifier classifier = FormulaWeights.classifier(SMALL)) {
            Tensor images = FormulaWeights.images(1, 3, 28);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> classifier.logits(images))
                    .withMessageContaining("too small for this network: 1×1 pixels are left where filters take 2×2");
        }
    }

    @Test
    void refusesSizesThatThereAreNot() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConvNextSize.Custom(16, List.of(3, 3, 9)))
                .withMessageContaining("4 numbers");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConvNextSize.Custom(16, List.of(3, 0, 9, 3)))
                .withMessageContaining("at least 1");
    }
}
