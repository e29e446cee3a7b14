package io.stockpot.soup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stockpot.base.Seed;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.WideResNet;
import io.stockpot.model.checkpoint.ArchitectureGuess;
import io.stockpot.model.checkpoint.CheckpointFile;
import io.stockpot.model.checkpoint.ForeignNotes;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.model.layer.Activation;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.file.Safetensors;
import io.stockpot.tensor.file.WeightFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that differ in how they count batches, or do not, and in nothing else. */
@ExtendWith(NoLeaks.class)
class BatchCountsTest {
    private static final WideResNet NETWORK = new WideResNet(10, 1, Activation.RELU, 4, 3);
    private static final String COUNT = "num_batches_tracked";

    @TempDir
    Path folder;

    /** The soup of two files that count as Stockpot does is the truth about all others. */
    @ParameterizedTest
    @ValueSource(strings = {"I32", "F32", "F64", "F16", "[1]"})
    void countsOfAnyNumberAndShapeAreTakenFromTheHeaviest(String form) throws IOException {
        Path plain = foreign("plain", 1, count -> count);
        Path other = foreign("other", 2, count -> formed(count, form));
        for (ForeignNotes notes : List.of(ForeignNotes.NONE, ForeignNotes.of(NETWORK))) {
            for (String weights : List.of("0.75, 0.25", "0.25, 0.75")) {
                Path truth = mixed("truth", weights, notes, plain, foreign("same", 2, count -> count));
                Path soup = mixed("soup", weights, notes, plain, other);
                assertThat(digest(soup)).isEqualTo(digest(truth));
            }
        }
    }

    @Test
    void countsThatOneFileLacksAreTakenFromTheOther() throws IOException {
        Path plain = foreign("plain", 1, count -> count);
        Path none = foreign("none", 2, count -> null);
        for (ForeignNotes notes : List.of(ForeignNotes.NONE, ForeignNotes.of(NETWORK))) {
            for (List<Path> order : List.of(List.of(plain, none), List.of(none, plain))) {
                boolean first = order.get(0).equals(plain);
                Path soup = mixed("soup", first ? "0.25, 0.75" : "0.75, 0.25", notes, order.toArray(Path[]::new));
                try (Scope scope = Scope.open();
                        StateDict values = WeightFiles.read(soup)) {
                    assertThat(values.get("bn1." + COUNT).item_long()).isEqualTo(1);
                    float expected = 0.25f * 1 + 0.75f * 2;
                    assertThat(values.get("bn1.running_var")
                                    .eq(new Scalar(expected))
                                    .all()
                                    .item_bool())
                            .isTrue();
                }
            }
        }
    }

    /** A file of Stockpot states a digest over all tensors in the order of the network: it is still held against it. */
    @Test
    void filesThatStateTheirDigestMixWithFilesWithoutCounts() throws IOException {
        Path own = folder.resolve("own");
        try (Classifier classifier = Classifier.initial(NETWORK, Normalisation.none(3), new Seed(3))) {
            StockpotCheckpoint.write(own, classifier, new Provenance(List.of("root"), "{}"));
        }
        Path none = foreign("none", 2, count -> null);
        Path soup = mixed("soup", "0.5, 0.5", ForeignNotes.of(NETWORK), none, own);
        try (Classifier mixed = StockpotCheckpoint.open(soup).load()) {
            assertThat(mixed.weights().names()).contains("bn1." + COUNT);
        }
        assertThat(Safetensors.open(soup).names())
                .containsExactlyElementsOf(Safetensors.open(own).names());
    }

    @Test
    void filesThatAllLackCountsMix() throws IOException {
        Path soup = mixed(
                "soup", "0.5, 0.5", ForeignNotes.NONE, foreign("a", 1, count -> null), foreign("b", 2, count -> null));
        assertThat(Safetensors.open(soup).names()).noneMatch(name -> name.endsWith(COUNT));
    }

    @Test
    void aFileWithCountsInArraysLoadsAndIsRecognised() throws IOException {
        CheckpointFile file =
                CheckpointFile.open(foreign("array", 7, count -> formed(count, "[1]")), ForeignNotes.of(NETWORK));
        try (Classifier classifier = file.load()) {
            assertThat(classifier.weights().shape("bn1." + COUNT)).isEmpty();
            assertThat(classifier.weights().get("bn1." + COUNT).item_long()).isEqualTo(7);
        }
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        file.names()
                .forEach(name ->
                        shapes.put(name, Arrays.stream(file.shape(name)).boxed().toList()));
        assertThat(ArchitectureGuess.nearest(shapes).orElseThrow().exact()).isTrue();
    }

    /** What has the name of a count and is none must agree like any other tensor. */
    @Test
    void tensorsOfSeveralNumbersAreNoCounts() throws IOException {
        Path plain = foreign("plain", 1, count -> count);
        Path many = foreign("many", 2, count -> count.expand(2).clone());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mixed("soup", "0.5, 0.5", ForeignNotes.NONE, plain, many))
                .withMessageContaining(COUNT);
    }

    private static Tensor formed(Tensor count, String form) {
        return switch (form) {
            case "I32" -> count.to(ScalarType.Int);
            case "F32" -> count.to(ScalarType.Float);
            case "F64" -> count.to(ScalarType.Double);
            case "F16" -> count.to(ScalarType.Half);
            default -> count.reshape(1);
        };
    }

    /** Writes a network all of whose batch norms have seen as many batches as their variance is large. */
    private Path foreign(String name, long seed, UnaryOperator<Tensor> form) throws IOException {
        Path file = folder.resolve(name);
        try (Scope scope = Scope.open();
                Classifier classifier = Classifier.initial(NETWORK, Normalisation.none(3), new Seed(seed));
                StateDict values = new StateDict()) {
            for (String tensor : classifier.weights().names()) {
                Tensor value = classifier.weights().get(tensor);
                if (tensor.endsWith("running_var")) {
                    value.fill_(new Scalar((double) seed));
                }
                Tensor written = tensor.endsWith(COUNT) ? form.apply(value.fill_(new Scalar(seed))) : value;
                if (written != null) {
                    values.put(tensor, written);
                }
            }
            Safetensors.write(file, values, Map.of());
        }
        return file;
    }

    private Path mixed(String name, String weights, ForeignNotes notes, Path... files) throws IOException {
        List<CheckpointFile> opened = new ArrayList<>();
        for (Path file : files) {
            opened.add(CheckpointFile.open(file, notes));
        }
        Path out = folder.resolve(name + ".safetensors");
        new FileSoup(MixFiles.checked(opened, true), MixingWeights.parse(weights)).cook(out);
        return out;
    }

    private static String digest(Path soup) throws IOException {
        try (StateDict values = WeightFiles.read(soup)) {
            return values.digest();
        }
    }
}
