package io.stockpot.tensor.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The table of contents of a zip archive (PKWARE APPNOTE 6.3.10, with its 64-bit extension). All sizes
 * and places are checked against the length of the file, and entries must not overlap, so that no archive
 * can claim more than it has. Names are only names: nothing is ever written to where they point.
 */
final class ZipDirectory {
    private static final int END = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int END_64 = 0x06064b50;
    private static final int END_64_LENGTH = 56;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int LOCATOR_64_LENGTH = 20;
    private static final int CENTRAL = 0x02014b50;
    private static final int CENTRAL_LENGTH = 46;
    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_LENGTH = 30;
    private static final int EXTRA_64 = 1;
    private static final long IN_EXTRA = 0xffffffffL;
    private static final int ENCRYPTED = 1;
    private static final int LONGEST_DIRECTORY = 1 << 25;

    private final FileChannel file;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private ZipDirectory(FileChannel file) {
        this.file = file;
    }

    /**
     * One file of the archive.
     *
     * @param method 0 for stored, 8 for deflated
     * @param start where its bytes begin in the archive
     * @param packed their number
     * @param size the number of bytes of the file itself
     */
    record Entry(String name, int method, long crc, long start, long packed, long size) {
        boolean isStored() {
            return method == 0 && packed == size;
        }
    }

    /** The place of the central directory and the number of its entries. */
    private record End(long start, long length, long count) {}

    /** Reads and checks the table of contents. */
    static Map<String, Entry> read(FileChannel file) throws IOException {
        ZipDirectory directory = new ZipDirectory(file);
        End end = directory.end();
        directory.readEntries(end);
        directory.requireApart(end.start());
        return Collections.unmodifiableMap(directory.entries);
    }

    private End end() throws IOException {
        int tail = (int) Math.min(file.size(), END_LENGTH + LONGEST_COMMENT);
        long tailStart = file.size() - tail;
        ByteBuffer bytes = FileBytes.read(file, tailStart, tail);
        for (int at = tail - END_LENGTH; at >= 0; at--) {
            boolean found =
                    bytes.getInt(at) == END && Short.toUnsignedInt(bytes.getShort(at + 20)) == tail - at - END_LENGTH;
            if (found) {
                return checked(end(bytes, at, tailStart + at), tailStart + at);
            }
        }
        throw new MalformedException("its zip directory is missing; it may be truncated");
    }

    private End end(ByteBuffer bytes, int at, long position) throws IOException {
        long locator = position - LOCATOR_64_LENGTH;
        if (locator >= 0) {
            ByteBuffer pointer = FileBytes.read(file, locator, LOCATOR_64_LENGTH);
            if (pointer.getInt(0) == LOCATOR_64) {
                ByteBuffer large = FileBytes.read(file, pointer.getLong(8), END_64_LENGTH);
                if (large.getInt(0) != END_64) {
                    throw new MalformedException("its 64-bit zip directory is not where it should be");
                }
                return new End(large.getLong(48), large.getLong(40), large.getLong(32));
            }
        }
        return new End(
                Integer.toUnsignedLong(bytes.getInt(at + 16)),
                Integer.toUnsignedLong(bytes.getInt(at + 12)),
                Short.toUnsignedInt(bytes.getShort(at + 10)));
    }

    private static End checked(End end, long position) throws MalformedException {
        boolean valid = end.start() >= 0
                && end.start() <= position
                && end.length() >= 0
                && end.length() <= Math.min(LONGEST_DIRECTORY, position - end.start())
                && end.count() >= 0
                && end.count() <= end.length() / CENTRAL_LENGTH;
        if (!valid) {
            throw new MalformedException("its zip directory claims " + end.count() + " entries in " + end.length()
                    + " bytes at " + end.start());
        }
        return end;
    }

    private void readEntries(End end) throws IOException {
        ByteBuffer bytes = FileBytes.read(file, end.start(), (int) end.length());
        for (long i = 0; i < end.count(); i++) {
            Entry entry = entry(bytes);
            if (entries.put(entry.name(), entry) != null) {
                throw new MalformedException("its zip directory lists '" + entry.name() + "' twice");
            }
        }
    }

