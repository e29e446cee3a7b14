package io.stockpot.tensor.file;

import io.stockpot.base.AtomicFile;
import io.stockpot.tensor.ElementType;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.TensorBytes;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Writes a state dict as PyTorch's {@code torch.save} does since version 1.6, in its first zip layout: every PyTorch since
 * then reads it, also with {@code weights_only=True}. Equal tensors give equal files. {@link PyTorchFile} reads them.
 */
public final class PyTorchWriter {
    private static final String FOLDER = "archive/";

    /** The number of the layout, that of the first; later ones only have more kinds of objects. */
    private static final String VERSION = "3\n";

    /** A date for equal files: the second day that zip archives can state, as the first gets an extension with a time zone. */
    private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 2, 0, 0);

    /** Values begin at multiples of this, as PyTorch wants it to map files into memory. */
    private static final int ALIGNMENT = 64;

    /** The length of a zip entry's local header without name and extension. */
    private static final int LOCAL_HEADER = 30;

    /** The length of the head of an extension. */
    private static final int EXTENSION_HEAD = 4;

    /** What PyTorch calls its own extension, which only fills up. */
    private static final byte[] FILLER = {'F', 'B'};

    private PyTorchWriter() {}

    /**
     * Writes a state dict; the file appears only when it is complete.
     *
     * @throws IOException if writing fails; an existing file is then untouched
     */
    public static void write(Path path, StateDict tensors) throws IOException {
        List<String> names = List.copyOf(tensors.names());
        AtomicFile.write(path, file -> {
            // not closed here: that would close the file, which is yet to be synced
            Counter counter = new Counter(new BufferedOutputStream(Channels.newOutputStream(file), 1 << 20));
            ZipOutputStream zip = new ZipOutputStream(counter);
            zip.setMethod(ZipOutputStream.STORED);
            entry(zip, counter, "data.pkl", List.of(ByteBuffer.wrap(pickle(names, tensors))));
            entry(zip, counter, "byteorder", ascii("little"));
            for (int i = 0; i < names.size(); i++) {
                try (Scope scope = Scope.open()) {
                    Tensor values = tensors.get(names.get(i)).detach().contiguous();
                    entry(zip, counter, "data/" + i, TensorBytes.slices(values));
                }
            }
            entry(zip, counter, "version", ascii(VERSION));
            zip.finish();
            zip.flush();
        });
    }

    private static List<ByteBuffer> ascii(String text) {
        return List.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private static void entry(ZipOutputStream zip, Counter counter, String name, List<ByteBuffer> content)
            throws IOException {
        ZipEntry entry = new ZipEntry(FOLDER + name);
        CRC32 checksum = new CRC32();
        content.forEach(slice -> checksum.update(slice.duplicate()));
        entry.setCrc(checksum.getValue());
        entry.setSize(content.stream().mapToLong(ByteBuffer::remaining).sum());
        entry.setTimeLocal(EPOCH);
        entry.setExtra(filler(counter.count + LOCAL_HEADER + entry.getName().length() + EXTENSION_HEAD));
        zip.putNextEntry(entry);
        WritableByteChannel channel = Channels.newChannel(zip);
        for (ByteBuffer slice : content) {
            while (slice.hasRemaining()) {
                channel.write(slice);
            }
        }
        zip.closeEntry();
    }

    /** Returns an extension that fills up to the next multiple of the alignment. */
    private static byte[] filler(long position) {
        int missing = (int) (-position & (ALIGNMENT - 1));
        byte[] extension = new byte[EXTENSION_HEAD + missing];
        extension[0] = FILLER[0];
        extension[1] = FILLER[1];
        extension[2] = (byte) missing;
        return extension;
    }

    /** Describes the tensors, each the whole of a storage whose key is its number. */
    private static byte[] pickle(List<String> names, StateDict tensors) {
        PickleOutput output = new PickleOutput().orderedDictionary().code(PickleOpcode.MARK);
        for (int i = 0; i < names.size(); i++) {
            Tensor tensor = tensors.get(names.get(i));
            List<Long> shape = new ArrayList<>();
            for (long extent : StateDict.shapeOf(tensor)) {
                shape.add(extent);
            }
            describe(output.text(names.get(i)), Integer.toString(i), ElementType.of(tensor.scalar_type()), shape);
        }
        return output.code(PickleOpcode.SETITEMS).finished();
    }

    private static void describe(PickleOutput output, String key, ElementType type, List<Long> shape) {
        output.global("torch._utils", "_rebuild_tensor_v2").code(PickleOpcode.MARK);
        output.code(PickleOpcode.MARK)
                .text("storage")
                .global("torch", type.storage())
                .text(key)
                .text("cpu")
                .number(shape.stream().reduce(1L, Math::multiplyExact))
                .code(PickleOpcode.TUPLE)
                .code(PickleOpcode.BINPERSID);
        output.number(0).numbers(shape).numbers(strides(shape)).code(PickleOpcode.NEWFALSE);
        output.orderedDictionary().code(PickleOpcode.TUPLE).code(PickleOpcode.REDUCE);
    }

    /** Returns the steps between neighbours along each axis of a contiguous tensor. */
    private static List<Long> strides(List<Long> shape) {
        List<Long> strides = new ArrayList<>();
        long step = 1;
        for (int axis = shape.size() - 1; axis >= 0; axis--) {
            strides.add(step);
            step *= Math.max(1, shape.get(axis));
        }
        Collections.reverse(strides);
        return strides;
    }

    /** Counts what passes. */
    private static final class Counter extends FilterOutputStream {
        private long count;

        Counter(OutputStream target) {
            super(target);
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
            count++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            count += length;
        }
    }
}
