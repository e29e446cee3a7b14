package io.stockpot.data;

import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/** Replaces each value of an image by another, the same wherever it stands; equal to Pillow's {@code ImageOps}. */
final class Tones {
    private static final int VALUES = 256;

    private Tones() {}

    /** Stretches each channel so that its least value becomes 0 and its largest 255. */
    static Raster autoContrast(Raster image) {
        return byChannel(image, Tones::stretching);
    }

    /** Spreads the values of each channel so that all are about equally frequent. */
    static Raster equalized(Raster image) {
        return byChannel(image, Tones::equalizing);
    }

    /** Makes the negative. */
    static Raster inverted(Raster image) {
        return solarized(image, 0);
    }

    /** Keeps the highest bits of each value, from 0, which leaves black, to 8. */
    static Raster posterized(Raster image, int bits) {
        int mask = -(1 << (8 - bits));
        return everywhere(image, value -> value & mask);
    }

    /** Makes the negative of values from a threshold on. */
    static Raster solarized(Raster image, int threshold) {
        return everywhere(image, value -> value < threshold ? value : 255 - value);
    }

    /** Adds to values below 128. */
    static Raster brightenedShadows(Raster image, int addition) {
        return everywhere(image, value -> value < 128 ? Math.min(255, value + addition) : value);
    }

    /** Returns what becomes of each value of a channel in which values are so frequent. */
    private static IntUnaryOperator stretching(int[] frequencies) {
        int least = 0;
        while (frequencies[least] == 0) {
            least++;
        }
        int most = VALUES - 1;
        while (frequencies[most] == 0) {
            most--;
        }
        if (least == most) {
            return IntUnaryOperator.identity();
        }
        double scale = 255.0 / (most - least);
        double offset = -least * scale;
        return value -> (int) (value * scale + offset);
    }

    /** Returns what becomes of each value of a channel in which values are so frequent. */
    private static IntUnaryOperator equalizing(int[] frequencies) {
        int most = VALUES - 1;
        while (frequencies[most] == 0) {
            most--;
        }
        int[] below = new int[VALUES];
        for (int value = 1; value < VALUES; value++) {
            below[value] = below[value - 1] + frequencies[value - 1];
        }
        // an even distribution has about this many pixels of each value
        int step = below[most] / 255;
        return step == 0 ? IntUnaryOperator.identity() : value -> (step / 2 + below[value]) / step;
    }

    private static Raster everywhere(Raster image, IntUnaryOperator tone) {
        return byChannel(image, frequencies -> tone);
    }

    private static Raster byChannel(Raster image, Function<int[], IntUnaryOperator> toneOf) {
        byte[] from = image.planes();
        byte[] to = new byte[from.length];
        int plane = from.length / image.shape().channels();
        for (int begin = 0; begin < from.length; begin += plane) {
            int[] frequencies = new int[VALUES];
            for (int i = begin; i < begin + plane; i++) {
                frequencies[from[i] & 0xff]++;
            }
            byte[] table = table(toneOf.apply(frequencies));
            for (int i = begin; i < begin + plane; i++) {
                to[i] = table[from[i] & 0xff];
            }
        }
        return Raster.of(image.shape(), to);
    }

    private static byte[] table(IntUnaryOperator tone) {
        byte[] table = new byte[VALUES];
        for (int value = 0; value < VALUES; value++) {
            table[value] = (byte) Math.max(0, Math.min(255, tone.applyAsInt(value)));
        }
        return table;
    }
}
