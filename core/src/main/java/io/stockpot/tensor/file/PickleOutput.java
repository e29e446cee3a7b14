package io.stockpot.tensor.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the few instructions of a pickle of protocol 2 that a state dict needs. */
final class PickleOutput {
    private static final int PROTOCOL = 2;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    PickleOutput() {
        code(PickleOpcode.PROTO).code(PROTOCOL);
    }

    /** Writes an instruction, or an argument of one byte. */
    PickleOutput code(int code) {
        bytes.write(code);
        return this;
    }

    PickleOutput text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        code(PickleOpcode.BINUNICODE).little(Integer.BYTES, utf8.length).bytes.writeBytes(utf8);
        return this;
    }

    PickleOutput number(long number) {
        // negative ones fit as well, but nothing here is negative
        return number <= Integer.MAX_VALUE
                ? code(PickleOpcode.BININT).little(Integer.BYTES, number)
                : code(PickleOpcode.LONG1).code(Long.BYTES).little(Long.BYTES, number);
    }

    PickleOutput numbers(List<Long> numbers) {
        code(PickleOpcode.MARK);
        numbers.forEach(this::number);
        return code(PickleOpcode.TUPLE);
    }

    /** Names a class or function of Python. */
    PickleOutput global(String module, String name) {
        code(PickleOpcode.GLOBAL).bytes.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    /** Makes an empty dictionary that keeps its order. */
    PickleOutput orderedDictionary() {
        return global("collections", "OrderedDict")
                .code(PickleOpcode.EMPTY_TUPLE)
                .code(PickleOpcode.REDUCE);
    }

    private PickleOutput little(int width, long number) {
        byte[] digits = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .array();
        bytes.write(digits, 0, width);
        return this;
    }

    /** Ends the pickle and returns it. */
    byte[] finished() {
        return code(PickleOpcode.STOP).bytes.toByteArray();
    }
}
