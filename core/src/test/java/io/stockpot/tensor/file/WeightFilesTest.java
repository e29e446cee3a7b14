package io.stockpot.tensor.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NoLeaks.class)
class WeightFilesTest {
    @TempDir
    Path folder;

    private void shard(String file, String... names) throws IOException {
        try (Scope scope = Scope.open();
                StateDict tensors = new StateDict()) {
            for (String name : names) {
                tensors.put(name, Tensor.create(new float[] {name.length()}, 1));
            }
            Safetensors.write(folder.resolve(file), tensors, Map.of("format", "pt"));
        }
    }

    private Path index(String map) throws IOException {
        return Files.writeString(
                folder.resolve("model.safetensors.index.json"), "{\"metadata\": {}, \"weight_map\": " + map + "}");
    }

    @Test
    void readsSafetensorsWholeAndSharded() throws IOException {
        shard("1.safetensors", "a", "bb");
        shard("2.safetensors", "ccc");
        assertThat(WeightFiles.open(folder.resolve("1.safetensors")).format()).isEqualTo("safetensors");
        Path index = index("{\"ccc\": \"2.safetensors\", \"a\": \"1.safetensors\", \"bb\": \"1.safetensors\"}");
        WeightFile opened = WeightFiles.open(index);
        assertThat(opened.format()).isEqualTo("sharded safetensors");
        assertThat(((ShardedWeights) opened).shards())
                .containsExactly(folder.resolve("2.safetensors"), folder.resolve("1.safetensors"));
        assertThat(opened.metadata()).containsExactly(Map.entry("format", "pt"));
        assertThat(opened.shape("ccc")).containsExactly(1);
        assertThat(opened.type("ccc")).isEqualTo("F32");
        try (StateDict read = WeightFiles.read(index)) {
            assertThat(read.names()).containsExactly("ccc", "a", "bb");
            assertThat(read.get("bb").item_float()).isEqualTo(2f);
        }
    }

    @Test
    void readsShardsOfPyTorch() throws IOException {
        torchShard("pytorch_model-00001-of-00002.bin", 2, "a");
        torchShard("pytorch_model-00002-of-00002.bin", 3, "b");
        Path index = Files.writeString(
                folder.resolve("pytorch_model.bin.index.json"),
                "{\"metadata\": {\"total_size\": 8}, \"weight_map\": {\"b\": \"pytorch_model-00002-of-00002.bin\","
                        + " \"a\": \"pytorch_model-00001-of-00002.bin\"}}");
        WeightFile opened = WeightFiles.open(index);
        assertThat(opened.format()).isEqualTo("sharded PyTorch zip");
        assertThat(opened.remarks()).containsExactly("the tensors lie in 2 files");
        try (StateDict read = opened.read()) {
            assertThat(read.names()).containsExactly("b", "a");
            assertThat(read.get("b").item_float()).isEqualTo(3f);
            assertThat(read.get("a").item_float()).isEqualTo(2f);
        }
        index("{\"a\": \"pytorch_model.bin.index.json\"}");
        assertThatIOException()
                .isThrownBy(() -> WeightFiles.open(folder.resolve("model.safetensors.index.json")))
                .withMessageContaining("pytorch_model.bin.index.json is not a file of weights");
    }

    /** A shard may hold only such tensors by chance, so all shards together decide what is a prefix. */
    @ParameterizedTest
    @CsvSource({"module., module.", "_orig_mod., _orig_mod.", "module._orig_mod., module._orig_mod.", "module., ''"})
    void takesPrefixesFromAllShardsOrFromNone(String first, String second) throws IOException {
        torchShard("1.bin", 2, first + "a");
        torchShard("2.bin", 3, second + "b");
        WeightFile opened = WeightFiles.open(index("{\"" + second + "b\": \"2.bin\", \"" + first + "a\": \"1.bin\"}"));
        String kept = second.isEmpty() ? first : "";
        assertThat(opened.names()).containsExactly("b", kept + "a");
        assertThat(opened.remarks()).hasSize(second.isEmpty() ? 1 : 2).contains("the tensors lie in 2 files");
        if (!second.isEmpty()) {
            assertThat(opened.remarks()).contains("the prefix '" + first + "' was taken from all names");
        }
        assertThat(opened.shape("b")).containsExactly(1);
        assertThat(opened.type("b")).isEqualTo("F32");
        try (StateDict read = opened.read();
                Scope scope = Scope.open()) {
            assertThat(read.get("b").item_float()).isEqualTo(3f);
            Tensor target = torch.zeros(1);
            opened.read(kept + "a", target);
            assertThat(target.item_float()).isEqualTo(2f);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> opened.shape("module.b"))
                .withMessageContaining("no tensor 'module.b'");
    }

