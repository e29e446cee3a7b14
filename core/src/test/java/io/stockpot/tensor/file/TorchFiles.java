package io.stockpot.tensor.file;

import io.stockpot.tensor.ElementType;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.TensorBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bytedeco.pytorch.Tensor;

/** Writes files as torch.save does, of either layout, around any pickle. */
public final class TorchFiles {
    private TorchFiles() {}

    /** Writes a state dict of float32 and int64 tensors. */
    public static byte[] stateDict(StateDict tensors, boolean legacy) throws IOException {
        Map<String, Object> described = new LinkedHashMap<>();
        Map<String, byte[]> storages = new LinkedHashMap<>();
        for (String name : tensors.names()) {
            Tensor tensor = tensors.get(name).contiguous();
            String kind = ElementType.of(tensor.scalar_type()).storage();
            String key = String.valueOf(storages.size());
            List<Long> shape = Arrays.stream(tensors.shape(name)).boxed().toList();
            described.put(
                    name,
                    new PickleWriter.Described(
                            kind, key, tensor.numel(), null, 0, shape, PickleWriter.contiguous(shape)));
            storages.put(key, bytes(tensor));
        }
        byte[] pickle = new PickleWriter().value(described).done();
        Map<String, Long> elements = new LinkedHashMap<>();
        described.forEach((name, tensor) -> {
            PickleWriter.Described one = (PickleWriter.Described) tensor;
            elements.put(one.key(), one.elements());
        });
        return legacy ? legacy(pickle, storages, elements) : zip(pickle, storages);
    }

    private static byte[] bytes(Tensor tensor) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (ByteBuffer slice : TensorBytes.slices(tensor)) {
            byte[] part = new byte[slice.remaining()];
            slice.get(part);
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    /** Returns little-endian float32 values. */
    static byte[] floats(double... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            bytes.putFloat((float) value);
        }
        return bytes.array();
    }

    static byte[] zip(byte[] pickle, Map<String, byte[]> storages) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("archive/data.pkl", pickle);
        storages.forEach((key, values) -> entries.put("archive/data/" + key, values));
        entries.put("archive/version", "3\n".getBytes(StandardCharsets.US_ASCII));
        return archive(entries, ZipEntry.STORED);
    }

    static byte[] archive(Map<String, byte[]> entries, int method) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                ZipEntry header = new ZipEntry(entry.getKey());
                header.setMethod(method);
                // the same bytes whenever they are made
                header.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0));
                if (method == ZipEntry.STORED) {
                    CRC32 checksum = new CRC32();
                    checksum.update(entry.getValue());
                    header.setSize(entry.getValue().length);
                    header.setCrc(checksum.getValue());
                }
                zip.putNextEntry(header);
                zip.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    /** The other pickles get the protocol of the one given. Storages are given with their numbers of elements taken from four-byte values. */
    static byte[] legacy(byte[] pickle, Map<String, byte[]> storages) {
        Map<String, Long> elements = new LinkedHashMap<>();
        storages.forEach((key, values) -> elements.put(key, values.length / 4L));
        return legacy(pickle, storages, elements);
    }

    private static byte[] legacy(byte[] pickle, Map<String, byte[]> storages, Map<String, Long> elements) {
        int protocol = pickle[1];
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new PickleWriter(protocol)
                .raw(0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19)
                .done());
        bytes.writeBytes(new PickleWriter(protocol).number(1001).done());
        bytes.writeBytes(
                new PickleWriter(protocol).value(Map.of("little_endian", true)).done());
        bytes.writeBytes(pickle);
        PickleWriter keys = new PickleWriter(protocol).raw(']', '(');
        storages.keySet().forEach(keys::text);
        bytes.writeBytes(keys.raw('e').done());
        for (Map.Entry<String, byte[]> storage : storages.entrySet()) {
            bytes.writeBytes(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(elements.get(storage.getKey()))
                    .array());
            bytes.writeBytes(storage.getValue());
        }
        return bytes.toByteArray();
    }
}
