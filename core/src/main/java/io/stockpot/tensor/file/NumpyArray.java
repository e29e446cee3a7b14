package io.stockpot.tensor.file;

import io.stockpot.tensor.Scope;
import io.stockpot.tensor.TensorBytes;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.bytedeco.pytorch.Tensor;

/**
 * One array of NumPy within a file.
 *
 * @param header what it is
 * @param entry where its bytes are, header included
 */
record NumpyArray(NumpyHeader header, ZipDirectory.Entry entry) {
    private static final int DEFLATED = 8;
    private static final int CHUNK = 1 << 16;
    /** Stands for the checksum of bytes that have none. */
    private static final long NONE = -1;

    /** Describes the array that is the whole file. */
    static NumpyArray plain(FileChannel file) throws IOException {
        return packed(file, new ZipDirectory.Entry("", 0, NONE, 0, file.size(), file.size()));
    }

    /** Describes an array within an archive. */
    static NumpyArray packed(FileChannel file, ZipDirectory.Entry entry) throws IOException {
        if (entry.method() != DEFLATED && !entry.isStored()) {
            throw new MalformedException("its entry '" + entry.name() + "' is compressed in a way that is not known");
        }
        NumpyHeader header = header(file, entry);
        if (header.dataStart() + header.bytes() != entry.size()) {
            throw new MalformedException("an array of shape " + header.shape() + " needs " + header.bytes()
                    + " bytes and has " + (entry.size() - header.dataStart()));
        }
        return new NumpyArray(header, entry);
    }

    private static NumpyHeader header(FileChannel file, ZipDirectory.Entry entry) throws IOException {
        try (InputStream content = content(file, entry)) {
            return NumpyHeader.read(content);
        } catch (ZipException | EOFException failure) {
            throw damaged(entry, failure);
        }
    }

    private static MalformedException damaged(ZipDirectory.Entry entry, IOException failure) {
        return new MalformedException("'" + entry.name() + "' does not unpack (" + failure.getMessage() + ")");
    }

    /** Opens the array's bytes, header included. */
    InputStream content(FileChannel file) {
        return content(file, entry);
    }

    private static InputStream content(FileChannel file, ZipDirectory.Entry entry) {
        InputStream raw = new FileWindow(file, entry.start(), entry.packed());
        if (entry.method() != DEFLATED) {
            return raw;
        }
        return new InflaterInputStream(raw, new Inflater(true), CHUNK) {
            @Override
            public void close() throws IOException {
                super.close();
                inf.end();
            }
        };
    }

    /** Reads the values into a tensor in the caller's scope. */
    Tensor read(InputStream content) throws IOException {
        CRC32 checksum = new CRC32();
        try (Scope scope = Scope.open()) {
            checksum.update(content.readNBytes((int) header.dataStart()));
            Tensor raw = FileBytes.empty(
                    header.type(), header.bytes() / header.type().bytes());
            for (ByteBuffer slice : TensorBytes.slices(raw)) {
                fill(content, slice, checksum);
                if (header.swapped()) {
                    swap(slice.flip());
                }
            }
            if (entry.crc() != NONE && checksum.getValue() != entry.crc()) {
                throw new MalformedException("the checksum of '" + entry.name() + "' is wrong: it is damaged");
            }
            return scope.keep(arranged(FileBytes.finished(raw, header.type())));
        } catch (ZipException | EOFException failure) {
            throw damaged(entry, failure);
        }
    }

    private static void fill(InputStream content, ByteBuffer slice, CRC32 checksum) throws IOException {
        byte[] chunk = new byte[CHUNK];
        while (slice.hasRemaining()) {
            int read = content.readNBytes(chunk, 0, Math.min(CHUNK, slice.remaining()));
            if (read == 0) {
                throw new MalformedException("it is truncated: values are missing");
            }
            checksum.update(chunk, 0, read);
            slice.put(chunk, 0, read);
        }
    }

    private void swap(ByteBuffer slice) {
        ByteBuffer big = slice.duplicate().order(ByteOrder.BIG_ENDIAN);
        ByteBuffer little = slice.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int bytes = header.type().bytes();
        for (int at = 0; at < slice.limit(); at += bytes) {
            if (bytes == 8) {
                little.putLong(at, big.getLong(at));
            } else if (bytes == 4) {
                little.putInt(at, big.getInt(at));
            } else {
                little.putShort(at, big.getShort(at));
            }
        }
    }

    private Tensor arranged(Tensor values) {
        long[] extents = header.extents();
        if (!header.fortran()) {
            return values.reshape(extents);
        }
        long[] reversed = new long[extents.length];
        long[] axes = new long[extents.length];
        for (int axis = 0; axis < extents.length; axis++) {
            reversed[axis] = extents[extents.length - 1 - axis];
            axes[axis] = extents.length - 1L - axis;
        }
        return values.reshape(reversed).permute(axes).contiguous();
    }

    /** A range of a file as a stream. */
    private static final class FileWindow extends InputStream {
        private final FileChannel file;
        private final long end;
        private long next;

        FileWindow(FileChannel file, long start, long length) {
            this.file = file;
            this.next = start;
            this.end = start + length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int most = (int) Math.min(length, end - next);
            if (length > 0 && most == 0) {
                return -1;
            }
            int read = file.read(ByteBuffer.wrap(bytes, offset, most), next);
            next += Math.max(0, read);
            return read;
        }
    }
}
