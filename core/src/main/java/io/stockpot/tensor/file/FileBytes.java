package io.stockpot.tensor.file;

import io.stockpot.base.ChannelIo;
import io.stockpot.tensor.ElementType;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.TensorBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Bytes at given places of a file, as buffers and as tensors. */
final class FileBytes {
    private FileBytes() {}

    /**
     * Reads a short range.
     *
     * @param length no more than the caller has found to be in the file
     * @return little-endian, ready to be read
     */
    static ByteBuffer read(FileChannel file, long position, int length) throws IOException {
        if (position < 0 || length < 0 || length > file.size() - position) {
            throw new MalformedException("it is truncated: byte " + position + " and " + length
                    + " after it are needed, and it has " + file.size());
        }
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        fill(file, position, bytes);
        return bytes.flip();
    }

    /** Makes an uninitialised tensor in the caller's scope; of bools, as bytes. */
    static Tensor empty(ElementType type, long... extents) {
        ScalarType stored = type == ElementType.BOOL ? ScalarType.Byte : type.scalar();
        return torch.empty(extents, new TensorOptions(stored), new MemoryFormatOptional());
    }

    /** Finishes a tensor of {@link #empty}: any byte but zero is true, as other values would be undefined. */
    static Tensor finished(Tensor raw, ElementType type) {
        return type == ElementType.BOOL ? raw.ne(new Scalar(0)) : raw;
    }

    /** Reads little-endian values that follow each other into a tensor in the caller's scope. */
    static Tensor tensor(FileChannel file, long position, ElementType type, long... extents) throws IOException {
        try (Scope scope = Scope.open()) {
            Tensor raw = empty(type, extents);
            fill(file, position, raw);
            return scope.keep(finished(raw, type));
        }
    }

    /** Reads little-endian values that follow each other into the memory of a contiguous tensor. */
    static void fill(FileChannel file, long position, Tensor target) throws IOException {
        long start = position;
        for (ByteBuffer slice : TensorBytes.slices(target)) {
            start += fill(file, start, slice);
        }
    }

    private static int fill(FileChannel file, long position, ByteBuffer target) throws IOException {
        int length = target.remaining();
        if (!ChannelIo.readFully(file, position, target)) {
            throw new MalformedException("it is truncated, or became shorter while it was read");
        }
        return length;
    }
}