    @Test
    void keepsPrefixesInSafetensorsWholeAndSharded() throws IOException {
        shard("1.safetensors", "module.a");
        assertThat(WeightFiles.open(folder.resolve("1.safetensors")).names()).containsExactly("module.a");
        assertThat(WeightFiles.open(index("{\"module.a\": \"1.safetensors\"}")).names())
                .containsExactly("module.a");
        assertThat(WeightFiles.open(index("{}")).names()).isEmpty();
    }

    private void torchShard(String file, double value, String name) throws IOException {
        byte[] pickle = new PickleWriter()
                .value(Map.of(name, PickleWriter.floats("0", 1L)))
                .done();
        Files.write(folder.resolve(file), TorchFiles.zip(pickle, Map.of("0", TorchFiles.floats(value))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"a\": \"1.safetensors\"}; has the tensor 'bb', which it does not list",
                "{\"a\": \"1.safetensors\", \"bb\": \"3.safetensors\"}; two files have the tensor",
                "{\"a\": \"1.safetensors\", \"bb\": \"1.safetensors\", \"c\": \"1.safetensors\"}; lacks the tensor 'c'",
                "{\"a\": \"4.safetensors\"}; is missing beside it",
                "{\"a\": \"../secret.safetensors\"}; is not that of a file beside it",
                "{\"a\": \"/etc/passwd\"}; is not that of a file beside it",
                "{\"a\": \"..\"}; is not that of a file beside it",
                "{\"a\": \"\"}; is not that of a file beside it",
                "{\"a\": \"a\\u0000\"}; is not that of a file beside it",
                "{\"a\": \"\\ud800\"}; is not possible here: ",
                "{\"a\": \"1.safetensors\", \"a\": \"3.safetensors\"}; not valid JSON",
                "[]; no 'weight_map'",
                "{; not valid JSON"
            })
    void refusesIndicesThatDoNotFit(String map, String message) throws IOException {
        shard("1.safetensors", "a", "bb");
        shard("3.safetensors", "bb");
        Path index = index(map);
        assertThatIOException()
                .isThrownBy(() -> WeightFiles.open(index))
                .withMessageContaining("index.json is not a readable index of files of weights: ")
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"''; it is empty", "hello; in no format that is known", "xHDF; HDF5", "\u0080\u0004N.; a pickle"})
    void namesTheKnownFormats(String content, String guess) throws IOException {
        Path file = Files.write(folder.resolve("x.pt"), content.getBytes(StandardCharsets.ISO_8859_1));
        assertThatIOException()
                .isThrownBy(() -> WeightFiles.open(file))
                .withMessageContaining("x.pt is not a file of weights: ")
                .withMessageContaining(guess)
                .withMessageContaining("safetensors, the index of sharded files");
    }

    @Test
    void recognisesTheOldestFiles() throws IOException {
        byte[] tar = new byte[1024];
        System.arraycopy("storages".getBytes(StandardCharsets.US_ASCII), 0, tar, 0, 8);
        System.arraycopy("ustar  ".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 7);
        Path file = Files.write(folder.resolve("old.pth"), tar);
        assertThatIOException().isThrownBy(() -> WeightFiles.open(file)).withMessageContaining("before 0.1.10");
        assertThatIOException()
                .isThrownBy(() -> WeightFiles.open(folder.resolve("none.pt")))
                .withMessageContaining("no such file");
    }
}
