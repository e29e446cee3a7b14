package io.stockpot.tensor.file;

import io.stockpot.tensor.StateDict;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/** Opens files of weights; the format is recognised by the content, not by the name. */
public final class WeightFiles {
    /** How many characters the name of a tensor may have in files of safetensors and PyTorch. */
    static final int LONGEST_NAME = 10_000;

    private static final int START = 512;
    /** Where a tar archive says that it is one. */
    private static final int TAR_AT = 257;

    private static final String KNOWN = "known are safetensors, the index of sharded files"
            + " (model.safetensors.index.json, pytorch_model.bin.index.json), PyTorch (.pt, .pth, .th, .bin, of any age) and NumPy (.npz, .npy)";

    private WeightFiles() {}

    /**
     * Reads all tensors of a file.
     *
     * @throws IOException as {@link #open}, or if the values cannot be read
     */
    public static StateDict read(Path path) throws IOException {
        return open(path).read();
    }

    /**
     * Reads and checks a file's table of contents; the values stay on disk.
     *
     * @throws IOException if the file is missing, damaged, or in no known format; saying what is wrong
     */
    public static WeightFile open(Path path) throws IOException {
        return open(path, Optional.empty());
    }

    /**
     * Opens a file as {@link #open(Path)}.
     *
     * @param stateDict of a PyTorch file: the keys that lead to the state dict, joined by dots; absent means where it
     *     is customary. Other files, and shards, hold one only
     */
    public static WeightFile open(Path path, Optional<String> stateDict) throws IOException {
        requireFile(path);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            byte[] start = start(file);
            if (start.length > 0 && start[0] == '{') {
                return ShardedWeights.open(path);
            }
        }
        WeightFile file = openShard(path, stateDict);
        return file instanceof PyTorchFile whole ? whole.withoutPrefix() : file;
    }

    /** Opens a file as {@link #open}, but not the index of several files, and with names as they are. */
    static WeightFile openShard(Path path) throws IOException {
        return openShard(path, Optional.empty());
    }

    private static WeightFile openShard(Path path, Optional<String> stateDict) throws IOException {
        byte[] start;
        boolean array;
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            start = start(file);
            array = NumpyFile.isArray(start) || (isZip(start) && NumpyFile.isArchive(file));
        } catch (MalformedException failure) {
            throw failure.in(path, "file of weights");
        }
        if (array) {
            return NumpyFile.open(path);
        }
        if (isZip(start) || PyTorchLegacy.isOne(start)) {
            return PyTorchFile.open(path, stateDict);
        }
        if (start.length > Long.BYTES && start[Long.BYTES] == '{') {
            return Safetensors.open(path);
        }
        throw new IOException(path + " is not a file of weights: " + guess(start) + "; " + KNOWN);
    }

    private static String guess(byte[] start) {
        if (start.length == 0) {
            return "it is empty";
        }
        if (startsWith(start, TAR_AT, "ustar")) {
            return "it is a tar archive, perhaps of PyTorch before 0.1.10; load it there and save it again";
        }
        if (startsWith(start, 1, "HDF")) {
            return "it is an HDF5 file, perhaps of Keras";
        }
        if (start[0] == (byte) 0x80) {
            return "it is a pickle, but not one of torch.save; load it where it comes from, and save model.state_dict() with"
                    + " torch.save";
        }
        return "its content is in no format that is known";
    }

    private static boolean startsWith(byte[] bytes, int at, String text) {
        byte[] expected = text.getBytes(StandardCharsets.US_ASCII);
        return bytes.length >= at + expected.length
                && Arrays.equals(bytes, at, at + expected.length, expected, 0, expected.length);
    }

    static void requireFile(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new IOException("no such file: " + path);
        }
    }

    /** Returns the first bytes of a file. */
    static byte[] start(FileChannel file) throws IOException {
        return FileBytes.read(file, 0, (int) Math.min(START, file.size())).array();
    }

    static boolean isZip(byte[] start) {
        return startsWith(start, 0, "PK\3\4");
    }
}
