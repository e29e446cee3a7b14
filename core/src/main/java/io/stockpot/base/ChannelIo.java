package io.stockpot.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;

/** Moves whole buffers through channels, which by themselves may stop after any part of one. */
public final class ChannelIo {
    private ChannelIo() {}

    /** Writes all remaining bytes of the buffer. */
    public static void writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Writes all remaining bytes of the buffer to a place of the file, which grows if it must. */
    public static void writeFully(FileChannel file, long position, ByteBuffer bytes) throws IOException {
        long place = position;
        while (bytes.hasRemaining()) {
            place += file.write(bytes, place);
        }
    }

    /**
     * Reads from a place of the file until the buffer is full or the file ends.
     *
     * @return whether the buffer is full
     */
    public static boolean readFully(FileChannel file, long position, ByteBuffer bytes) throws IOException {
        long place = position;
        while (bytes.hasRemaining()) {
            int count = file.read(bytes, place);
            if (count < 0) {
                return false;
            }
            place += count;
        }
        return true;
    }
}
