package io.stockpot.tensor.file;

import static io.stockpot.tensor.file.PickleWriter.floats;
import static io.stockpot.tensor.file.PickleWriter.strided;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stockpot.Golden;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.ByteVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class PyTorchFileTest {
    private static final Map<String, byte[]> SIX = Map.of("7", TorchFiles.floats(0, 1, 2, 3, 4, 5));

    @TempDir
    Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("weights.pt"), bytes);
    }

    private PyTorchFile open(boolean legacy, Object top, Map<String, byte[]> storages) throws IOException {
        byte[] pickle = new PickleWriter().value(top).done();
        return PyTorchFile.open(file(legacy ? TorchFiles.legacy(pickle, storages) : TorchFiles.zip(pickle, storages)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsStridedSharedAndEmptyTensors(boolean legacy) throws IOException {
        Map<String, Object> tensors = new LinkedHashMap<>();
        tensors.put("whole", strided("7", 6, 0, List.of(2L, 3L), List.of(3L, 1L)));
        tensors.put("transposed", strided("7", 6, 0, List.of(3L, 2L), List.of(1L, 3L)));
        tensors.put("column", strided("7", 6, 1, List.of(2L), List.of(3L)));
        tensors.put("scalar", strided("7", 6, 5, List.of(), List.of()));
        tensors.put("repeated", strided("7", 6, 2, List.of(2L, 2L), List.of(0L, 0L)));
        tensors.put("empty", strided("7", 6, 6, List.of(0L, 3L), List.of(3L, 1L)));
        PyTorchFile file = open(legacy, tensors, SIX);
        assertThat(file.names()).containsExactlyElementsOf(tensors.keySet());
        assertThat(file.format()).isEqualTo(legacy ? "PyTorch legacy" : "PyTorch zip");
        assertThat(file.remarks()).isEmpty();
        assertThat(file.type("whole")).isEqualTo("F32");
        assertThat(file.shape("transposed")).containsExactly(3, 2);
        try (StateDict read = WeightFiles.read(folder.resolve("weights.pt"));
                Scope scope = Scope.open()) {
            assertThat(values(read.get("whole"))).containsExactly(0, 1, 2, 3, 4, 5);
            assertThat(values(read.get("transposed"))).containsExactly(0, 3, 1, 4, 2, 5);
            assertThat(read.get("transposed").is_contiguous()).isTrue();
            assertThat(values(read.get("column"))).containsExactly(1, 4);
            assertThat(read.get("scalar").dim()).isZero();
            assertThat(values(read.get("scalar"))).containsExactly(5);
            for (String name : tensors.keySet()) {
                Tensor target = torch.zeros(file.shape(name));
                file.read(name, target);
                assertThat(target.equal(read.get(name))).as(name).isTrue();
            }
            assertThat(values(read.get("repeated"))).containsExactly(2, 2, 2, 2);
            assertThat(read.shape("empty")).containsExactly(0, 3);
            read.get("whole").zero_();
            assertThat(values(read.get("column"))).containsExactly(1, 4);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> file.read("absent"))
                .withMessageContaining("'absent'");
    }

    private static float[] values(Tensor tensor) {
        float[] values = new float[(int) tensor.numel()];
        tensor.to(torch.ScalarType.Float)
                .flatten()
                .contiguous()
                .data_ptr_float()
                .get(values);
        return values;
    }

    @ParameterizedTest
    @CsvSource({
        "DoubleStorage, F64, 0000000000000040",
        "FloatStorage, F32, 00000040",
        "HalfStorage, F16, 0040",
        "BFloat16Storage, BF16, 0040",
        "LongStorage, I64, 0200000000000000",
        "IntStorage, I32, 02000000",
        "ShortStorage, I16, 0200",
        "CharStorage, I8, 02",
        "ByteStorage, U8, 02"
    })
    void readsEveryType(String storage, String type, String two) throws IOException {
        var tensor = new PickleWriter.Described(storage, "0", 1, null, 0, List.of(1L), List.of(1L));
        byte[] value = HexFormat.of().parseHex(two);
        PyTorchFile file = open(false, Map.of("a", tensor), Map.of("0", value));
        assertThat(file.type("a")).isEqualTo(type);
        try (Scope scope = Scope.open()) {
            assertThat(values(file.read("a"))).containsExactly(2);
        }
    }

    @Test
    void readsBoolsWhateverTheirBytes() throws IOException {
        var tensor = new PickleWriter.Described("BoolStorage", "0", 3, null, 0, List.of(3L), List.of(1L));
        PyTorchFile file = open(false, Map.of("a", tensor), Map.of("0", new byte[] {0, 1, 7}));
        try (Scope scope = Scope.open()) {
            assertThat(file.read("a").scalar_type().intern()).isEqualTo(torch.ScalarType.Bool);
            assertThat(values(file.read("a"))).containsExactly(0, 1, 1);
        }
    }

    @Test
    void readsPartsOfLegacyStorages() throws IOException {
        var tensor =
                new PickleWriter.Described("FloatStorage", "7", 6, List.of("8", 2, 3), 1, List.of(2L), List.of(1L));
        var whole = new PickleWriter.Described("FloatStorage", "7", 6, List.of(), 0, List.of(6L), List.of(1L));
        PyTorchFile file = open(true, Map.of("a", tensor, "b", whole), SIX);
        try (Scope scope = Scope.open()) {
            assertThat(values(file.read("a"))).containsExactly(3, 4);
        }
    }

    @ParameterizedTest
    @CsvSource({"state_dict", "model", "net", "ema", "state_dict_ema", "model_ema", "model.state_dict"})
    void findsTheStateDictBesideOtherThings(String place) throws IOException {
        Object nested = Map.of("module.w", strided("7", 6, 0, List.of(6L), List.of(1L)));
        String[] path = place.split("\\.", -1);
        for (int i = path.length - 1; i >= 0; i--) {
            Map<String, Object> around = new LinkedHashMap<>();
            around.put("test_acc", 3);
            around.put("note", null);
            around.put(path[i], nested);
            nested = around;
        }
        PyTorchFile file = open(false, nested, SIX);
        assertThat(file.names()).containsExactly("w");
        assertThat(file.remarks())
                .containsExactly(
                        "the state dict is the one under '" + place + "'",
                        "the prefix 'module.' was taken from all names");
    }

    @Test
    void namesTheStateDictsThatItIgnores() throws IOException {
        Object weights = Map.of("w", strided("7", 6, 0, List.of(6L), List.of(1L)));
        Object averages = Map.of("v", strided("7", 6, 0, List.of(6L), List.of(1L)));
        PyTorchFile file = open(false, Map.of("state_dict_ema", averages, "state_dict", weights), SIX);
        assertThat(file.names()).containsExactly("w");
        assertThat(file.remarks())
                .containsExactly(
                        "the state dict is the one under 'state_dict'",
                        "there are further state dicts in it, left aside: state_dict_ema (--state-dict, or state-dict in"
                                + " a recipe, chooses another)");
        Path path = folder.resolve("weights.pt");
        assertThat(WeightFiles.open(path, Optional.of("state_dict_ema")).names())
                .containsExactly("v");
        assertThatIOException()
                .isThrownBy(() -> WeightFiles.open(path, Optional.of("state_dict.best")))
                .withMessageContaining("no dictionary 'best' on the way to 'state_dict.best', but 'w'");
    }

    /** A loss that somebody saved beside the model must not become the soup. */
    @Test
    void doesNotMistakeATensorBesideTheModelForIt() throws IOException {
        Object one = strided("7", 6, 0, List.of(6L), List.of(1L));
        Object loss = strided("7", 6, 0, List.of(), List.of());
        Map<String, Object> top = new LinkedHashMap<>();
        top.put("loss", loss);
        top.put("model_state_dict", Map.of("w", one, "v", one));
        assertThat(open(false, top, SIX).names()).containsExactlyInAnyOrder("w", "v");
        top.put("teacher", top.remove("model_state_dict"));
        assertThatIOException()
                .isThrownBy(() -> open(false, top, SIX))
                .withMessageContaining("1 tensors at the top and 2 under 'teacher'")
                .withMessageContaining("--state-dict");
        top.put("teacher", Map.of("best", top.get("teacher")));
        assertThatIOException()
                .isThrownBy(() -> open(false, top, SIX))
                .withMessageContaining("1 tensors at the top and 2 under 'teacher'");
        top.put("teacher", ((Map<?, ?>) top.get("teacher")).get("best"));
        top.put("step", loss);
        assertThatIOException().isThrownBy(() -> open(false, top, SIX)).withMessageContaining("2 tensors at the top");
        Path path = folder.resolve("weights.pt");
        assertThat(WeightFiles.open(path, Optional.of("teacher")).names()).containsExactlyInAnyOrder("w", "v");
    }

    @ParameterizedTest
    @CsvSource({"_orig_mod.", "module._orig_mod.", "_orig_mod.module."})
    void removesPrefixesOfCompilationAndParallelTraining(String prefix) throws IOException {
        Object one = strided("7", 6, 0, List.of(6L), List.of(1L));
        PyTorchFile file = open(false, Map.of(prefix + "w", one, prefix + "module.v", one), SIX);
        assertThat(file.names()).containsExactlyInAnyOrder("w", "module.v");
        assertThat(file.remarks()).containsExactly("the prefix '" + prefix + "' was taken from all names");
    }

    @Test
    void keepsPrefixesThatNotAllNamesHave() throws IOException {
        Object one = strided("7", 6, 0, List.of(6L), List.of(1L));
        Map<String, Object> top = new LinkedHashMap<>();
        top.put("module.w", one);
        top.put("b", one);
        top.put("epoch", 3);
        PyTorchFile file = open(true, top, SIX);
        assertThat(file.names()).containsExactly("module.w", "b");
        assertThat(file.remarks()).containsExactly("no tensors, therefore left aside: epoch");
    }

    @Test
    void readsOrderedDictionariesWithAttributes() throws IOException {
        byte[] pickle = new PickleWriter()
                .ordered(Map.of("w", floats("7", 2L, 3L)))
                .value(Map.of("_metadata", List.of()))
                .raw('b')
                .done();
        assertThat(PyTorchFile.open(file(TorchFiles.zip(pickle, SIX))).names()).containsExactly("w");
    }

    @Test
    void ignoresHarmlessObjectsOfTrainers() throws IOException {
        PickleWriter pickle = new PickleWriter().raw('}', '(').text("args");
        pickle.global("argparse", "Namespace")
                .raw(')', 0x81)
                .value(Map.of("lr", 1))
                .raw('b');
        pickle.text("best").global("numpy.core.multiarray", "scalar").raw('(');
        pickle.global("numpy", "dtype").raw('(').text("f8").raw(0x89, 0x88, 't', 'R');
        pickle.value(List.of("<", 1)).raw('b').global("_codecs", "encode").value(List.of("x", "latin1"));
        pickle.raw('R', 't', 'R')
                .text("model")
                .value(Map.of("w", floats("7", 6L)))
                .raw('u');
        assertThat(PyTorchFile.open(file(TorchFiles.zip(pickle.done(), SIX))).names())
                .containsExactly("w");
    }

    /** An implementation that is not ours, which also uses the 64-bit extension of zip archives. */
    @Test
    void readsWhatLibtorchWrites() throws IOException {
        Map<String, Object> tensors = new LinkedHashMap<>();
        tensors.put("whole", strided("7", 6, 0, List.of(2L, 3L), List.of(3L, 1L)));
        tensors.put("transposed", strided("7", 6, 0, List.of(3L, 2L), List.of(1L, 3L)));
        byte[] ours = TorchFiles.zip(new PickleWriter().value(tensors).done(), SIX);
        try (Scope scope = Scope.open()) {
            ByteVector bytes = torch.pickle_save(torch.pickle_load(new ByteVector(ours)));
            byte[] theirs = new byte[(int) bytes.size()];
            for (int i = 0; i < theirs.length; i++) {
                theirs[i] = bytes.get(i);
            }
            WeightFile read = WeightFiles.open(file(theirs));
            assertThat(read.names()).containsExactlyInAnyOrder("whole", "transposed");
            assertThat(values(read.read("whole"))).containsExactly(0, 1, 2, 3, 4, 5);
            assertThat(values(read.read("transposed"))).containsExactly(0, 3, 1, 4, 2, 5);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void readsEveryProtocolAlike(int protocol) throws IOException {
        byte[] pickle = new PickleWriter(protocol)
                .ordered(Map.of("w", floats("7", 2L, 3L)))
                .done();
        for (byte[] bytes : List.of(TorchFiles.legacy(pickle, SIX), TorchFiles.zip(pickle, SIX))) {
            try (StateDict read = WeightFiles.read(file(bytes));
                    Scope scope = Scope.open()) {
                assertThat(values(read.get("w"))).containsExactly(0, 1, 2, 3, 4, 5);
            }
        }
    }

    /** As torch.save writes tensors with attributes, and those of subclasses. */
    @Test
    void readsTensorsWithAttributes() throws IOException {
        PickleWriter pickle = new PickleWriter().raw('}', '(').text("w");
        pickle.global("torch._tensor", "_rebuild_from_type_v2").raw('(');
        pickle.global("torch._utils", "_rebuild_tensor_v2").global("torch", "Tensor");
        // the arguments of the function that makes the tensor, then the attributes
        pickle.raw('(', '(').text("storage").global("torch", "FloatStorage");
        pickle.text("7")
                .text("cpu")
                .number(6)
                .raw('t', 'Q')
                .number(0)
                .value(List.of(6))
                .value(List.of(1));
        pickle.raw(0x89).ordered(Map.of()).raw('t').value(Map.of("tag", "x")).raw('t', 'R');
        pickle.text("p").global("torch._utils", "_rebuild_parameter_with_state").raw('(');
        pickle.value(floats("7", 2L, 3L))
                .raw(0x88)
                .ordered(Map.of())
                .value(Map.of("lr_scale", 2))
                .raw('t', 'R');
        PyTorchFile file = PyTorchFile.open(file(TorchFiles.zip(pickle.raw('u').done(), SIX)));
        try (Scope scope = Scope.open()) {
            assertThat(values(file.read("w"))).containsExactly(0, 1, 2, 3, 4, 5);
            assertThat(file.shape("p")).containsExactly(2, 3);
        }
    }

    @Test
    void refusesSubclassesWhoseMakerIsNotKnown() throws IOException {
        byte[] pickle = new PickleWriter()
                .global("torch._tensor", "_rebuild_from_type_v2")
                .raw('(')
                .global("collections", "Counter")
                .global("torch", "Tensor")
                .value(List.of())
                .value(null)
                .raw('t', 'R')
                .done();
        assertThatIOException()
                .isThrownBy(() -> PyTorchFile.open(file(TorchFiles.zip(pickle, SIX))))
                .withMessageContaining("of a subclass that is not known; save plain tensors");
    }

    @ParameterizedTest
    @CsvSource({"uint16, int64", "uint32, int64", "uint64, int64", "float8_e5m2, float32"})
    void namesTensorsOfTypesThatCannotBeRead(String type, String other) throws IOException {
        PickleWriter pickle = new PickleWriter().raw('}', '(').text("index");
        pickle.global("torch._utils", "_rebuild_tensor_v3").raw('(', '(').text("storage");
        pickle.global("torch.storage", "UntypedStorage").text("7").text("cpu").number(24);
        pickle.raw('t', 'Q').number(0).value(List.of(6)).value(List.of(1)).raw(0x89);
        pickle.ordered(Map.of()).global("torch", type).raw('t', 'R');
        byte[] done = pickle.text("w").value(1).raw('u').done();
        assertThatIOException()
                .isThrownBy(() -> PyTorchFile.open(file(TorchFiles.zip(done, SIX))))
                .withMessageEndingWith("weights.pt is not a readable PyTorch file: tensor 'index' has elements of type "
                        + type + ", which cannot be read; save it in another, e.g. tensor.to(torch." + other + ")");
    }

    @ParameterizedTest
    @CsvSource({"'', numpy.core.multiarray, _reconstruct", "state_dict, numpy._core.numeric, _frombuffer"})
    void saysThatNumpyArraysAreNoTensors(String place, String module, String maker) throws IOException {
        PickleWriter pickle = new PickleWriter();
        if (!place.isEmpty()) {
            pickle.raw('}').text(place);
        }
        pickle.raw('}', '(');
        for (String name : List.of("conv1.weight", "fc.weight", "fc.bias")) {
            pickle.text(name)
                    .global(module, maker)
                    .value(List.of())
                    .raw('R')
                    .value(List.of(1))
                    .raw('b');
        }
        byte[] done = (place.isEmpty() ? pickle.raw('u') : pickle.raw('u', 's')).done();
        assertThatIOException()
                .isThrownBy(() -> PyTorchFile.open(file(TorchFiles.zip(done, SIX))))
                .withMessageEndingWith("it holds no tensors: 'conv1.weight' and 2 others are NumPy arrays; save tensors"
                        + " (torch.from_numpy), or an .npz (numpy.savez)");
    }

    @ParameterizedTest
    @CsvSource({
        "wk17a.pth, 8, 166406",
        "lenet5_advtrained.pt, 8, 648226",
        "resnet20.th, 97, 271098",
        "resnet2b.pth, 16, 112006",
        "cifar_cnn_a_adv.model, 8, 214918"
    })
    void readsPublishedFiles(String name, int tensors, long elements) throws IOException {
        try (StateDict read = WeightFiles.read(Golden.file(name))) {
            assertThat(read.names()).hasSize(tensors);
            assertThat(read.elements()).isEqualTo(elements);
        }
    }

    @Test
    void namesClassesThatItRefuses() throws IOException {
        byte[] pickle = new PickleWriter()
                .global("os", "system")
                .value(List.of("rm -rf /"))
                .raw('R')
                .done();
        for (byte[] bytes : List.of(TorchFiles.zip(pickle, Map.of()), TorchFiles.legacy(pickle, Map.of()))) {
            assertThatIOException()
                    .isThrownBy(() -> PyTorchFile.open(file(bytes)))
                    .withMessageContaining("weights.pt is not a readable PyTorch file: it needs 'os.system'");
        }
    }
}
