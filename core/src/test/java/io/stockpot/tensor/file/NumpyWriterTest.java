package io.stockpot.tensor.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.file.NumpyWriter.Array;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoLeaks.class)
class NumpyWriterTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(
            value = ScalarType.class,
            names = {"Double", "Float", "Half", "Long", "Int", "Short", "Char", "Byte", "Bool"})
    void arraysOfEveryTypeAreReadBackAsTheyWere(ScalarType type) throws IOException {
        Path file = folder.resolve("array.npy");
        try (Scope scope = Scope.open()) {
            // seen with its axes swapped, so that memory is not in C order
            Tensor written =
                    Tensor.create(new float[] {0, 1, 2, 3, 4, 5}, 3, 2).to(type).t();
            NumpyWriter.write(file, Array.of(written));
            Tensor read = NumpyFile.open(file).read(NumpyFile.SINGLE);
            assertThat(read.scalar_type().intern()).isEqualTo(type);
            assertThat(StateDict.shapeOf(read)).containsExactly(2, 3);
            assertThat(read.equal(written)).isTrue();
        }
    }

    /** The first bytes are those that NumPy writes itself. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"2,3; (2, 3)", "6; (6,)", "1,2,3,1; (1, 2, 3, 1)"})
    void headersAreThoseOfNumpy(String extents, String shape) throws IOException {
        Path file = folder.resolve("array.npy");
        long[] shapeOfSix =
                Arrays.stream(extents.split(",")).mapToLong(Long::parseLong).toArray();
        NumpyWriter.write(file, Array.ofBytes(new byte[] {1, 2, 3, 4, 5, (byte) 255}, shapeOfSix));
        String header = "{'descr': '|u1', 'fortran_order': False, 'shape': " + shape + ", }";
        ByteBuffer expected = ByteBuffer.allocate(128 + 6);
        expected.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
        expected.put((header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
        expected.put(new byte[] {1, 2, 3, 4, 5, (byte) 255});
        assertThat(Files.readAllBytes(file)).isEqualTo(expected.array());
    }

    @Test
    void archivesKeepNamesAndOrderAndAreReproducible() throws IOException {
        Path file = folder.resolve("arrays.npz");
        try (Scope scope = Scope.open()) {
            Tensor images = torch.arange(new Scalar(5_000f));
            Map<String, Array> arrays = new LinkedHashMap<>();
            arrays.put("images", Array.of(images));
            arrays.put("labels", Array.ofBytes(new byte[100_000], 100_000));
            NumpyWriter.write(file, arrays);
            byte[] first = Files.readAllBytes(file);
            NumpyFile read = NumpyFile.open(file);
            assertThat(read.names()).containsExactly("images", "labels");
            assertThat(read.read("images").equal(images)).isTrue();
            assertThat(read.type("labels")).isEqualTo("U8");
            NumpyWriter.write(file, arrays);
            assertThat(Files.readAllBytes(file)).isEqualTo(first);
        }
    }

    @Test
    void refusesWhatNumpyCannotHoldAndValuesThatDoNotFill() {
        Path file = folder.resolve("array.npy");
        try (Scope scope = Scope.open()) {
            Tensor halves = torch.zeros(2).to(ScalarType.BFloat16);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Array.of(halves))
                    .withMessageContaining("BF16");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NumpyWriter.write(file, Array.ofBytes(new byte[5], 2, 3)))
                .withMessageContaining("[2, 3] needs 6 bytes, and 5 were written");
        assertThat(file).doesNotExist();
    }
}
