package io.stockpot.tensor.file;

import static io.stockpot.tensor.file.PickleWriter.floats;
import static io.stockpot.tensor.file.PickleWriter.strided;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import io.stockpot.base.Seed;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that are damaged or made to harm: whatever they claim, reading them ends in values or in an
 * IOException, and takes no more memory than their size justifies.
 */
@ExtendWith(NoLeaks.class)
class HostileFilesTest {
    private static final long HUGE = 1L << 40;
    private static final Map<String, byte[]> SIX = Map.of("7", TorchFiles.floats(0, 1, 2, 3, 4, 5));
    /** Heap that reading a small file may take: buffers, classes loaded on the way, strings of messages. */
    private static final long ALLOWANCE = 8 << 20;

    @TempDir
    Path folder;

    /** Loads the classes that read JSON, so that they are not counted as the doing of a file. */
    @BeforeAll
    static void warmUp(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("index.json"), "{");
        assertThatIOException().isThrownBy(() -> WeightFiles.open(file));
    }

    static Stream<Arguments> pickles() {
        return Stream.of(
                described("extents", floats("7", HUGE, HUGE), "too large"),
                described("negative extent", strided("7", 6, 0, List.of(-1L), List.of(1L)), "negative"),
                described("negative stride", strided("7", 6, 5, List.of(6L), List.of(-1L)), "negative"),
                described("negative offset", strided("7", 6, -1, List.of(6L), List.of(1L)), "negative"),
                described("offset", strided("7", 6, Long.MAX_VALUE, List.of(6L), List.of(1L)), "too large"),
                described("stride", strided("7", 6, 0, List.of(3L), List.of(Long.MAX_VALUE)), "too large"),
                described("beyond", strided("7", 6, 1, List.of(6L), List.of(1L)), "does not fit"),
                described("elements", strided("7", HUGE, 0, List.of(6L), List.of(1L)), "7"),
                described("negative elements", strided("7", -6, 0, List.of(6L), List.of(1L)), "claims -6"),
                described("repetition", strided("7", 6, 0, List.of(HUGE), List.of(0L)), "share values"),
                described("axes", floats("7", repeated(17)), "17"),
                described("ranks", strided("7", 6, 0, List.of(6L), List.of(1L, 1L)), "strides"),
                described("nothing", "text", "no state dict"),
                Arguments.of("top", new PickleWriter().value(3), "save model.state_dict()"),
                Arguments.of("empty stack", new PickleWriter().raw('0'), "mark"),
                Arguments.of("empty result", new PickleWriter(), "empty stack"),
                Arguments.of("recall", new PickleWriter().raw('h', 9), "never kept"),
                Arguments.of("marks", new PickleWriter().raw('t'), "mark"),
                Arguments.of("protocol", new PickleWriter().raw(0x80, 9), "protocol 9"),
                Arguments.of("instruction", new PickleWriter().raw('i'), "0x69"),
                Arguments.of("text", new PickleWriter().raw('X', 255, 255, 255, 255), "claims 4294967295 bytes"),
                Arguments.of("long text", new PickleWriter().raw(0x8d).number(-1), "bytes"),
                Arguments.of("number", new PickleWriter().raw(0x8b, 255, 255, 255, 127), "claims"),
                Arguments.of(
                        "call", new PickleWriter().value(1).value(List.of()).raw('R'), "not a function"),
                Arguments.of("attributes", new PickleWriter().value(1).value(1).raw('b'), "attributes"),
                Arguments.of("odd", new PickleWriter().raw('}', '(', 'N', 'u'), "keys and values"),
                Arguments.of("key", new PickleWriter().raw('}', ']', 'N', 's'), "as a key"),
                Arguments.of(
                        "persistent",
                        new PickleWriter().value(List.of("storage")).raw('Q'),
                        "storage"),
                Arguments.of(
                        "module", new PickleWriter().value(List.of("module", 1)).raw('Q'), "whole network"),
                Arguments.of("long pickle", tooLong(), "more than 67108864 bytes"),
                Arguments.of("recursive dictionary", recursive(), "no tensors"),
                Arguments.of("laughs", laughs(), "no tensors"),
                Arguments.of("copies", copies(), "makes more than"),
                Arguments.of("values", many('N'), "makes more than 2000000 values"),
                Arguments.of("open marks", many('('), "makes more than 2000000 values"));
    }

    private static Long[] repeated(int axes) {
        Long[] ones = new Long[axes];
        Arrays.fill(ones, 1L);
        return ones;
    }

    private static Arguments described(String what, Object tensor, String message) {
        return Arguments.of(what, new PickleWriter().value(Map.of("w", tensor)), message);
    }

    /** d = {}; d['model'] = d. */
    private static PickleWriter recursive() {
        return new PickleWriter().raw('}', 'q', 0).text("model").raw('h', 0, 's');
    }

    /** A list of lists of lists, which would be 2^64 long if anybody followed it. */
    private static PickleWriter laughs() {
        PickleWriter pickle = new PickleWriter().raw('}').text("x").raw(']', 'q', 0);
        for (int depth = 0; depth < 64; depth++) {
            pickle.raw('0', ']', '(', 'h', depth, 'h', depth, 'e', 'q', depth + 1);
        }
        return pickle.raw('s');
    }

    /** Ordered dictionaries made again and again from the same list of 50,000 pairs. */
    private static PickleWriter copies() {
        PickleWriter pickle = new PickleWriter().raw(']', 'q', 0, '(');
        for (int i = 0; i < 50_000; i++) {
            pickle.raw('M', i & 255, i >> 8, 'N', 0x86);
        }
        pickle.raw('e', 0x85, 'q', 1).global("collections", "OrderedDict").raw('q', 2);
        for (int i = 0; i < 1_000; i++) {
            pickle.raw('h', 2, 'h', 1, 'R');
        }
        return pickle;
    }

    private static PickleWriter tooLong() {
        byte[] text = new byte[15_000_000];
        PickleWriter pickle = new PickleWriter();
        for (int i = 0; i < 5; i++) {
            pickle.text(new String(text, StandardCharsets.US_ASCII));
        }
        return pickle.raw('N');
    }

    private static PickleWriter many(int code) {
        int[] codes = new int[2_000_001];
        Arrays.fill(codes, code);
        return new PickleWriter().raw(codes);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pickles")
    void refusesHostilePickles(String what, PickleWriter writer, String message) throws IOException {
        byte[] pickle = writer.done();
        boolean mentions = new String(pickle, StandardCharsets.ISO_8859_1).contains("FloatStorage");
        Map<String, byte[]> mentioned = mentions ? SIX : Map.of();
        for (byte[] bytes : List.of(TorchFiles.zip(pickle, SIX), TorchFiles.legacy(pickle, mentioned))) {
            Path file = Files.write(folder.resolve("weights.pt"), bytes);
            long before = allocated();
            assertThatIOException()
                    .isThrownBy(() -> WeightFiles.read(file))
                    .withMessageContaining("weights.pt is not a readable PyTorch file: ")
                    .withMessageContaining(message);
            assertThat(allocated() - before).isLessThan(ALLOWANCE + 128L * bytes.length);
        }
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    static Stream<Arguments> wholeFiles() throws IOException {
        Map<String, Object> tensors = new LinkedHashMap<>();
        tensors.put("a", strided("7", 6, 0, List.of(3L, 2L), List.of(1L, 3L)));
        tensors.put("b", floats("8", 4L));
        tensors.put("epoch", 7);
        Map<String, byte[]> storages = new LinkedHashMap<>(SIX);
        storages.put("8", TorchFiles.floats(1, 2, 3, 4));
        byte[] pickle = new PickleWriter().value(Map.of("state_dict", tensors)).done();
        Map<String, byte[]> arrays =
                Map.of("a.npy", NumpyFileTest.array("<f4", false, "(2, 3)", TorchFiles.floats(0, 1, 2, 3, 4, 5)));
        return Stream.of(
                Arguments.of("zip", TorchFiles.zip(pickle, storages)),
                Arguments.of("legacy", TorchFiles.legacy(pickle, storages)),
                Arguments.of("npy", arrays.get("a.npy")),
                Arguments.of("npz", TorchFiles.archive(arrays, ZipEntry.STORED)),
                Arguments.of("deflated npz", TorchFiles.archive(arrays, ZipEntry.DEFLATED)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wholeFiles")
    void refusesTruncatedFiles(String what, byte[] whole) throws IOException {
        Path file = folder.resolve("weights.bin");
        WeightFiles.read(Files.write(file, whole)).close();
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatIOException()
                    .isThrownBy(() -> WeightFiles.read(file))
                    .withMessageContaining("weights.bin is not");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wholeFiles")
    void survivesDamagedBytes(String what, byte[] whole) throws IOException {
        Path file = folder.resolve("weights.bin");
        RandomGenerator random = new Seed(1).generator();
        for (int trial = 0; trial < 400; trial++) {
            byte[] damaged = whole.clone();
            for (int change = random.nextInt(3); change >= 0; change--) {
                int at = random.nextInt(damaged.length);
                damaged[at] = (byte) (random.nextBoolean() ? damaged[at] ^ 1 << random.nextInt(8) : random.nextInt());
            }
            Files.write(file, damaged);
            long before = allocated();
            try (StateDict read = WeightFiles.read(file)) {
                assertThat(read.elements()).isLessThan(whole.length);
            } catch (IOException refused) {
                assertThat(refused).hasMessageContaining("weights.bin is not a");
            }
            assertThat(allocated() - before).isLessThan(ALLOWANCE);
        }
    }

    @Test
    void refusesArchivesWhoseEntriesOverlapOrAreTooLong() throws IOException {
        byte[] whole = TorchFiles.zip(
                new PickleWriter().value(Map.of("w", floats("7", 6L))).done(), SIX);
        ByteBuffer bytes = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
        int directory = bytes.getInt(whole.length - 6);
        int second = directory + 46 + bytes.getShort(directory + 28);
        assertRefused(edited(whole, second + 42, 0), "overlaps");
        assertRefused(edited(whole, directory + 24, 1 << 30), "is compressed");
        assertRefused(edited(whole, directory + 20, 1 << 30), "claims 1073741824 bytes");
        assertRefused(edited(whole, whole.length - 6, 1 << 30), "zip directory claims");
        assertRefused(edited(whole, whole.length - 12, 0x00030001), "zip directory");
    }

    private static byte[] edited(byte[] whole, int at, int number) {
        byte[] copy = whole.clone();
        ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putInt(at, number);
        return copy;
    }

    private void assertRefused(byte[] bytes, String message) throws IOException {
        Path file = Files.write(folder.resolve("weights.pt"), bytes);
        assertThatIOException().isThrownBy(() -> PyTorchFile.open(file)).withMessageContaining(message);
    }

    @Test
    void takesPathNamesForMereNames() throws IOException {
        String path = "../../../../etc/passwd";
        byte[] pickle = new PickleWriter().value(Map.of("w", floats(path, 6L))).done();
        assertRefused(TorchFiles.zip(pickle, SIX), "lacks the entry 'archive/data/" + path + "'");
        Map<String, byte[]> named = Map.of(path, SIX.get("7"));
        for (byte[] bytes : List.of(TorchFiles.zip(pickle, named), TorchFiles.legacy(pickle, named))) {
            try (StateDict read = WeightFiles.read(Files.write(folder.resolve("weights.pt"), bytes));
                    Scope scope = Scope.open()) {
                assertThat(read.get("w").sum().item_float()).isEqualTo(15f);
            }
        }
    }

    @Test
    void keepsMessagesShortAndPlain() throws IOException {
        String name = "\u001b[31m" + "x".repeat(10_000);
        byte[] pickle = new PickleWriter().text("evil").text(name).raw(0x93).done();
        Path file = Files.write(folder.resolve("weights.pt"), TorchFiles.zip(pickle, Map.of()));
        assertThatIOException()
                .isThrownBy(() -> PyTorchFile.open(file))
                .withMessageContaining("it needs 'evil.?[31mxxx")
                .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(1_000));
    }

    /** The longest text that a pickle may have, all of it prefixes that would be taken off one by one. */
    @Test
    void refusesEndlessNamesInNoTime() throws IOException {
        String name = "module.".repeat((1 << 24) / "module.".length());
        byte[] pickle = new PickleWriter().value(Map.of(name, floats("7", 6L))).done();
        byte[] bytes = TorchFiles.zip(pickle, SIX);
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> assertRefused(bytes, "characters; the limit is 10000"));
        // thousands of names within the limit would be as long together
        assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> assertThat(NamePrefix.of(List.of(name + "w", name))).isEqualTo(name));
    }

    @Test
    void refusesCompressedAndBigEndianArchives() throws IOException {
        byte[] pickle = new PickleWriter().value(Map.of("w", floats("7", 6L))).done();
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("x/data.pkl", pickle);
        entries.put("x/data/7", SIX.get("7"));
        assertRefused(TorchFiles.archive(entries, ZipEntry.DEFLATED), "compressed");
        entries.put("x/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        assertRefused(
                TorchFiles.archive(entries, ZipEntry.DEFLATED),
                "its entry 'x/byteorder' is compressed, which PyTorch never does; store it instead (zip -0 -r)");
        assertRefused(TorchFiles.archive(Map.of("x/data.pkl", pickle), ZipEntry.STORED), "lacks the entry 'x/data/7'");
        entries.put("x/byteorder", "big".getBytes(StandardCharsets.US_ASCII));
        assertRefused(TorchFiles.archive(entries, ZipEntry.STORED), "byte order is 'big'");
        entries.put("y/data.pkl", pickle);
        assertRefused(TorchFiles.archive(entries, ZipEntry.STORED), "2 entries called data.pkl");
    }

    @Test
    void refusesCompressionBombs() throws IOException {
        byte[] zeros = NumpyFileTest.array("<u1", false, "(90000000,)", new byte[90_000_000]);
        byte[] bomb = TorchFiles.archive(Map.of("a.npy", zeros), ZipEntry.DEFLATED);
        Path file = Files.write(folder.resolve("bomb.npz"), bomb);
        long before = allocated();
        assertThatIOException()
                .isThrownBy(() -> WeightFiles.read(file))
                .withMessageContaining("would unpack to more than 32 times its size");
        assertThat(allocated() - before).isLessThan(ALLOWANCE);
    }
}
