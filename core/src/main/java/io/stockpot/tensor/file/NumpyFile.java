package io.stockpot.tensor.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;

/**
 * NumPy's files: a single array (.npy), which is here called "array", or a zip archive of named arrays
 * (.npz), compressed or not. Arrays of texts, times and Python objects are never read; beside others they are
 * left out ({@link #remarks}). Arrays are read in C order, whatever theirs is.
 */
public final class NumpyFile implements WeightFile {
    /** The name under which the only array of a .npy file is read. */
    public static final String SINGLE = "array";

    static final String SUFFIX = ".npy";

    private static final String KIND = "NumPy file";
    /** What a compressed archive may unpack to: this many bytes in any case, or this multiple of its size. */
    private static final long SMALL = 1L << 24;

    private static final int MOST_EXPANSION = 32;

    private final Path path;
    private final Map<String, NumpyArray> arrays;
    private final List<String> strangers;

    private NumpyFile(Path path, Map<String, NumpyArray> arrays, List<String> strangers) {
        this.path = path;
        this.arrays = Collections.unmodifiableMap(arrays);
        this.strangers = List.copyOf(strangers);
    }

    /**
     * Reads and checks the description of all arrays; the values stay on disk.
     *
     * @throws IOException if the file is missing, truncated, unpacks to far more than its size, or holds
     *     what tensors cannot; saying what is wrong
     */
    public static NumpyFile open(Path path) throws IOException {
        WeightFiles.requireFile(path);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            if (isArray(WeightFiles.start(file))) {
                return new NumpyFile(path, Map.of(SINGLE, NumpyArray.plain(file)), List.of());
            }
            return archive(path, file);
        } catch (MalformedException failure) {
            throw failure.in(path, KIND);
        }
    }

    static boolean isArray(byte[] start) {
        byte[] magic = NumpyHeader.MAGIC;
        return start.length >= magic.length && Arrays.equals(start, 0, magic.length, magic, 0, magic.length);
    }

    /** Returns whether a zip archive consists of arrays. */
    static boolean isArchive(FileChannel file) throws IOException {
        Set<String> names = ZipDirectory.read(file).keySet();
        return !names.isEmpty() && names.stream().allMatch(name -> name.endsWith(SUFFIX));
    }

    private static NumpyFile archive(Path path, FileChannel file) throws IOException {
        Map<String, ZipDirectory.Entry> entries = ZipDirectory.read(file);
        long limit = Math.max(SMALL, MOST_EXPANSION * file.size());
        Map<String, NumpyArray> arrays = new LinkedHashMap<>();
        Map<String, StrangeArrayException> strangers = new LinkedHashMap<>();
        for (ZipDirectory.Entry entry : entries.values()) {
            if (!entry.name().endsWith(SUFFIX)) {
                throw new MalformedException("its entry '" + entry.name() + "' is not an array");
            }
            // subtracted one by one, as the sum could overflow
            limit -= Math.min(entry.size(), limit + 1);
            if (limit < 0) {
                throw new MalformedException("it would unpack to more than " + MOST_EXPANSION + " times its size");
            }
            String name = entry.name().substring(0, entry.name().length() - SUFFIX.length());
            try {
                arrays.put(name, NumpyArray.packed(file, entry));
            } catch (StrangeArrayException stranger) {
                strangers.put(name, stranger);
            } catch (MalformedException failure) {
                throw new MalformedException("its array '" + name + "': " + failure.getMessage());
            }
        }
        if (arrays.isEmpty() && !strangers.isEmpty()) {
            Map.Entry<String, StrangeArrayException> first =
                    strangers.entrySet().iterator().next();
            throw new MalformedException("its array '" + first.getKey() + "': "
                    + first.getValue().getMessage() + "; there are no arrays of numbers in it");
        }
        return new NumpyFile(path, arrays, List.copyOf(strangers.keySet()));
    }

    /** Says which arrays of texts, objects and the like lie beside the numbers, unread. */
    @Override
    public List<String> remarks() {
        return strangers.isEmpty()
                ? List.of()
                : List.of("no arrays of numbers, therefore left out: " + String.join(", ", strangers));
    }

    @Override
    public String format() {
        return "NumPy";
    }

    @Override
    public Set<String> names() {
        return arrays.keySet();
    }

    @Override
    public long[] shape(String name) {
        return array(name).header().extents();
    }

    @Override
    public String type(String name) {
        return array(name).header().type().name();
    }

    @Override
    public Tensor read(String name) throws IOException {
        NumpyArray array = array(name);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
                InputStream content = new BufferedInputStream(array.content(file))) {
            return array.read(content);
        } catch (MalformedException failure) {
            throw failure.in(path, KIND);
        }
    }

    private NumpyArray array(String name) {
        NumpyArray array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException(path + " has no array '" + name + "'");
        }
        return array;
    }
}
