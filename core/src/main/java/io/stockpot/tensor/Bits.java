package io.stockpot.tensor;

import java.util.BitSet;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Conversions between small tensors and the sets and arrays of Java. */
public final class Bits {
    private Bits() {}

    /** Returns the indices of the flags that are set in a tensor of any shape, in row-major order. */
    public static BitSet of(Tensor flags) {
        byte[] values = new byte[Math.toIntExact(flags.numel())];
        if (values.length > 0) {
            // a tensor without elements has no memory
            flags.to(ScalarType.Byte).contiguous().data_ptr_byte().get(values);
        }
        BitSet bits = new BitSet(values.length);
        for (int i = 0; i < values.length; i++) {
            bits.set(i, values[i] != 0);
        }
        return bits;
    }

    /** Returns the indices of the bits that are set, int64, in the caller's scope. */
    public static Tensor indices(BitSet bits) {
        long[] indices = bits.stream().asLongStream().toArray();
        return Tensor.create(indices, indices.length);
    }

    /** Returns the elements of a tensor of int64 in row-major order. */
    public static long[] longs(Tensor numbers) {
        long[] elements = new long[Math.toIntExact(numbers.numel())];
        if (elements.length > 0) {
            numbers.contiguous().data_ptr_long().get(elements);
        }
        return elements;
    }
}
