package io.stockpot.tensor.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Writes pickles as PyTorch does, well-formed or not: of protocol 2, or with what later ones have. */
final class PickleWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private final int protocol;

    PickleWriter() {
        this(2);
    }

    /** From protocol 4 on, texts are short and kept, classes are named by texts, and all lies in a frame. */
    PickleWriter(int protocol) {
        this.protocol = protocol;
    }

    /** Writes instructions as they are. */
    PickleWriter raw(int... codes) {
        Arrays.stream(codes).forEach(bytes::write);
        return this;
    }

    PickleWriter text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (protocol >= 4) {
            return raw(0x8c, utf8.length).append(utf8).raw(0x94);
        }
        return raw('X').little(4, utf8.length).append(utf8);
    }

    PickleWriter number(long number) {
        return raw(0x8a, 8).little(8, number);
    }

    PickleWriter global(String module, String name) {
        if (protocol >= 4) {
            return text(module).text(name).raw(0x93, 0x94);
        }
        return raw('c').append((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private PickleWriter little(int width, long number) {
        byte[] digits = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .array();
        bytes.write(digits, 0, width);
        return this;
    }

    private PickleWriter append(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    /** Writes a value of Python: None, bool, int, str, tuple (as a list of Java), dict, or a tensor. */
    PickleWriter value(Object value) {
        if (value == null) {
            return raw('N');
        }
        if (value instanceof Boolean truth) {
            return raw(truth ? 0x88 : 0x89);
        }
        if (value instanceof Number number) {
            return number(number.longValue());
        }
        if (value instanceof String text) {
            return text(text);
        }
        if (value instanceof List<?> tuple) {
            raw('(');
            tuple.forEach(this::value);
            return raw('t');
        }
        if (value instanceof Map<?, ?> entries) {
            return dictionary(raw('}'), entries);
        }
        return tensor((Described) value);
    }

    /** Writes an OrderedDict. */
    PickleWriter ordered(Map<?, ?> entries) {
        return dictionary(global("collections", "OrderedDict").raw(')', 'R'), entries);
    }

    private static PickleWriter dictionary(PickleWriter writer, Map<?, ?> entries) {
        if (entries.isEmpty()) {
            return writer;
        }
        writer.raw('(');
        entries.forEach((key, value) -> writer.value(key).value(value));
        return writer.raw('u');
    }

    /** A tensor in a file: its storage, and how it lies in it. */
    record Described(
            String kind, String key, long elements, List<?> view, long offset, List<Long> shape, List<Long> strides) {}

    /** Describes a contiguous float32 tensor that has a storage of its own. */
    static Described floats(String key, Long... shape) {
        long elements = Arrays.stream(shape).reduce(1L, (a, b) -> a * b);
        return strided(key, elements, 0, List.of(shape), contiguous(List.of(shape)));
    }

    static Described strided(String key, long elements, long offset, List<Long> shape, List<Long> strides) {
        return new Described("FloatStorage", key, elements, null, offset, shape, strides);
    }

    static List<Long> contiguous(List<Long> shape) {
        Long[] strides = new Long[shape.size()];
        long stride = 1;
        for (int axis = strides.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape.get(axis);
        }
        return List.of(strides);
    }

    private PickleWriter tensor(Described tensor) {
        global("torch._utils", "_rebuild_tensor_v2").raw('(', '(').text("storage");
        global("torch", tensor.kind()).text(tensor.key()).text("cpu").number(tensor.elements());
        if (tensor.view() != null) {
            value(tensor.view().isEmpty() ? null : tensor.view());
        }
        raw('t', 'Q').number(tensor.offset()).value(tensor.shape()).value(tensor.strides());
        return raw(0x89).ordered(Map.of()).raw('t', 'R');
    }

    /** Ends the pickle. */
    byte[] done() {
        byte[] content = raw('.').bytes.toByteArray();
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(new byte[] {(byte) 0x80, (byte) protocol});
        if (protocol >= 4) {
            whole.write(0x95);
            whole.writeBytes(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(content.length)
                    .array());
        }
        whole.writeBytes(content);
        return whole.toByteArray();
    }
}
