package io.stockpot.tensor.file;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stockpot.base.AtomicFile;
import io.stockpot.base.ChannelIo;
import io.stockpot.tensor.ElementType;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.TensorBytes;
import io.stockpot.tensor.WeightDigest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.bytedeco.pytorch.Tensor;

/** Writes a safetensors file whose tensors are made one at a time, while it is written. */
public final class SafetensorsWriter {
    private SafetensorsWriter() {}

    /**
     * A tensor that will be written.
     *
     * @param type of its elements, as the format spells it, e.g. "F32"
     * @param shape its extents
     */
    public record Slot(String name, String type, List<Long> shape) {
        /** Copies the shape. */
        public Slot {
            shape = List.copyOf(shape);
        }

        /** Returns the size of its values. */
        public long bytes() {
            return shape.stream().reduce((long) ElementType.valueOf(type).bytes(), Math::multiplyExact);
        }
    }

    /** A source of the tensors, asked when their turn comes. */
    @FunctionalInterface
    public interface Values {
        /** Returns a tensor in the scope it is called in. */
        Tensor get(String name) throws IOException;
    }

    /** A source of the metadata, asked when the digest of the weights is known. */
    @FunctionalInterface
    public interface Metadata {
        /** Returns free-form texts, which differ in nothing but the digest. */
        Map<String, String> of(String digest);
    }

    /** Observes each tensor in order, while it is written. */
    private interface Observer {
        void see(String name, Tensor tensor);
    }

    /**
     * Writes a file; it appears only when it is complete.
     *
     * @param slots the tensors in order
     * @throws IOException if writing fails; an existing file is then untouched
     */
    static void write(Path path, List<Slot> slots, Values values, Map<String, String> metadata) throws IOException {
        AtomicFile.write(path, file -> {
            writeHeader(file, header(slots, metadata));
            writeValues(file, slots, values, (name, tensor) -> {});
        });
    }

    /**
     * Writes a file whose metadata state the digest of its weights; it appears only when it is complete.
     *
     * @param slots the tensors in order
     * @return the digest, which is that of {@link StateDict#digest}
     * @throws IOException if writing fails; an existing file is then untouched
     */
    public static String writeWithDigest(Path path, List<Slot> slots, Values values, Metadata metadata)
            throws IOException {
        // the header comes first and holds what is known last: its place is kept, then filled
        int length = header(slots, metadata.of("0".repeat(WeightDigest.DIGITS))).length;
        WeightDigest digest = new WeightDigest();
        String[] finished = new String[1];
        AtomicFile.write(path, file -> {
            file.position(Long.BYTES + length);
            writeValues(file, slots, values, digest::add);
            finished[0] = digest.finish();
            byte[] header = header(slots, metadata.of(finished[0]));
            if (header.length != length) {
                throw new IllegalArgumentException("the metadata changed by more than the digest");
            }
            file.position(0);
            writeHeader(file, header);
        });
        return finished[0];
    }

    private static void writeHeader(FileChannel file, byte[] header) throws IOException {
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        ChannelIo.writeFully(file, length.putLong(header.length).flip());
        ChannelIo.writeFully(file, ByteBuffer.wrap(header));
    }

    private static void writeValues(FileChannel file, List<Slot> slots, Values values, Observer observer)
            throws IOException {
        for (Slot slot : slots) {
            try (Scope scope = Scope.open()) {
                Tensor tensor = values.get(slot.name()).detach().contiguous();
                requireAsAnnounced(slot, tensor);
                CompletableFuture<Void> seeing = CompletableFuture.runAsync(() -> observer.see(slot.name(), tensor));
                try {
                    for (ByteBuffer slice : TensorBytes.slices(tensor)) {
                        ChannelIo.writeFully(file, slice);
                    }
                } finally {
                    // the tensor must outlive both
                    seeing.join();
                }
            }
        }
    }

    private static void requireAsAnnounced(Slot slot, Tensor tensor) {
        String type = ElementType.of(tensor.scalar_type()).name();
        List<Long> shape = Arrays.stream(StateDict.shapeOf(tensor)).boxed().toList();
        if (!slot.type().equals(type) || !slot.shape().equals(shape)) {
            throw new IllegalArgumentException(
                    "tensor '" + slot.name() + "' is " + type + shape + " instead of " + slot.type() + slot.shape());
        }
    }

    private static byte[] header(List<Slot> slots, Map<String, String> metadata) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        if (!metadata.isEmpty()) {
            ObjectNode texts = root.putObject(SafetensorsHeader.METADATA);
            metadata.forEach(texts::put);
        }
        long offset = 0;
        for (Slot slot : slots) {
            ObjectNode entry = root.putObject(slot.name());
            entry.put("dtype", slot.type());
            ArrayNode shape = entry.putArray("shape");
            slot.shape().forEach(shape::add);
            entry.putArray("data_offsets").add(offset).add(offset + slot.bytes());
            offset += slot.bytes();
        }
        return padded(root.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Pads with spaces so that the values start at a multiple of eight bytes. */
    private static byte[] padded(byte[] json) {
        byte[] padded = new byte[(json.length + 7) / 8 * 8];
        Arrays.fill(padded, (byte) ' ');
        System.arraycopy(json, 0, padded, 0, json.length);
        return padded;
    }
}
