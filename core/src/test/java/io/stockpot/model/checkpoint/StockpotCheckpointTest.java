package io.stockpot.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stockpot.base.Seed;
import io.stockpot.model.Classifier;
import io.stockpot.model.ImageSize;
import io.stockpot.model.Normalisation;
import io.stockpot.model.PicturePreparation;
import io.stockpot.model.SoftmaxRegression;
import io.stockpot.model.Usage;
import io.stockpot.model.WideResNet;
import io.stockpot.model.layer.Activation;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.file.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class StockpotCheckpointTest {
    private static final Provenance PROVENANCE = new Provenance(List.of("abc"), "{\"made\":\"by hand\"}");

    @TempDir
    Path folder;

    @Test
    void readsBackWhatItWrote() throws IOException {
        Path file = folder.resolve("model.safetensors");
        Normalisation normalisation = new Normalisation(List.of(0.1, 0.2, 0.3), List.of(0.4, 0.5, 0.6));
        try (Classifier classifier =
                Classifier.initial(new WideResNet(10, 1, Activation.SILU, 10, 3), normalisation, new Seed(1))) {
            StockpotCheckpoint written = StockpotCheckpoint.write(file, classifier, PROVENANCE);
            assertThat(StockpotCheckpoint.open(file)).isEqualTo(written);
            try (Classifier loaded = StockpotCheckpoint.open(file).load()) {
                assertThat(loaded.weights().digest())
                        .isEqualTo(classifier.weights().digest());
                assertThat(loaded.normalisation()).isEqualTo(normalisation);
                assertThat(loaded.architecture()).isEqualTo(classifier.architecture());
            }
        }
    }

    @Test
    void saysHowItIsUsed() throws IOException {
        Path file = folder.resolve("model.safetensors");
        Usage usage = Usage.of(new ImageSize(1, 4, 4), List.of("cat", "\"dog\"", "Bär"))
                .or(new Usage(Optional.empty(), Optional.empty(), Optional.of(PicturePreparation.of(4))));
        try (Classifier classifier =
                Classifier.initial(new SoftmaxRegression(4, 3, 1), Normalisation.none(1), new Seed(1))) {
            StockpotCheckpoint.write(file, classifier, PROVENANCE, usage);
            assertThat(StockpotCheckpoint.open(file).usage()).isEqualTo(usage);
            assertThat(Safetensors.open(file).metadata())
                    .containsEntry("stockpot.class-names", "[\"cat\",\"\\\"dog\\\"\",\"Bär\"]")
                    .containsEntry("stockpot.image-size", "{\"channels\":1,\"height\":4,\"width\":4}")
                    .containsEntry("stockpot.input-range", "[0, 1]")
                    .containsEntry("stockpot.normalisation-inside", "false");
            CheckpointFile opened = CheckpointFile.open(file, ForeignNotes.NONE);
            assertThat(opened.classNames()).isEqualTo(usage.classNames());
            assertThat(opened.preparation()).contains(PicturePreparation.of(4));
            Usage two = Usage.of(new ImageSize(1, 4, 4), List.of("cat", "dog"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> StockpotCheckpoint.write(file, classifier, PROVENANCE, two))
                    .withMessageContaining("there are 2 class names, and the network has 3 classes");
        }
    }

    @Test
    void knowsNothingOfItsUseWhereTheFileSaysNothing() throws IOException {
        assertThat(StockpotCheckpoint.open(written()).usage()).isEqualTo(Usage.NONE);
        assertThat(CheckpointFile.open(written(), ForeignNotes.NONE).classNames())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"cat\", 3]", "{\"a\": \"b\"}", "[", "[]", "[\"cat\"]"})
    void refusesClassNamesThatAreNone(String names) throws IOException {
        Path file = folder.resolve("names.safetensors");
        try (StateDict none = new StateDict()) {
            String network = "{\"softmax-regression\":{\"side\":4,\"classes\":3,\"channels\":1}}";
            Safetensors.write(
                    file,
                    none,
                    Map.of(
                            "stockpot.architecture",
                            network,
                            "stockpot.normalisation",
                            "{\"mean\":[0],\"deviation\":[1]}",
                            "stockpot.provenance",
                            "{\"ancestors\":[\"a\"],\"making\":\"\"}",
                            "stockpot.class-names",
                            names));
        }
        assertThatIOException()
                .isThrownBy(() -> CheckpointFile.open(file, ForeignNotes.of(new SoftmaxRegression(4, 3, 1))))
                .withMessageContaining("names.safetensors")
                .withMessageContaining("class");
    }

    @Test
    void noticesChangedWeights() throws IOException {
        Path file = written();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 3] ^= 1;
        Files.write(file, bytes);
        assertThatIOException()
                .isThrownBy(() -> StockpotCheckpoint.open(file).load().close())
                .withMessageContaining("is damaged: its weights have the digest");
    }

    @Test
    void refusesFilesOfOthers() throws IOException {
        Path file = folder.resolve("other.safetensors");
        try (StateDict empty = new StateDict()) {
            Safetensors.write(file, empty, Map.of());
        }
        assertThatIOException()
                .isThrownBy(() -> StockpotCheckpoint.open(file))
                .withMessageContaining("says nothing about its architecture; it was not written by stockpot");
        assertThatIOException()
                .isThrownBy(() -> StockpotCheckpoint.open(folder.resolve("missing")))
                .withMessageContaining("no such file");
    }

    private Path written() throws IOException {
        Path file = folder.resolve("model.safetensors");
        try (Classifier classifier =
                Classifier.initial(new SoftmaxRegression(4, 3, 1), Normalisation.none(1), new Seed(1))) {
            StockpotCheckpoint.write(file, classifier, PROVENANCE);
        }
        return file;
    }

    /** A file of some hundred bytes must not make networks that fill the memory. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"wide-res-net\":{\"depth\":600000004,\"widen-factor\":2}}",
                "{\"cifar-res-net\":{\"depth\":600000002}}",
                "{\"vision-transformer\":{\"size\":{\"custom\":{\"width\":1,\"depth\":600000000,\"heads\":1}}}}"
            })
    void refusesNetworksThatAreTooDeep(String architecture) throws IOException {
        Path file = folder.resolve("deep.safetensors");
        try (StateDict none = new StateDict()) {
            Safetensors.write(file, none, Map.of("stockpot.architecture", architecture));
        }
        assertThatIOException()
                .isThrownBy(() -> CheckpointFile.open(file, ForeignNotes.NONE))
                .withMessageContaining("deep.safetensors has a malformed stockpot.architecture: ")
                .withMessageContaining("depth must be at most 10000, not 60000000");
    }
}
