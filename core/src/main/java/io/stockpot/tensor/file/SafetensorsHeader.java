package io.stockpot.tensor.file;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stockpot.base.ChannelIo;
import io.stockpot.tensor.ElementType;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The checked header of a safetensors file.
 *
 * @param dataStart where the values start in the file, in bytes
 * @param metadata free-form texts
 * @param entries the tensors by name, in the order of their values
 */
record SafetensorsHeader(long dataStart, Map<String, String> metadata, Map<String, Entry> entries) {
    static final String METADATA = "__metadata__";

    /** The format's own limit on the header's length. */
    private static final long MAXIMUM_LENGTH = 100_000_000;

    private static final int MAXIMUM_DIMENSIONS = 16;

    private static final ObjectMapper JSON = new ObjectMapper(new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxStringLength((int) MAXIMUM_LENGTH)
                    .maxNameLength(WeightFiles.LONGEST_NAME)
                    .build())
            .build());

    /** One tensor: its type, shape and place among the values, in bytes. */
    record Entry(ElementType type, List<Long> shape, long begin, long end) {
        long[] extents() {
            return shape.stream().mapToLong(Long::longValue).toArray();
        }
    }

    static SafetensorsHeader read(Path path, FileChannel file) throws IOException {
        long size = file.size();
        if (size < Long.BYTES) {
            throw malformed(path, "it has only " + size + " bytes");
        }
        long length = read(file, 0, Long.BYTES).getLong();
        if (length < 2 || length > MAXIMUM_LENGTH || length > size - Long.BYTES) {
            throw malformed(path, "its header claims " + length + " bytes of " + size);
        }
        JsonNode root = parse(path, read(file, Long.BYTES, (int) length).array());
        long dataStart = Long.BYTES + length;
        Map<String, Entry> entries = entries(path, root);
        requireContiguous(path, entries, size - dataStart);
        return new SafetensorsHeader(dataStart, metadata(path, root), entries);
    }

    private static ByteBuffer read(FileChannel file, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        if (!ChannelIo.readFully(file, position, bytes)) {
            throw new IOException("the file became shorter while it was read");
        }
        return bytes.flip();
    }

    private static JsonNode parse(Path path, byte[] json) throws IOException {
        try {
            JsonNode root = JSON.readTree(json);
            if (root == null || !root.isObject()) {
                throw malformed(path, "its header is not a JSON object");
            }
            return root;
        } catch (JsonProcessingException failure) {
            throw malformed(path, "its header is not valid JSON (" + failure.getOriginalMessage() + ")");
        } catch (CharConversionException failure) {
            throw malformed(path, "its header is not UTF-8 (" + failure.getMessage() + ")");
        }
    }

    private static Map<String, String> metadata(Path path, JsonNode root) throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        JsonNode texts = root.path(METADATA);
        for (Map.Entry<String, JsonNode> text : texts.properties()) {
            if (!text.getValue().isTextual()) {
                throw malformed(path, "metadata '" + text.getKey() + "' is not a text");
            }
            metadata.put(text.getKey(), text.getValue().textValue());
        }
        return Collections.unmodifiableMap(metadata);
    }

    private static Map<String, Entry> entries(Path path, JsonNode root) throws IOException {
        List<Map.Entry<String, Entry>> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (!field.getKey().equals(METADATA)) {
                entries.add(Map.entry(field.getKey(), entry(path, field.getKey(), field.getValue())));
            }
        }
        // an empty tensor comes before the one that begins where it does
        entries.sort(Comparator.<Map.Entry<String, Entry>>comparingLong(
                        entry -> entry.getValue().begin())
                .thenComparingLong(entry -> entry.getValue().end()));
        Map<String, Entry> ordered = new LinkedHashMap<>();
        entries.forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
        return Collections.unmodifiableMap(ordered);
    }

    private static Entry entry(Path path, String name, JsonNode node) throws IOException {
        ElementType type = type(path, name, node.path("dtype"));
        List<Long> shape = longs(path, name, node.path("shape"), MAXIMUM_DIMENSIONS);
        List<Long> offsets = longs(path, name, node.path("data_offsets"), 2);
        if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
            throw malformed(path, "tensor '" + name + "' has no valid offsets");
        }
        try {
            long bytes = type.bytes();
            for (long extent : shape) {
                bytes = Math.multiplyExact(bytes, extent);
            }
            if (bytes != offsets.get(1) - offsets.get(0)) {
                throw malformed(
                        path,
                        "tensor '" + name + "' needs " + bytes + " bytes and has " + (offsets.get(1) - offsets.get(0)));
            }
        } catch (ArithmeticException overflow) {
            throw malformed(path, "tensor '" + name + "' is too large");
        }
        return new Entry(type, shape, offsets.get(0), offsets.get(1));
    }

    private static ElementType type(Path path, String name, JsonNode node) throws IOException {
        try {
            return ElementType.valueOf(node.asText());
        } catch (IllegalArgumentException unknown) {
            throw malformed(
                    path,
                    "tensor '" + name + "' has the unknown type '" + node.asText() + "'; known are "
                            + Arrays.toString(ElementType.values()) + ", so save it in one of these");
        }
    }

    private static List<Long> longs(Path path, String name, JsonNode node, int limit) throws IOException {
        if (!node.isArray() || node.size() > limit) {
            throw malformed(path, "tensor '" + name + "' has no valid shape and offsets");
        }
        List<Long> values = new ArrayList<>();
        for (JsonNode value : node) {
            if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
                throw malformed(path, "tensor '" + name + "' has the invalid number " + value);
            }
            values.add(value.longValue());
        }
        return List.copyOf(values);
    }

    /** Values must follow each other without gaps or overlaps and end with the file. */
    private static void requireContiguous(Path path, Map<String, Entry> entries, long size) throws IOException {
        long end = 0;
        for (Map.Entry<String, Entry> entry : entries.entrySet()) {
            if (entry.getValue().begin() != end) {
                throw malformed(path, "tensor '" + entry.getKey() + "' does not follow the one before it");
            }
            end = entry.getValue().end();
        }
        if (end != size) {
            throw malformed(path, "its tensors need " + end + " bytes and it has " + size + "; it may be truncated");
        }
    }

    private static IOException malformed(Path path, String why) {
        return new IOException(path + " is not a readable safetensors file: " + why);
    }
}
