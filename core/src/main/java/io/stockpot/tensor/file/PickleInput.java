package io.stockpot.tensor.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of a pickle within a file, read in order; it never reads past the end it was given. */
final class PickleInput {
    private static final int BUFFER = 1 << 16;
    private static final int LONGEST_LINE = 1_000;

    /** What makes pickles large, unlike tensors, which are no part of them. */
    static final String ARRAYS =
            "; if it holds NumPy arrays, save tensors (torch.from_numpy) instead, or an .npz (numpy.savez)";

    private final FileChannel file;
    private final long end;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private long next;

    /** Starts at a position; the pickle ends before another, which lies within the file. */
    PickleInput(FileChannel file, long start, long end) {
        this.file = file;
        this.next = start;
        this.end = end;
        buffer.limit(0);
    }

    /** Returns the position in the file of the next byte to be read. */
    long position() {
        return next - buffer.remaining();
    }

    int unsigned1() throws IOException {
        return Byte.toUnsignedInt(require(1).get());
    }

    int unsigned2() throws IOException {
        return Short.toUnsignedInt(require(2).getShort());
    }

    int signed4() throws IOException {
        return require(4).getInt();
    }

    long signed8() throws IOException {
        return require(8).getLong();
    }

    /** Reads a big-endian double, as pickles write them. */
    double float8() throws IOException {
        return Double.longBitsToDouble(Long.reverseBytes(signed8()));
    }

    /** Reads as many bytes as were claimed, after checking that there are so many. */
    byte[] bytes(long length, int most) throws IOException {
        if (length < 0 || length > most) {
            throw new MalformedException("a text or number in it claims " + length + " bytes; the limit is " + most
                    + (most > LONGEST_LINE ? ARRAYS : ""));
        }
        if (length > end - position()) {
            throw new MalformedException("it is truncated: a text or number claims " + length + " bytes and "
                    + (end - position()) + " are left");
        }
        byte[] bytes = new byte[(int) length];
        for (int done = 0; done < bytes.length; ) {
            int part = Math.min(bytes.length - done, BUFFER);
            require(part).get(bytes, done, part);
            done += part;
        }
        return bytes;
    }

    String text(long length, int most) throws IOException {
        return utf8(bytes(length, most));
    }

    /** Reads a name that ends with a line feed. */
    String line() throws IOException {
        byte[] name = new byte[LONGEST_LINE];
        for (int length = 0; length < LONGEST_LINE; length++) {
            name[length] = (byte) unsigned1();
            if (name[length] == '\n') {
                return utf8(Arrays.copyOf(name, length));
            }
        }
        throw new MalformedException("the name of a class in it has more than " + LONGEST_LINE + " bytes");
    }

    private static String utf8(byte[] bytes) throws MalformedException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException failure) {
            throw new MalformedException("a text in it is not UTF-8");
        }
    }

    /** Returns the buffer with at least the given number of bytes in it, no more than its size. */
    private ByteBuffer require(int bytes) throws IOException {
        if (buffer.remaining() >= bytes) {
            return buffer;
        }
        if (bytes > end - position()) {
            throw new MalformedException("it is truncated: its pickle ends in the middle of a value");
        }
        buffer.compact();
        buffer.limit((int) Math.min(buffer.capacity(), buffer.position() + end - next));
        while (buffer.position() < bytes) {
            int read = file.read(buffer, next);
            if (read < 0) {
                throw new MalformedException("it is truncated, or became shorter while it was read");
            }
            next += read;
        }
        return buffer.flip();
    }
}
