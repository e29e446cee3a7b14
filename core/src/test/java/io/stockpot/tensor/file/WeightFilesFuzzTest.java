package io.stockpot.tensor.file;

import static io.stockpot.tensor.file.PickleWriter.floats;
import static io.stockpot.tensor.file.PickleWriter.strided;

import io.stockpot.base.Fuzzer;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files of weights in every format, damaged at random. */
@Tag("fuzz")
@ExtendWith(NoLeaks.class)
class WeightFilesFuzzTest {
    private static final int MEBIBYTES = 16;
    private static final int LENGTH = Long.BYTES;
    /** In an order that is the same in each run. */
    private static final Map<String, byte[]> STORAGES =
            new TreeMap<>(Map.of("7", TorchFiles.floats(0, 1, 2, 3, 4, 5), "8", TorchFiles.floats(1, 2, 3, 4)));

    @TempDir
    Path folder;

    private void fuzz(String kind, String name, byte[] whole, UnaryOperator<byte[]> packing) throws Exception {
        new Fuzzer(kind, folder.resolve(name), List.of(whole), packing, MEBIBYTES)
                .run(file -> WeightFiles.read(file).close());
    }

    private byte[] safetensors() throws IOException {
        Path file = folder.resolve("whole.safetensors");
        try (StateDict tensors = new StateDict()) {
            try (Scope scope = Scope.open()) {
                tensors.put("conv.weight", Tensor.create(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
                tensors.put("conv.bias", Tensor.create(new float[] {1, 2}, 2));
                tensors.put("counter", Tensor.create(new long[] {41}, 1).reshape(new long[0]));
            }
            Safetensors.write(file, tensors, Map.of("format", "pt"));
        }
        return Files.readAllBytes(file);
    }

    private static byte[] pickle() {
        Map<String, Object> tensors = new LinkedHashMap<>();
        tensors.put("a", strided("7", 6, 0, List.of(3L, 2L), List.of(1L, 3L)));
        tensors.put("b", floats("8", 4L));
        tensors.put("epoch", 7);
        return new PickleWriter().value(Map.of("state_dict", tensors)).done();
    }

    private static byte[] array() {
        return NumpyFileTest.array("<f4", false, "(2, 3)", TorchFiles.floats(0, 1, 2, 3, 4, 5));
    }

    @Test
    void readsOrRefusesSafetensors() throws Exception {
        fuzz("safetensors", "damaged.safetensors", safetensors(), content -> content);
    }

    /** The length of the header is right, so that what it says is looked at. */
    @Test
    void readsOrRefusesSafetensorsByTheirHeader() throws Exception {
        byte[] whole = safetensors();
        int length = (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
        byte[] header = Arrays.copyOfRange(whole, LENGTH, LENGTH + length);
        byte[] values = Arrays.copyOfRange(whole, LENGTH + length, whole.length);
        fuzz(
                "safetensors header",
                "damaged.safetensors",
                header,
                content -> ByteBuffer.allocate(LENGTH + content.length + values.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(content.length)
                        .put(content)
                        .put(values)
                        .array());
    }

    @Test
    void readsOrRefusesPyTorchFiles() throws Exception {
        fuzz("zip", "damaged.pt", TorchFiles.zip(pickle(), STORAGES), content -> content);
        fuzz("legacy", "damaged.pt", TorchFiles.legacy(pickle(), STORAGES), content -> content);
    }

    @Test
    void readsOrRefusesPickles() throws Exception {
        fuzz("pickle in zip", "damaged.pt", pickle(), content -> {
            try {
                return TorchFiles.zip(content, STORAGES);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        });
        byte[] legacy = TorchFiles.legacy(pickle(), STORAGES);
        int begin = indexOf(legacy, pickle());
        byte[] before = Arrays.copyOf(legacy, begin);
        byte[] after = Arrays.copyOfRange(legacy, begin + pickle().length, legacy.length);
        fuzz(
                "pickle in legacy",
                "damaged.pt",
                pickle(),
                content -> ByteBuffer.allocate(before.length + content.length + after.length)
                        .put(before)
                        .put(content)
                        .put(after)
                        .array());
    }

    private static int indexOf(byte[] whole, byte[] part) {
        int begin = 0;
        while (!Arrays.equals(whole, begin, begin + part.length, part, 0, part.length)) {
            begin++;
        }
        return begin;
    }

    @Test
    void readsOrRefusesNumpyFiles() throws Exception {
        Map<String, byte[]> arrays = Map.of("a.npy", array());
        fuzz("npy", "damaged.npy", array(), content -> content);
        fuzz("npz", "damaged.npz", TorchFiles.archive(arrays, ZipEntry.STORED), content -> content);
        fuzz("deflated npz", "damaged.npz", TorchFiles.archive(arrays, ZipEntry.DEFLATED), content -> content);
    }

    @Test
    void readsOrRefusesIndicesOfShards() throws Exception {
        Files.write(folder.resolve("one.safetensors"), safetensors());
        String index = """
                {"metadata": {"total_size": 40}, "weight_map": {"conv.weight": "one.safetensors",
                 "conv.bias": "one.safetensors", "counter": "one.safetensors"}}
                """;
        fuzz("index", "damaged.safetensors.index.json", index.getBytes(StandardCharsets.UTF_8), content -> content);
    }
}
