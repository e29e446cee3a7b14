package io.stockpot.tensor.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.stockpot.Golden;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class NumpyFileTest {
    @TempDir
    Path folder;

    /** Returns an array file of version 1, or of version 2 when the type has a big-endian mark. */
    static byte[] array(String type, boolean fortran, String shape, byte[] values) {
        int version = type.startsWith(">") ? 2 : 1;
        String header = "{'descr': '" + type + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': "
                + shape + ", }";
        return array(version, header + " ".repeat(3) + "\n", values);
    }

    private static byte[] array(int version, String header, byte[] values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(NumpyHeader.MAGIC);
        bytes.writeBytes(new byte[] {(byte) version, 0});
        bytes.write(header.length());
        bytes.writeBytes(new byte[version == 1 ? 1 : 3]);
        bytes.writeBytes(header.getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(values);
        return bytes.toByteArray();
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("array.npy"), bytes);
    }

    private static double[] values(Tensor tensor) {
        double[] values = new double[(int) tensor.numel()];
        tensor.to(torch.ScalarType.Double)
                .flatten()
                .contiguous()
                .data_ptr_double()
                .get(values);
        return values;
    }

    @ParameterizedTest
    @CsvSource({
        "<f8, F64, 000000000000f83f00000000000000c0, 1.5, -2",
        ">f8, F64, 3ff8000000000000c000000000000000, 1.5, -2",
        "<f4, F32, 0000c03f000000c0, 1.5, -2",
        ">f4, F32, 3fc00000c0000000, 1.5, -2",
        "<f2, F16, 003e00c0, 1.5, -2",
        ">f2, F16, 3e00c000, 1.5, -2",
        "<i8, I64, 0300000000000000feffffffffffffff, 3, -2",
        ">i4, I32, 00000003fffffffe, 3, -2",
        ">i2, I16, 0003fffe, 3, -2",
        "|i1, I8, 03fe, 3, -2",
        "|u1, U8, 03fe, 3, 254",
        "|b1, BOOL, 0005, 0, 1"
    })
    void readsEveryTypeInEitherOrderOfBytes(String type, String name, String hex, double first, double second)
            throws IOException {
        Path file = file(array(type, false, "(2,)", HexFormat.of().parseHex(hex)));
        assertThat(WeightFiles.open(file).type("array")).isEqualTo(name);
        try (Scope scope = Scope.open()) {
            assertThat(values(NumpyFile.open(file).read(NumpyFile.SINGLE))).containsExactly(first, second);
        }
    }

    @Test
    void readsFortranOrderAndScalars() throws IOException {
        try (Scope scope = Scope.open()) {
            Tensor matrix = NumpyFile.open(file(array("<f4", true, "(2, 3)", TorchFiles.floats(0, 10, 1, 11, 2, 12))))
                    .read(NumpyFile.SINGLE);
            assertThat(StateDict.shapeOf(matrix)).containsExactly(2, 3);
            assertThat(values(matrix)).containsExactly(0, 1, 2, 10, 11, 12);
            Tensor scalar = NumpyFile.open(file(array("<f4", false, "()", TorchFiles.floats(7))))
                    .read(NumpyFile.SINGLE);
            assertThat(scalar.dim()).isZero();
            Tensor empty = NumpyFile.open(file(array("<f4", true, "(0, 3)", new byte[0])))
                    .read(NumpyFile.SINGLE);
            assertThat(StateDict.shapeOf(empty)).containsExactly(0, 3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {ZipEntry.STORED, ZipEntry.DEFLATED})
    void readsArchives(int method) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("layer/w.npy", array("<f4", false, "(3,)", TorchFiles.floats(1, 2, 3)));
        entries.put("b.npy", array("|u1", false, "(5000,)", new byte[5_000]));
        Path file = file(TorchFiles.archive(entries, method));
        try (StateDict read = WeightFiles.read(file)) {
            assertThat(read.names()).containsExactly("layer/w", "b");
            assertThat(read.elements()).isEqualTo(5_003);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<U8", "|S3", "|O", "<M8[ns]"})
    void leavesOutWhatHoldsNoNumbersAndSaysSo(String type) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("arch.npy", array(type, false, "()", "anything".getBytes(StandardCharsets.UTF_8)));
        entries.put("w.npy", array("<f4", false, "(3,)", TorchFiles.floats(1, 2, 3)));
        NumpyFile read = NumpyFile.open(file(TorchFiles.archive(entries, ZipEntry.STORED)));
        assertThat(read.names()).containsExactly("w");
        assertThat(read.remarks()).containsExactly("no arrays of numbers, therefore left out: arch");
        entries.remove("w.npy");
        assertThatIOException()
                .isThrownBy(() -> NumpyFile.open(file(TorchFiles.archive(entries, ZipEntry.STORED))))
                .withMessageContaining("its array 'arch': it holds ")
                .withMessageEndingWith("; there are no arrays of numbers in it");
    }

    /** Numbers may be weights, and weights must not get lost. */
    @ParameterizedTest
    @ValueSource(strings = {"<u2", "<u4", "<u8", "<c8", "|V2"})
    void namesArraysOfNumbersThatCannotBeRead(String type) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("w.npy", array("<f4", false, "(3,)", TorchFiles.floats(1, 2, 3)));
        entries.put("index.npy", array(type, false, "()", new byte[8]));
        assertThatIOException()
                .isThrownBy(() -> NumpyFile.open(file(TorchFiles.archive(entries, ZipEntry.STORED))))
                .withMessageContaining("its array 'index': it holds elements of type '" + type + "'; f8, f4")
                .withMessageEndingWith("so convert it (array.astype)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }; Python objects",
                "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }; elements of type",
                "{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }; elements of type",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }; does not tell",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }; shape is not valid",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296,4294967296), }; shape is not valid",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1099511627776,), }; needs 4398046511104 bytes",
                "{'descr': '<f4', 'descr': '<f4', 'shape': (1,), }; does not tell",
                "__import__('os').system('x'); does not tell"
            })
    void refusesWhatTensorsCannotBe(String header, String message) throws IOException {
        for (int version : new int[] {1, 3}) {
            Path file = file(array(version, header, TorchFiles.floats(1)));
            assertThatIOException()
                    .isThrownBy(() -> NumpyFile.open(file))
                    .withMessageContaining("array.npy is not a readable NumPy file: ")
                    .withMessageContaining(message);
        }
    }

    @Test
    void refusesOversizeHeadersAndOtherVersions() throws IOException {
        byte[] oversize = array(3, "", new byte[4]);
        System.arraycopy(HexFormat.of().parseHex("ffffff7f"), 0, oversize, 8, 4);
        assertThatIOException()
                .isThrownBy(() -> NumpyFile.open(file(oversize)))
                .withMessageContaining("claims 2147483647 bytes");
        assertThatIOException()
                .isThrownBy(() -> NumpyFile.open(file(array(4, "", new byte[4]))))
                .withMessageContaining("version 4");
    }

    @Test
    void readsPublishedArrays() throws IOException {
        try (Scope scope = Scope.open()) {
            Tensor images = NumpyFile.open(Golden.file("cifar_sdp_X.npy")).read(NumpyFile.SINGLE);
            assertThat(StateDict.shapeOf(images)).containsExactly(200, 32, 32, 3);
            assertThat(images.min().item_float()).isZero();
            assertThat(images.max().item_float()).isEqualTo(1f);
            assertThat(NumpyFile.open(Golden.file("cifar_sdp_y.npy"))
                            .read(NumpyFile.SINGLE)
                            .numel())
                    .isEqualTo(200);
        }
        try (StateDict read = WeightFiles.read(Golden.file("corruptions_deterministic.npz"))) {
            assertThat(read.names()).hasSize(40).contains("saturate_5");
            assertThat(read.shape("saturate_5")).containsExactly(8, 32, 32, 3);
        }
    }
}
