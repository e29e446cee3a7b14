package io.stockpot.tensor.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.stockpot.base.Seed;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.WideResNet;
import io.stockpot.model.layer.Activation;
import io.stockpot.tensor.ElementType;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** State dicts in PyTorch's format. */
@ExtendWith(NoLeaks.class)
class PyTorchWriterTest {
    @TempDir
    Path folder;

    @Test
    void readsBackEveryTypeAndShape() throws IOException {
        Path file = folder.resolve("all.pth");
        try (Scope scope = Scope.open();
                StateDict tensors = new StateDict()) {
            for (ElementType type : ElementType.values()) {
                Tensor numbers = Tensor.create(new float[] {0, 1, 1, 0, 1, 0}, 2, 3);
                tensors.put("of." + type, numbers.to(type.scalar()));
            }
            tensors.put("scalar", Tensor.create(new long[] {41}).reshape(new long[0]));
            tensors.put("empty", Tensor.create(new float[0], 0, 3));
            tensors.put(
                    "turned ü",
                    Tensor.create(new float[] {1, 2, 3, 4, 5, 6}, 2, 3).t());
            PyTorchWriter.write(file, tensors);

            PyTorchFile read = PyTorchFile.open(file);
            assertThat(read.format()).isEqualTo("PyTorch zip");
            assertThat(read.remarks()).isEmpty();
            assertThat(read.names()).containsExactlyElementsOf(tensors.names());
            try (StateDict again = read.read()) {
                assertThat(again.digest()).isEqualTo(tensors.digest());
                assertThat(again.shape("scalar")).isEmpty();
                assertThat(again.shape("empty")).containsExactly(0, 3);
                assertThat(again.shape("turned ü")).containsExactly(3, 2);
            }
        }
    }

    @Test
    void writesNetworksUnderTheirNamesAndAlwaysTheSameBytes() throws IOException {
        Path file = folder.resolve("model.pth");
        try (Classifier classifier =
                Classifier.initial(new WideResNet(10, 1, Activation.RELU, 10, 3), Normalisation.none(3), new Seed(1))) {
            PyTorchWriter.write(file, classifier.weights());
            byte[] first = Files.readAllBytes(file);
            PyTorchWriter.write(file, classifier.weights());
            assertThat(file).hasBinaryContent(first);
            try (StateDict again = PyTorchFile.open(file).read()) {
                assertThat(again.digest()).isEqualTo(classifier.weights().digest());
                assertThat(again.names())
                        .containsExactlyElementsOf(classifier.weights().names());
            }
        }
    }

    /** PyTorch maps files into memory only if values begin at such places. */
    @Test
    void alignsValues() throws IOException {
        Path file = folder.resolve("three.pth");
        try (StateDict tensors = new StateDict()) {
            try (Scope scope = Scope.open()) {
                for (int i = 1; i <= 3; i++) {
                    tensors.put("t" + i, Tensor.create(new float[i], i));
                }
            }
            PyTorchWriter.write(file, tensors);
        }
        try (FileChannel channel = FileChannel.open(file)) {
            List<ZipDirectory.Entry> entries =
                    List.copyOf(ZipDirectory.read(channel).values());
            assertThat(entries)
                    .extracting(ZipDirectory.Entry::name)
                    .containsExactly(
                            "archive/data.pkl",
                            "archive/byteorder",
                            "archive/data/0",
                            "archive/data/1",
                            "archive/data/2",
                            "archive/version");
            assertThat(entries).allSatisfy(entry -> {
                assertThat(entry.start() % 64).as(entry.name()).isZero();
                assertThat(entry.isStored()).isTrue();
            });
        }
    }

    /** The pickle as the modules pickle and torch.serialization describe it, assembled by hand. */
    @Test
    void writesThePickleThatTorchLoads() throws IOException {
        Path file = folder.resolve("one.pth");
        try (StateDict tensors = new StateDict()) {
            try (Scope scope = Scope.open()) {
                tensors.put("w", Tensor.create(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
            }
            PyTorchWriter.write(file, tensors);
        }
        String expected = "\u0080\u0002ccollections\nOrderedDict\n)R(" + "X\1\0\0\0w"
                + "ctorch._utils\n_rebuild_tensor_v2\n("
                + "(X\7\0\0\0storagectorch\nFloatStorage\nX\1\0\0\0000X\3\0\0\0cpuJ\6\0\0\0tQ"
                + "J\0\0\0\0(J\2\0\0\0J\3\0\0\0t(J\3\0\0\0J\1\0\0\0t\u0089"
                + "ccollections\nOrderedDict\n)RtRu.";
        try (FileChannel channel = FileChannel.open(file)) {
            ZipDirectory.Entry pickle = ZipDirectory.read(channel).get("archive/data.pkl");
            byte[] bytes = Files.readAllBytes(file);
            byte[] written = Arrays.copyOfRange(bytes, (int) pickle.start(), (int) (pickle.start() + pickle.size()));
            assertThat(new String(written, StandardCharsets.ISO_8859_1)).isEqualTo(expected);
        }
    }

    @Test
    void leavesNothingBehindWhereNothingCanBeWritten() throws IOException {
        Path file = Files.createFile(folder.resolve("a-file")).resolve("model.pth");
        try (StateDict none = new StateDict()) {
            assertThatIOException().isThrownBy(() -> PyTorchWriter.write(file, none));
        }
        assertThat(folder.toFile().list()).containsExactly("a-file");
    }
}
