package io.stockpot.tensor.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.base.AtomicFile;
import io.stockpot.base.ChannelIo;
import io.stockpot.base.Seed;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class SafetensorsTest {
    @TempDir
    Path folder;

    @Test
    void readsBackWhatItWrote() throws IOException {
        Path file = folder.resolve("model.safetensors");
        try (StateDict written = example()) {
            Safetensors.write(file, written, Map.of("recipe", "läuft"));
            Safetensors opened = Safetensors.open(file);
            assertThat(opened.metadata()).containsExactly(Map.entry("recipe", "läuft"));
            assertThat(opened.names()).containsExactly("conv.weight", "empty", "counter");
            assertThat(opened.shape("conv.weight")).containsExactly(2, 3, 1, 2);
            assertThat(opened.type("counter")).isEqualTo("I64");
            try (StateDict read = opened.read()) {
                assertThat(read.digest()).isEqualTo(written.digest());
            }
            try (Scope scope = Scope.open()) {
                assertThat(opened.read("counter").item_long()).isEqualTo(41);
            }
        }
    }

    @Test
    void writesTheLayoutOfTheFormat() throws IOException {
        Path file = folder.resolve("model.safetensors");
        try (Scope scope = Scope.open();
                StateDict tensors = new StateDict()) {
            tensors.put("a", Tensor.create(new float[] {1, -2}, 2));
            Safetensors.write(file, tensors, Map.of());
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int length = (int) bytes.getLong();
        String header = new String(bytes.array(), 8, length, StandardCharsets.UTF_8);
        assertThat(header.strip()).isEqualTo("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}");
        assertThat(length % 8).isZero();
        assertThat(bytes.getFloat(8 + length)).isEqualTo(1f);
        assertThat(bytes.getFloat(12 + length)).isEqualTo(-2f);
        assertThat(bytes.capacity()).isEqualTo(16 + length);
    }

    @Test
    void keepsChannelsLastValuesInLogicalOrder() throws IOException {
        Path file = folder.resolve("model.safetensors");
        try (Scope scope = Scope.open();
                StateDict tensors = new StateDict()) {
            Tensor plain = Tensor.create(new float[] {0, 1, 2, 3, 4, 5, 6, 7}, 1, 2, 2, 2);
            tensors.put("a", plain.contiguous(torch.MemoryFormat.ChannelsLast));
            Safetensors.write(file, tensors, Map.of());
            assertThat(Safetensors.open(file).read("a").equal(plain)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}",
                "{\"a\":{\"dtype\":\"F99\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"a\":{}}",
                "{\"a\":7}",
                "[]",
                "{\"a\"",
                "{\"__metadata__\":{\"x\":1},\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                "{\"a\":[[[[[[[[[[[[]]]]]]]]]]]]}"
            })
    void refusesMalformedHeaders(String header) throws IOException {
        Path file = folder.resolve("bad.safetensors");
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(16 + json.length).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(file, bytes.putLong(json.length).put(json).array());
        assertThatIOException()
                .isThrownBy(() -> Safetensors.open(file))
                .withMessageContaining("bad.safetensors is not a readable safetensors file");
    }

    /** An empty tensor begins where its neighbour does, whichever the header names first. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                        + "\"empty\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}",
                "{\"empty\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}"
            })
    void readsEmptyTensorsWhereverTheHeaderNamesThem(String header) throws IOException {
        Path file = folder.resolve("empty.safetensors");
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(12 + json.length).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(file, bytes.putLong(json.length).put(json).putFloat(7).array());
        try (StateDict read = Safetensors.open(file).read()) {
            assertThat(read.names()).containsExactly("empty", "a");
            assertThat(read.shape("empty")).containsExactly(0);
            assertThat(read.get("a").item_float()).isEqualTo(7f);
        }
    }

    @Test
    void refusesTruncatedFilesAndOversizeHeaders() throws IOException {
        Path file = folder.resolve("model.safetensors");
        try (StateDict tensors = example()) {
            Safetensors.write(file, tensors, Map.of());
        }
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatIOException().isThrownBy(() -> Safetensors.open(file));
        }
        ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putLong(0, Long.MAX_VALUE);
        Files.write(file, whole);
        assertThatIOException().isThrownBy(() -> Safetensors.open(file)).withMessageContaining("claims");
    }

    @Test
    void survivesFlippedBits() throws IOException {
        Path file = folder.resolve("model.safetensors");
        try (StateDict tensors = example()) {
            Safetensors.write(file, tensors, Map.of("a", "b"));
        }
        byte[] whole = Files.readAllBytes(file);
        RandomGenerator random = new Seed(1).generator();
        for (int trial = 0; trial < 2_000; trial++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            try (StateDict read = Safetensors.open(file).read()) {
                assertThat(read.elements()).isLessThan(100);
            } catch (IOException refused) {
                assertThat(refused).hasMessageContaining("not a readable safetensors file");
            }
        }
    }

    /** The reader of JSON takes zeros between the letters for UTF-32, and this for a letter that does not exist. */
    @Test
    void namesTheFileWhenTheHeaderLooksLikeAnotherEncoding() throws IOException {
        byte[] json = {0, 0, 0, '{', '"', '"', '"', '"'};
        byte[] bytes = ByteBuffer.allocate(Long.BYTES + json.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
        Path file = Files.write(folder.resolve("model.safetensors"), bytes);
        assertThatThrownBy(() -> Safetensors.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("model.safetensors")
                .hasMessageContaining("its header is not UTF-8");
        Path index = Files.write(folder.resolve("model.safetensors.index.json"), json);
        assertThatThrownBy(() -> ShardedWeights.open(index))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("model.safetensors.index.json")
                .hasMessageContaining("it is not UTF-8");
    }

    @Test
    void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = folder.resolve("model.safetensors");
        Files.writeString(file, "old");
        assertThatThrownBy(() -> AtomicFile.write(file, channel -> {
                    ChannelIo.writeFully(channel, ByteBuffer.allocate(100));
                    throw new IOException("No space left on device");
                }))
                .hasMessageContaining("model.safetensors")
                .hasMessageContaining("No space left on device");
        assertThat(file).hasContent("old");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    private static StateDict example() {
        StateDict tensors = new StateDict();
        try (Scope scope = Scope.open()) {
            tensors.put("conv.weight", Tensor.create(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 2, 3, 1, 2));
            tensors.put("empty", Tensor.create(new float[0], 0));
            tensors.put("counter", Tensor.create(new long[] {41}, 1).reshape(new long[0]));
        }
        return tensors;
    }
}
