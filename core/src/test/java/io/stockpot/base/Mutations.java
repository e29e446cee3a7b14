package io.stockpot.base;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Damages content: bits, numbers in binary and in digits, blocks that move, are lost, or come from other files. */
final class Mutations {
    private static final long[] NUMBERS = {
        0, 1, -1, 2, 127, 128, 255, 256, 32_767, 65_535, Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 32, Long.MAX_VALUE
    };
    private static final List<String> TEXTS = List.of(
            "\\u0000",
            "\\ud800",
            "\"",
            "{",
            "}",
            "[",
            "]",
            "[[[[[[[[",
            ": ",
            ", ",
            "-",
            "&a ",
            "*a",
            "!!",
            "null",
            "NaN",
            "1e999",
            "-1",
            "0",
            "99999999999999999999",
            "../",
            "/",
            "\0",
            "\n",
            "\t",
            "é",
            "'");
    private static final int LONGEST_BLOCK = 64;

    private final List<byte[]> corpus;
    private final RandomGenerator random;

    /**
     * Prepares to mutate one content.
     *
     * @param corpus whole contents, from which blocks are taken
     */
    Mutations(List<byte[]> corpus, RandomGenerator random) {
        this.corpus = corpus;
        this.random = random;
    }

    /** Returns a content of the corpus with one to four damages. */
    byte[] next() {
        byte[] content = corpus.get(random.nextInt(corpus.size()));
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            content = content.length == 0 ? new byte[1] : damaged(content.clone());
        }
        return content;
    }

    private byte[] damaged(byte[] content) {
        int at = random.nextInt(content.length);
        switch (random.nextInt(8)) {
            case 0 -> content[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> content[at] = (byte) random.nextInt();
            case 2 -> writeNumber(content, at);
            case 3 -> {
                return replaced(content, at, 0, block(corpus.get(random.nextInt(corpus.size()))));
            }
            case 4 -> {
                return replaced(content, at, 1 + random.nextInt(LONGEST_BLOCK), new byte[0]);
            }
            case 5 -> {
                return replaced(content, at, random.nextInt(2), bytes(TEXTS.get(random.nextInt(TEXTS.size()))));
            }
            case 6 -> {
                return withOtherDigits(content, at);
            }
            default -> {
                return random.nextInt(4) == 0 ? Arrays.copyOf(content, at) : repeated(content, at);
            }
        }
        return content;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private long number() {
        return NUMBERS[random.nextInt(NUMBERS.length)];
    }

    /** Writes a number of one, two, four or eight bytes, in either order. */
    private void writeNumber(byte[] content, int at) {
        int width = 1 << random.nextInt(4);
        boolean little = random.nextBoolean();
        long number = number();
        for (int i = 0; i < width && at + i < content.length; i++) {
            content[at + i] = (byte) (number >> (8 * (little ? i : width - 1 - i)));
        }
    }

    /** Replaces the next run of digits by another number. */
    private byte[] withOtherDigits(byte[] content, int from) {
        int begin = from;
        while (begin < content.length && !isDigit(content[begin])) {
            begin++;
        }
        int end = begin;
        while (end < content.length && isDigit(content[end])) {
            end++;
        }
        return replaced(content, begin, end - begin, bytes(Long.toString(number())));
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }

    private byte[] block(byte[] content) {
        int from = random.nextInt(content.length);
        return Arrays.copyOfRange(content, from, Math.min(content.length, from + 1 + random.nextInt(LONGEST_BLOCK)));
    }

    private byte[] repeated(byte[] content, int at) {
        byte[] block = block(content);
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int times = 1 + random.nextInt(20); times > 0; times--) {
            many.writeBytes(block);
        }
        return replaced(content, at, 0, many.toByteArray());
    }

    private static byte[] replaced(byte[] content, int at, int length, byte[] by) {
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        result.write(content, 0, at);
        result.writeBytes(by);
        int rest = Math.min(content.length, at + length);
        result.write(content, rest, content.length - rest);
        return result.toByteArray();
    }
}