    private Entry entry(ByteBuffer bytes) throws IOException {
        int at = bytes.position();
        if (bytes.remaining() < CENTRAL_LENGTH || bytes.getInt(at) != CENTRAL) {
            throw damaged("does not have the entries it claims");
        }
        int nameLength = Short.toUnsignedInt(bytes.getShort(at + 28));
        int extraLength = Short.toUnsignedInt(bytes.getShort(at + 30));
        int commentLength = Short.toUnsignedInt(bytes.getShort(at + 32));
        if (bytes.remaining() < CENTRAL_LENGTH + nameLength + extraLength + commentLength) {
            throw damaged("ends within an entry");
        }
        bytes.position(at + CENTRAL_LENGTH);
        byte[] name = new byte[nameLength];
        bytes.get(name);
        long[] sizesAndPlace = {
            Integer.toUnsignedLong(bytes.getInt(at + 24)),
            Integer.toUnsignedLong(bytes.getInt(at + 20)),
            Integer.toUnsignedLong(bytes.getInt(at + 42))
        };
        enlarge(sizesAndPlace, bytes.slice(bytes.position(), extraLength).order(bytes.order()));
        bytes.position(at + CENTRAL_LENGTH + nameLength + extraLength + commentLength);
        if ((bytes.getShort(at + 8) & ENCRYPTED) != 0) {
            throw new MalformedException("it is encrypted");
        }
        int method = Short.toUnsignedInt(bytes.getShort(at + 10));
        long crc = Integer.toUnsignedLong(bytes.getInt(at + 16));
        return located(new String(name, StandardCharsets.UTF_8), method, crc, sizesAndPlace);
    }

    /** Replaces what does not fit into 32 bits by what stands in the 64-bit extension, in its order. */
    private static void enlarge(long[] numbers, ByteBuffer extra) throws MalformedException {
        while (extra.remaining() >= 4) {
            int kind = Short.toUnsignedInt(extra.getShort());
            int length = Short.toUnsignedInt(extra.getShort());
            if (length > extra.remaining()) {
                throw damaged("has an extension that is too long");
            }
            ByteBuffer content = extra.slice(extra.position(), length).order(extra.order());
            extra.position(extra.position() + length);
            for (int i = 0; kind == EXTRA_64 && i < numbers.length; i++) {
                if (numbers[i] == IN_EXTRA && content.remaining() >= Long.BYTES) {
                    numbers[i] = content.getLong();
                }
            }
        }
    }

    private Entry located(String name, int method, long crc, long[] sizesAndPlace) throws IOException {
        long size = sizesAndPlace[0];
        long packed = sizesAndPlace[1];
        ByteBuffer local = FileBytes.read(file, sizesAndPlace[2], LOCAL_LENGTH);
        if (local.getInt(0) != LOCAL || Short.toUnsignedInt(local.getShort(8)) != method) {
            throw new MalformedException("the entry '" + name + "' is not where its zip directory says");
        }
        long start = sizesAndPlace[2]
                + LOCAL_LENGTH
                + Short.toUnsignedInt(local.getShort(26))
                + Short.toUnsignedInt(local.getShort(28));
        if (size < 0 || packed < 0 || packed > file.size() - start) {
            throw new MalformedException(
                    "the entry '" + name + "' claims " + packed + " bytes of a file of " + file.size());
        }
        return new Entry(name, method, crc, start, packed, size);
    }

    /** Entries that share bytes are how small archives pretend to be large. */
    private void requireApart(long directoryStart) throws MalformedException {
        List<Entry> ordered = new ArrayList<>(entries.values());
        ordered.sort(Comparator.comparingLong(Entry::start));
        for (int i = 0; i < ordered.size(); i++) {
            Entry entry = ordered.get(i);
            long limit = i + 1 < ordered.size() ? ordered.get(i + 1).start() - LOCAL_LENGTH : directoryStart;
            if (entry.start() + entry.packed() > limit) {
                throw new MalformedException("the entry '" + entry.name() + "' overlaps what follows it");
            }
        }
    }

    private static MalformedException damaged(String why) {
        return new MalformedException("its zip directory " + why);
    }
}
