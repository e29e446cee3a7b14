package io.stockpot.tensor.file;

import io.stockpot.tensor.file.PickleValue.Storage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The layout of PyTorch 1.6 and later: a zip archive, not compressed, with a pickle of the object and
 * one entry for each storage, all in one folder.
 */
final class PyTorchZip {
    private static final String PICKLE = "data.pkl";
    private static final String BYTE_ORDER = "byteorder";

    private PyTorchZip() {}

    /** Returns whether an archive is one of PyTorch's. */
    static boolean isOne(Map<String, ZipDirectory.Entry> entries) {
        return entries.keySet().stream().anyMatch(PyTorchZip::isPickle);
    }

    private static boolean isPickle(String name) {
        int folder = name.indexOf('/') + 1;
        return name.indexOf('/', folder) < 0 && name.substring(folder).equals(PICKLE);
    }

    /** Reads the description of the object, and finds the storages it mentions. */
    static PyTorchContent read(FileChannel file, Map<String, ZipDirectory.Entry> entries) throws IOException {
        List<String> pickles =
                entries.keySet().stream().filter(PyTorchZip::isPickle).toList();
        if (pickles.size() != 1) {
            throw new MalformedException("it has " + pickles.size() + " entries called " + PICKLE + " instead of one");
        }
        String folder = pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
        if (entries.containsKey(folder + BYTE_ORDER)) {
            requireLittleEndian(file, stored(entries, folder + BYTE_ORDER));
        }
        ZipDirectory.Entry pickle = stored(entries, pickles.get(0));
        PickleCalls calls = new PickleCalls();
        Object top = Pickle.read(new PickleInput(file, pickle.start(), pickle.start() + pickle.size()), calls);
        Map<String, Long> starts = new HashMap<>();
        for (Storage storage : calls.storages().values()) {
            starts.put(storage.key(), start(storage, stored(entries, folder + "data/" + storage.key())));
        }
        return new PyTorchContent(top, starts);
    }

    private static void requireLittleEndian(FileChannel file, ZipDirectory.Entry entry) throws IOException {
        int length = (int) Math.min(entry.packed(), 16);
        String order = new String(FileBytes.read(file, entry.start(), length).array(), StandardCharsets.US_ASCII);
        if (!order.equals("little")) {
            throw new MalformedException("its byte order is '" + order + "'; only little-endian files can be read");
        }
    }

    private static ZipDirectory.Entry stored(Map<String, ZipDirectory.Entry> entries, String name)
            throws MalformedException {
        ZipDirectory.Entry entry = entries.get(name);
        if (entry == null) {
            throw new MalformedException("it lacks the entry '" + name + "'");
        }
        if (!entry.isStored()) {
            throw new MalformedException(
                    "its entry '" + name + "' is compressed, which PyTorch never does; store it instead (zip -0 -r)");
        }
        return entry;
    }

    private static long start(Storage storage, ZipDirectory.Entry entry) throws MalformedException {
        long bytes = storage.elements() * storage.type().bytes();
        if (entry.size() != bytes) {
            throw new MalformedException(
                    "storage '" + storage.key() + "' needs " + bytes + " bytes and has " + entry.size());
        }
        return entry.start();
    }
}
