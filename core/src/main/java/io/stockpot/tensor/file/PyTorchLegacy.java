package io.stockpot.tensor.file;

import io.stockpot.tensor.file.PickleValue.Dictionary;
import io.stockpot.tensor.file.PickleValue.Sequence;
import io.stockpot.tensor.file.PickleValue.Storage;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The layout of PyTorch before 1.6: five pickles in a row (a magic number, the version of the layout,
 * facts about the machine, the object, the keys of the storages), then for each key the number of
 * elements, in eight bytes, and the elements.
 */
final class PyTorchLegacy {
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final long VERSION = 1001;
    private static final byte PROTOCOL = (byte) 0x80;
    private static final byte FRAME = (byte) 0x95;
    /** Where a frame's content begins: after the protocol, the instruction and eight bytes of length. */
    private static final int FRAMED = 2 + 1 + Long.BYTES;
    /** An integer of ten bytes, which is the magic number. */
    private static final byte[] START = {
        (byte) 0x8a, 10, 0x6c, (byte) 0xfc, (byte) 0x9c, 0x46, (byte) 0xf9, 0x20, 0x6a, (byte) 0xa8, 0x50, 0x19
    };

    private PyTorchLegacy() {}

    /** Returns whether a file that starts with these bytes is of this layout; pickles from protocol 4 on have frames. */
    static boolean isOne(byte[] start) {
        if (start.length < FRAMED + START.length || start[0] != PROTOCOL) {
            return false;
        }
        int at = start[2] == FRAME ? FRAMED : 2;
        return Arrays.equals(start, at, at + START.length, START, 0, START.length);
    }

    /** Reads the description of the object, and finds the storages it mentions. */
    static PyTorchContent read(FileChannel file) throws IOException {
        PickleInput input = new PickleInput(file, 0, file.size());
        PickleCalls calls = new PickleCalls();
        if (!MAGIC.equals(Pickle.read(input, calls))) {
            throw new MalformedException("it does not start with the magic number of torch.save");
        }
        Object version = Pickle.read(input, calls);
        if (!Long.valueOf(VERSION).equals(version)) {
            throw new MalformedException("the version of its layout is not " + VERSION);
        }
        requireLittleEndian(Pickle.read(input, calls));
        Object top = Pickle.read(input, calls);
        Object keys = Pickle.read(input, calls);
        return new PyTorchContent(top, starts(file, input.position(), calls.storages(), keys));
    }

    private static void requireLittleEndian(Object machine) throws MalformedException {
        if (!(machine instanceof Dictionary facts)) {
            throw new MalformedException("it does not describe the machine it comes from");
        }
        if (Boolean.FALSE.equals(facts.entries().get("little_endian"))) {
            throw new MalformedException("it comes from a big-endian machine; only little-endian files can be read");
        }
    }

    private static Map<String, Long> starts(FileChannel file, long first, Map<String, Storage> storages, Object keys)
            throws IOException {
        if (!(keys instanceof Sequence sequence)) {
            throw new MalformedException("it does not list its storages");
        }
        Map<String, Long> starts = new HashMap<>();
        long position = first;
        for (Object key : sequence.items()) {
            Storage storage = key instanceof String name ? storages.get(name) : null;
            if (storage == null) {
                throw new MalformedException("it has a storage that no tensor mentions");
            }
            position = skip(file, position, storage);
            if (starts.put(
                            storage.key(),
                            position - storage.elements() * storage.type().bytes())
                    != null) {
                throw new MalformedException("it lists storage '" + storage.key() + "' twice");
            }
        }
        for (String key : storages.keySet()) {
            if (!starts.containsKey(key)) {
                throw new MalformedException("it lacks storage '" + key + "'");
            }
        }
        return starts;
    }

    /** Returns the position after a storage. */
    private static long skip(FileChannel file, long position, Storage storage) throws IOException {
        ByteBuffer count = FileBytes.read(file, position, Long.BYTES);
        if (count.getLong(0) != storage.elements()) {
            throw new MalformedException("storage '" + storage.key() + "' should have " + storage.elements()
                    + " elements and has " + count.getLong(0));
        }
        long bytes = storage.elements() * storage.type().bytes();
        long start = position + Long.BYTES;
        if (bytes > file.size() - start) {
            throw new MalformedException("it is truncated: storage '" + storage.key() + "' needs " + bytes
                    + " bytes and " + (file.size() - start) + " are left");
        }
        return start + bytes;
    }
}
