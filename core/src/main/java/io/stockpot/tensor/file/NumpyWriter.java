package io.stockpot.tensor.file;

import io.stockpot.base.AtomicFile;
import io.stockpot.base.ChannelIo;
import io.stockpot.tensor.ElementType;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.TensorBytes;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Writes NumPy's files, a single array (.npy) or an archive of named arrays (.npz), in C order and
 * little-endian. {@link NumpyFile} reads them.
 */
public final class NumpyWriter {
    /** What NumPy dates its own entries with, so that equal arrays give equal files. */
    private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

    private NumpyWriter() {}

    /** Writes the values of an array when their turn comes. */
    @FunctionalInterface
    public interface Values {
        /** Writes all values in C order, little-endian. */
        void writeTo(WritableByteChannel channel) throws IOException;
    }

    /** An array that will be written. */
    public static final class Array {
        private final NumpyHeader header;
        private final Values values;

        private Array(ElementType type, List<Long> shape, Values values) {
            if (type.numpy().isEmpty()) {
                throw new IllegalArgumentException(
                        "NumPy has no elements of type " + type + "; convert the tensor, e.g. to float32");
            }
            this.header = NumpyHeader.of(type, shape);
            this.values = values;
        }

        /**
         * Returns the array of a tensor of any type but bfloat16.
         *
         * @param tensor on the CPU; it must live until the file is written
         */
        public static Array of(Tensor tensor) {
            List<Long> shape = Arrays.stream(StateDict.shapeOf(tensor)).boxed().toList();
            return new Array(ElementType.of(tensor.scalar_type()), shape, channel -> {
                try (Scope scope = Scope.open()) {
                    for (ByteBuffer slice : TensorBytes.slices(tensor.detach().contiguous())) {
                        ChannelIo.writeFully(channel, slice);
                    }
                }
            });
        }

        /**
         * Returns an array of unsigned bytes.
         *
         * @param values in C order; must not change until the file is written
         */
        public static Array ofBytes(byte[] values, long... shape) {
            return ofBytes(channel -> ChannelIo.writeFully(channel, ByteBuffer.wrap(values)), shape);
        }

        /** Returns an array of unsigned bytes that are made while they are written. */
        public static Array ofBytes(Values values, long... shape) {
            return new Array(ElementType.U8, Arrays.stream(shape).boxed().toList(), values);
        }

        /** Returns an array of float32 numbers that are made while they are written. */
        public static Array ofFloats(Values values, long... shape) {
            return new Array(ElementType.F32, Arrays.stream(shape).boxed().toList(), values);
        }

        private void writeTo(WritableByteChannel channel) throws IOException {
            ChannelIo.writeFully(channel, ByteBuffer.wrap(header.bytesInFile()));
            Counter counter = new Counter(channel);
            values.writeTo(counter);
            if (counter.count != header.bytes()) {
                throw new IllegalArgumentException("an array of shape " + header.shape() + " needs " + header.bytes()
                        + " bytes, and " + counter.count + " were written");
            }
        }
    }

    /**
     * Writes one array; the file appears only when it is complete.
     *
     * @throws IOException if writing fails; an existing file is then untouched
     */
    public static void write(Path path, Array array) throws IOException {
        AtomicFile.write(path, array::writeTo);
    }

    /**
     * Writes an archive of named arrays, without compression; it appears only when it is complete.
     *
     * @param arrays in the order of the archive
     * @throws IOException if writing fails; an existing file is then untouched
     */
    public static void write(Path path, Map<String, Array> arrays) throws IOException {
        AtomicFile.write(path, file -> {
            try (ZipOutputStream zip = new ZipOutputStream(new Unclosed(file))) {
                zip.setLevel(Deflater.NO_COMPRESSION);
                for (Map.Entry<String, Array> named : arrays.entrySet()) {
                    ZipEntry entry = new ZipEntry(named.getKey() + NumpyFile.SUFFIX);
                    entry.setTimeLocal(EPOCH);
                    zip.putNextEntry(entry);
                    named.getValue().writeTo(Channels.newChannel(zip));
                    zip.closeEntry();
                }
            }
        });
    }

    /** Leaves the file open for the one who opened it. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(FileChannel file) {
            super(Channels.newOutputStream(file));
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    /** Counts what passes. */
    private static final class Counter implements WritableByteChannel {
        private final WritableByteChannel channel;
        private long count;

        Counter(WritableByteChannel channel) {
            this.channel = channel;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            int written = channel.write(bytes);
            count += written;
            return written;
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
