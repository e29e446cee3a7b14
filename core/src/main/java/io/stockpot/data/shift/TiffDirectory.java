package io.stockpot.data.shift;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.imageio.stream.ImageInputStream;

/**
 * Whole numbers in the first directory of TIFF data (TIFF 6.0, section 2), which is also what EXIF is made of. Only
 * entries of few values are looked at, so hostile counts cost nothing.
 */
final class TiffDirectory {
    static final int ORIENTATION = 274;

    private static final int LITTLE_ENDIAN = 0x4949;
    private static final int BIG_ENDIAN = 0x4d4d;
    private static final int MAGIC = 42;
    private static final int BIG_TIFF = 43;
    private static final int SHORT = 3;
    private static final int LONG = 4;

    /** As many as a picture has samples a pixel, of those that are read. */
    private static final int MOST_VALUES = 4;

    private static final int ENTRY_BYTES = 12;

    private final Map<Integer, long[]> entries;
    private final Set<Integer> tags;

    private TiffDirectory(Map<Integer, long[]> entries, Set<Integer> tags) {
        this.entries = entries;
        this.tags = tags;
    }

    /**
     * Reads the directory.
     *
     * @param tiff stands at the first byte of the data, from which offsets count; its byte order is set
     */
    static TiffDirectory first(ImageInputStream tiff) throws IOException {
        long start = tiff.getStreamPosition();
        tiff.setByteOrder(ByteOrder.BIG_ENDIAN);
        int order = tiff.readUnsignedShort();
        if (order != LITTLE_ENDIAN && order != BIG_ENDIAN) {
            throw new IOException("it is damaged: TIFF data without a byte order");
        }
        tiff.setByteOrder(order == LITTLE_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int magic = tiff.readUnsignedShort();
        if (magic == BIG_TIFF) {
            throw PictureFormat.refusal("it is a BigTIFF file, and only classic TIFF is read");
        }
        if (magic != MAGIC) {
            throw new IOException("it is damaged: TIFF data without their number 42");
        }
        long place = start + tiff.readUnsignedInt();
        tiff.seek(place);
        int count = tiff.readUnsignedShort();
        Map<Integer, long[]> entries = new HashMap<>();
        Set<Integer> tags = new HashSet<>();
        for (int entry = 0; entry < count; entry++) {
            tiff.seek(place + 2 + (long) entry * ENTRY_BYTES);
            int tag = tiff.readUnsignedShort();
            tags.add(tag);
            int type = tiff.readUnsignedShort();
            long values = tiff.readUnsignedInt();
            if ((type == SHORT || type == LONG) && values >= 1 && values <= MOST_VALUES) {
                entries.putIfAbsent(tag, numbers(tiff, start, type == SHORT, (int) values));
            }
        }
        return new TiffDirectory(entries, tags);
    }

    private static long[] numbers(ImageInputStream tiff, long start, boolean shorts, int count) throws IOException {
        if (count * (shorts ? 2 : 4) > 4) {
            // too long for the entry, which tells where they are
            tiff.seek(start + tiff.readUnsignedInt());
        }
        long[] numbers = new long[count];
        for (int place = 0; place < count; place++) {
            numbers[place] = shorts ? tiff.readUnsignedShort() : tiff.readUnsignedInt();
        }
        return numbers;
    }

    /** Returns whether there is such an entry, of whatever type and size. */
    boolean has(int tag) {
        return tags.contains(tag);
    }

    /** Returns the values of an entry; a single one if it is absent, or -1 if it is none of few whole numbers. */
    long[] values(int tag, long otherwise) {
        return has(tag) && !entries.containsKey(tag)
                ? new long[] {-1}
                : entries.getOrDefault(tag, new long[] {otherwise});
    }

    /** Returns the first value of an entry. */
    long value(int tag, long otherwise) {
        return values(tag, otherwise)[0];
    }

    /** Returns the note of the camera, from 1 (upright) to 8; 1 if there is none. */
    int orientation() {
        long noted = value(ORIENTATION, 1);
        return noted >= 1 && noted <= 8 ? (int) noted : 1;
    }
}
