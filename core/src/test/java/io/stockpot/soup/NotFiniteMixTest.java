package io.stockpot.soup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.file.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A soup holds finite numbers, or does not come to be. */
@ExtendWith(NoLeaks.class)
class NotFiniteMixTest {
    @TempDir
    Path folder;

    private Path file(String name, ScalarType type, float... values) throws IOException {
        try (Scope scope = Scope.open();
                StateDict tensors = new StateDict()) {
            tensors.put("first", Tensor.create(new float[] {1, 2}, 2).to(type));
            tensors.put("w", Tensor.create(values, values.length).to(type));
            Safetensors.write(folder.resolve(name), tensors, Map.of());
        }
        return folder.resolve(name);
    }

    private void assertRefused(List<Path> files, String weights, String message) throws IOException {
        Path out = folder.resolve("soup.safetensors");
        assertThatIOException()
                .isThrownBy(() -> FileSoup.of(files, weights).cook(out))
                .withMessageContaining(message);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrderElementsOf(files);
        }
    }

    @Test
    void namesTheIngredientAndTheTensorThatAreNotFinite() throws IOException {
        Path spoilt = file("nan.safetensors", ScalarType.Float, 1, Float.NaN, Float.NaN);
        Path good = file("good.safetensors", ScalarType.Float, 1, 2, 3);
        assertRefused(List.of(spoilt, good), "0.5, 0.5", "nan.safetensors' w has 2 NaN; leave that file out");
        FileSoup.of(List.of(spoilt, good), "0, 1").cook(folder.resolve("soup.safetensors"));
    }

    @Test
    void namesInfinities() throws IOException {
        Path spoilt = file("inf.safetensors", ScalarType.Float, 1, Float.POSITIVE_INFINITY);
        Path good = file("good.safetensors", ScalarType.Float, 1, 2);
        assertRefused(List.of(good, spoilt), "0.5, 0.5", "inf.safetensors' w has 1 infinite number");
    }

    @ParameterizedTest
    @CsvSource({"Half, 60000, float16", "BFloat16, 3e38, bfloat16", "Float, 3e38, float32"})
    void refusesWhatDoesNotFitIntoTheTypeOfTheSoup(ScalarType type, float large, String name) throws IOException {
        Path low = file("low.safetensors", type, 0, -large);
        Path high = file("high.safetensors", type, 0, large);
        assertRefused(List.of(low, high), "-1, 2", "'w' of the soup does not fit into " + name + "; take weights");
    }

    /** 2 · 60000 + 60000. */
    @Test
    void oneIngredientInFloat32IsTheWayOut() throws IOException {
        Path low = file("low.safetensors", ScalarType.Half, 0, -60000);
        Path high = file("high.safetensors", ScalarType.Float, 0, 60000);
        Path out = folder.resolve("soup.safetensors");
        FileSoup.of(List.of(low, high), "-1, 2").cook(out);
        try (StateDict soup = Safetensors.open(out).read();
                Scope scope = Scope.open()) {
            assertThat(soup.get("w").select(0, 1).item_float()).isEqualTo(180_000);
        }
    }
}
