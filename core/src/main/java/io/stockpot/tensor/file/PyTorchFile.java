package io.stockpot.tensor.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;

/**
 * Files written by PyTorch's {@code torch.save}, of any age: a zip archive since version 1.6, a row of
 * pickles before. Nothing in a file is ever executed; a class that is not known to be harmless is an
 * error that names it.
 *
 * <p>Unless its place is given, the state dict is looked for under "state_dict", "model_state_dict", "model",
 * "net", "ema" and a few more, in this order, then at the top; such keys may be nested. Numbers, texts and other
 * things beside it are ignored. When all names begin with "module.", as parallel training leaves them, that is
 * removed. {@link #remarks} says what was chosen. Each tensor is read as a contiguous one of its own, also when
 * the file shares values among several; all together may be at most four times as large as the file.
 */
public final class PyTorchFile implements WeightFile {
    private static final String KIND = "PyTorch file";
    private static final int MOST_COPIES = 4;

    private final Path path;
    private final String format;
    private final StateDictChoice choice;
    private final Map<String, Long> starts;

    private PyTorchFile(Path path, String format, StateDictChoice choice, Map<String, Long> starts) {
        this.path = path;
        this.format = format;
        this.choice = choice;
        this.starts = starts;
    }

    /**
     * Reads and checks the description of a file's tensors; the values stay on disk.
     *
     * @throws IOException if the file is missing, truncated, not in the format, needs a class that is not
     *     allowed, or holds no state dict; saying what is wrong
     */
    public static PyTorchFile open(Path path) throws IOException {
        return open(path, Optional.empty()).withoutPrefix();
    }

    /**
     * Opens a file as {@link #open(Path)}, with names as they are: other parts of the model may have no prefix.
     *
     * @param stateDict the keys that lead to the state dict, joined by dots; absent means where it is customary
     */
    static PyTorchFile open(Path path, Optional<String> stateDict) throws IOException {
        WeightFiles.requireFile(path);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            byte[] start = WeightFiles.start(file);
            if (WeightFiles.isZip(start)) {
                return of(path, "PyTorch zip", PyTorchZip.read(file, ZipDirectory.read(file)), stateDict, file.size());
            }
            if (PyTorchLegacy.isOne(start)) {
                return of(path, "PyTorch legacy", PyTorchLegacy.read(file), stateDict, file.size());
            }
            throw new MalformedException("it is neither a zip archive nor does it start as older files do");
        } catch (MalformedException failure) {
            throw failure.in(path, KIND);
        }
    }

    private static PyTorchFile of(
            Path path, String format, PyTorchContent content, Optional<String> stateDict, long size)
            throws MalformedException {
        StateDictChoice choice = StateDictChoice.in(content.top(), stateDict);
        if (choice.bytes() > MOST_COPIES * size) {
            throw new MalformedException("its tensors share values and would need " + choice.bytes()
                    + " bytes, more than " + MOST_COPIES + " times the file's " + size);
        }
        return new PyTorchFile(path, format, choice, content.starts());
    }

    /** Removes what all names begin with, if parallel training or compilation put it there. */
    PyTorchFile withoutPrefix() {
        return new PyTorchFile(path, format, choice.withoutPrefix(), starts);
    }

    @Override
    public String format() {
        return format;
    }

    @Override
    public boolean choosesStateDict() {
        return true;
    }

    @Override
    public List<String> remarks() {
        return choice.remarks();
    }

    @Override
    public Set<String> names() {
        return choice.tensors().keySet();
    }

    @Override
    public long[] shape(String name) {
        return tensor(name).extents();
    }

    @Override
    public String type(String name) {
        return tensor(name).storage().type().name();
    }

    @Override
    public Tensor read(String name) throws IOException {
        StoredTensor tensor = tensor(name);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            return tensor.read(file, starts.get(tensor.storage().key()));
        } catch (MalformedException failure) {
            throw failure.in(path, KIND);
        }
    }

    @Override
    public void read(String name, Tensor target) throws IOException {
        StoredTensor tensor = tensor(name);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            tensor.read(file, starts.get(tensor.storage().key()), target);
        } catch (MalformedException failure) {
            throw failure.in(path, KIND);
        }
    }

    private StoredTensor tensor(String name) {
        StoredTensor tensor = choice.tensors().get(name);
        if (tensor == null) {
            throw new IllegalArgumentException(path + " has no tensor '" + name + "'");
        }
        return tensor;
    }
}
