package io.stockpot.evaluate;

import io.stockpot.base.ChannelIo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;

/**
 * Sets of bits of one length in a file, one after another, so that a killed sweep goes on after the last.
 *
 * @param file created when the first set is added
 * @param bits the number of bits in each set
 */
record BitLog(Path file, int bits) {
    private int stride() {
        return (bits + 7) / 8;
    }

    /** Returns the number of whole sets; a kill may leave part of another. */
    int count() throws IOException {
        return Files.exists(file) ? Math.toIntExact(Files.size(file) / stride()) : 0;
    }

    /**
     * Writes a set.
     *
     * @param number of the set, from zero; all before it have been written
     */
    void write(int number, BitSet set) throws IOException {
        byte[] bytes = new byte[stride()];
        byte[] used = set.toByteArray();
        System.arraycopy(used, 0, bytes, 0, used.length);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ChannelIo.writeFully(channel, (long) number * stride(), ByteBuffer.wrap(bytes));
        }
    }

    /** Reads the set of this number. */
    BitSet read(int number) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(stride());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (!ChannelIo.readFully(channel, (long) number * stride(), bytes)) {
                throw new IOException(file + " is shorter than it was");
            }
        }
        return BitSet.valueOf(bytes.flip());
    }
}
