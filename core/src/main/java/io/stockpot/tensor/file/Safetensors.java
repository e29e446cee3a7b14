package io.stockpot.tensor.file;

import io.stockpot.tensor.ElementType;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.TensorBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;

/**
 * Files in the safetensors format: a length, a JSON header with names, types, shapes and offsets, then
 * the raw little-endian values. Reading maps the file into memory and copies one tensor at a time;
 * nothing in a file is ever executed.
 */
public final class Safetensors implements WeightFile {
    private final Path path;
    private final SafetensorsHeader header;

    private Safetensors(Path path, SafetensorsHeader header) {
        this.path = path;
        this.header = header;
    }

    /**
     * Reads and checks the header of a file; the values stay on disk.
     *
     * @throws IOException if the file is missing, truncated or not in the format, saying what is wrong
     */
    public static Safetensors open(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new IOException("no such file: " + path);
        }
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            return new Safetensors(path, SafetensorsHeader.read(path, file));
        }
    }

    @Override
    public String format() {
        return "safetensors";
    }

    @Override
    public boolean describesWhole() {
        return true;
    }

    @Override
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /** Returns the names of the tensors in the order of their values in the file. */
    @Override
    public Set<String> names() {
        return header.entries().keySet();
    }

    @Override
    public long[] shape(String name) {
        return entry(name).extents();
    }

    @Override
    public String type(String name) {
        return entry(name).type().name();
    }

    @Override
    public StateDict read() throws IOException {
        StateDict tensors = new StateDict();
        try (Scope scope = Scope.open();
                FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            for (String name : names()) {
                tensors.put(name, read(file, entry(name)));
            }
            return tensors;
        } catch (IOException | RuntimeException failure) {
            tensors.close();
            throw failure;
        }
    }

    @Override
    public Tensor read(String name) throws IOException {
        try (Scope scope = Scope.open();
                FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            return scope.keep(read(file, entry(name)));
        }
    }

    @Override
    public void read(String name, Tensor target) throws IOException {
        if (entry(name).type() == ElementType.BOOL) {
            WeightFile.super.read(name, target);
            return;
        }
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            fill(file, entry(name), target);
        }
    }

    private SafetensorsHeader.Entry entry(String name) {
        SafetensorsHeader.Entry entry = header.entries().get(name);
        if (entry == null) {
            throw new IllegalArgumentException(path + " has no tensor '" + name + "'");
        }
        return entry;
    }

    private Tensor read(FileChannel file, SafetensorsHeader.Entry entry) throws IOException {
        Tensor tensor = FileBytes.empty(entry.type(), entry.extents());
        fill(file, entry, tensor);
        return FileBytes.finished(tensor, entry.type());
    }

    private void fill(FileChannel file, SafetensorsHeader.Entry entry, Tensor tensor) throws IOException {
        long start = header.dataStart() + entry.begin();
        for (ByteBuffer slice : TensorBytes.slices(tensor)) {
            int length = slice.remaining();
            MappedByteBuffer mapped = file.map(FileChannel.MapMode.READ_ONLY, start, length);
            slice.put(mapped);
            start += length;
        }
    }

    /**
     * Writes a file, streaming one tensor at a time; the file appears only when it is complete.
     *
     * @param metadata free-form texts for the header
     * @throws IOException if writing fails; an existing file is then untouched
     */
    public static void write(Path path, StateDict tensors, Map<String, String> metadata) throws IOException {
        List<SafetensorsWriter.Slot> slots = tensors.names().stream()
                .map(name -> new SafetensorsWriter.Slot(
                        name,
                        ElementType.of(tensors.get(name).scalar_type()).name(),
                        Arrays.stream(tensors.shape(name)).boxed().toList()))
                .toList();
        SafetensorsWriter.write(path, slots, tensors::get, metadata);
    }
}
