package io.stockpot.tensor.file;

import io.stockpot.tensor.ElementType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The beginning of a NumPy array file, format versions 1 to 3: what the array is, written as a Python
 * dictionary of three entries.
 *
 * @param dataStart where the values start, in bytes
 * @param swapped whether the values are big-endian
 * @param fortran whether the first axis varies fastest
 */
record NumpyHeader(long dataStart, ElementType type, boolean swapped, boolean fortran, List<Long> shape) {
    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    private static final int LONGEST = 1 << 16;
    private static final int ALIGNMENT = 64;
    private static final int MOST_AXES = 16;
    /** Possessive throughout: a crafted header must not make the matcher try every way to split it. */
    private static final Pattern ENTRIES = Pattern.compile(
            "\\{\\s*+(?:(?:'descr':\\s*+(?<type>'[^']*+'|\\[[^\\]]*+\\])|'fortran_order':\\s*+(?<order>True|False)"
                    + "|'shape':\\s*+\\((?<shape>[0-9L, ]*+)\\))\\s*+,?+\\s*+){3}\\}\\s*+");

    /** Bytes, texts, times, durations, and rows of several elements. */
    private static final Pattern STRANGE = Pattern.compile("\\[.*|'[<>|=]?[SUaMm].*");

    private static final Pattern TYPE = Pattern.compile("'([<>|=])([a-zA-Z][0-9]+)'");

    /** Describes values in C order, little-endian, in the oldest format, which every reader knows. */
    static NumpyHeader of(ElementType type, List<Long> shape) {
        NumpyHeader unplaced = new NumpyHeader(0, type, false, false, List.copyOf(shape));
        return new NumpyHeader(unplaced.bytesInFile().length, type, false, false, unplaced.shape());
    }

    /** Returns what stands before the values: spaces fill it up to a multiple of 64 bytes, as in NumPy's own. */
    byte[] bytesInFile() {
        String order = type.bytes() == 1 ? "|" : "<";
        String extents = shape.stream().map(extent -> extent + ", ").collect(Collectors.joining());
        String list = shape.size() == 1 ? extents.strip() : extents.replaceAll(", $", "");
        String text = "{'descr': '%s%s', 'fortran_order': False, 'shape': (%s), }".formatted(order, type.numpy(), list);
        int start = MAGIC.length + 2 + Short.BYTES;
        int length = (start + text.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (length - start));
        bytes.put((text + " ".repeat(length - start - text.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII));
        return bytes.array();
    }

    /** Reads the header from the beginning of an array file. */
    static NumpyHeader read(InputStream input) throws IOException {
        byte[] magic = exactly(input, MAGIC.length + 2);
        if (!Arrays.equals(magic, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new MalformedException("it does not start as NumPy's arrays do");
        }
        int version = magic[MAGIC.length];
        if (version < 1 || version > 3) {
            throw new MalformedException("its format has version " + version + "; 1 to 3 can be read");
        }
        int width = version == 1 ? 2 : 4;
        ByteBuffer field = ByteBuffer.wrap(exactly(input, width)).order(ByteOrder.LITTLE_ENDIAN);
        int length = width == 2 ? Short.toUnsignedInt(field.getShort()) : field.getInt();
        if (length < 0 || length > LONGEST) {
            throw new MalformedException(
                    "its header claims " + Integer.toUnsignedLong(length) + " bytes; the limit is " + LONGEST);
        }
        String text = new String(exactly(input, length), StandardCharsets.UTF_8);
        return parse(text, MAGIC.length + 2L + width + length);
    }

    private static byte[] exactly(InputStream input, int length) throws IOException {
        byte[] bytes = input.readNBytes(length);
        if (bytes.length < length) {
            throw new MalformedException("it is truncated within its header");
        }
        return bytes;
    }

    private static NumpyHeader parse(String text, long dataStart) throws MalformedException {
        Matcher entries = ENTRIES.matcher(text);
        boolean complete = entries.matches()
                && entries.group("type") != null
                && entries.group("order") != null
                && entries.group("shape") != null;
        if (!complete) {
            throw new MalformedException("its header does not tell type, order and shape");
        }
        Matcher type = TYPE.matcher(entries.group("type"));
        if (!type.matches()) {
            throw unsuitable(entries.group("type"));
        }
        ElementType element = ElementType.ofNumpy(type.group(2)).orElseThrow(() -> unsuitable(entries.group("type")));
        boolean swapped = type.group(1).equals(">") && element.bytes() > 1;
        boolean fortran = entries.group("order").equals("True");
        return new NumpyHeader(dataStart, element, swapped, fortran, shape(entries.group("shape"), element));
    }

    /** Numbers that cannot be read may be weights, unlike objects, texts, times and rows of several. */
    private static MalformedException unsuitable(String type) {
        if (type.contains("O")) {
            return new StrangeArrayException("it holds Python objects (" + type + "), which are never read");
        }
        String message = "it holds elements of type " + type + "; f8, f4, f2, i8, i4, i2, i1, u1 and b1 can be read";
        return STRANGE.matcher(type).matches()
                ? new StrangeArrayException(message)
                : new MalformedException(message + ", so convert it (array.astype)");
    }

    private static List<Long> shape(String text, ElementType type) throws MalformedException {
        List<Long> shape = new ArrayList<>();
        try {
            long bytes = type.bytes();
            for (String extent : text.split(",", -1)) {
                if (!extent.isBlank()) {
                    shape.add(Long.parseLong(extent.strip().replace("L", "")));
                    bytes = Math.multiplyExact(bytes, Math.max(1, shape.get(shape.size() - 1)));
                }
            }
        } catch (ArithmeticException | NumberFormatException failure) {
            throw new MalformedException("its shape is not valid: (" + text + ")");
        }
        if (shape.size() > MOST_AXES) {
            throw new MalformedException("it has " + shape.size() + " axes; the limit is " + MOST_AXES);
        }
        return List.copyOf(shape);
    }

    /** Returns the number of bytes of all values. */
    long bytes() {
        return shape.stream().reduce((long) type.bytes(), (a, b) -> a * b);
    }

    long[] extents() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }
}
