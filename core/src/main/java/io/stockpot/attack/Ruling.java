package io.stockpot.attack;

import java.util.BitSet;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** What became of some images in one {@link Stage}. The tensors live in the scope of whoever asked. */
public final class Ruling {
    private final Tensor points;
    private final Tensor withstood;
    private final Tensor margin;

    Ruling(Tensor points, Tensor withstood, Tensor margin) {
        this.points = points;
        this.withstood = withstood;
        this.margin = margin;
    }

    /** Returns the point that the attack ended with for each image, N×C×H×W, inside ball ∩ box. */
    public Tensor points() {
        return points;
    }

    /** Returns whether each image is classified correctly at its point, N. */
    public Tensor withstood() {
        return withstood;
    }

    /** Returns how far the label is ahead of every other class at each point, N. */
    public Tensor margin() {
        return margin;
    }

    /** Returns where bits are set, int64, in the caller's scope. */
    static Tensor places(BitSet bits) {
        long[] places = bits.stream().asLongStream().toArray();
        return Tensor.create(places, places.length);
    }

    /** Returns the elements of a tensor of int64 in order. */
    static long[] elements(Tensor numbers) {
        long[] elements = new long[Math.toIntExact(numbers.numel())];
        if (elements.length > 0) {
            // a tensor without elements has no memory
            numbers.contiguous().data_ptr_long().get(elements);
        }
        return elements;
    }

    /** Returns which flags are set. */
    public static BitSet bits(Tensor flags) {
        byte[] values = new byte[Math.toIntExact(flags.numel())];
        if (values.length > 0) {
            flags.to(ScalarType.Byte).data_ptr_byte().get(values);
        }
        BitSet bits = new BitSet(values.length);
        for (int i = 0; i < values.length; i++) {
            bits.set(i, values[i] != 0);
        }
        return bits;
    }
}
