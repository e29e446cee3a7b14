package io.stockpot.tensor;

import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The rows of a tensor as arrays: for work on one image at a time, which as operations on the whole batch
 * would take many passes over memory, or do too much. The result of a row depends on no other row and
 * not on the threads. It is a view: the tensor must outlive it and keep its size.
 */
public final class FloatRows {
    private final FloatBuffer values;
    private final int count;
    private final int width;

    private FloatRows(FloatBuffer values, int count, int width) {
        this.values = values;
        this.count = count;
        this.width = width;
    }

    /**
     * Returns the rows of a tensor, one for each index of its first dimension.
     *
     * @param tensor float32, contiguous, of fewer than 2³¹ elements
     */
    public static FloatRows of(Tensor tensor) {
        long elements = tensor.numel();
        if (tensor.scalar_type().intern() != ScalarType.Float
                || !tensor.is_contiguous()
                || elements > Integer.MAX_VALUE / Float.BYTES) {
            throw new IllegalArgumentException(
                    "rows can be had of a contiguous tensor of float32 of up to 2 GiB, not of "
                            + elements + " elements of "
                            + tensor.scalar_type().intern() + (tensor.is_contiguous() ? "" : ", not contiguous"));
        }
        int count = Math.toIntExact(tensor.size(0));
        int width = count == 0 ? 0 : Math.toIntExact(elements / count);
        FloatBuffer values = elements == 0
                ? FloatBuffer.allocate(0)
                : tensor.data_ptr_float().capacity(elements).asBuffer();
        return new FloatRows(values, count, width);
    }

    /** Returns the number of rows. */
    public int count() {
        return count;
    }

    /** Returns the number of elements of a row. */
    public int width() {
        return width;
    }

    /** Reads a row into an array of its width. */
    public void read(int row, float[] target) {
        values.get(row * width, target, 0, width);
    }

    /** Overwrites a row. */
    public void write(int row, float[] source) {
        values.put(row * width, source, 0, width);
    }

    /** Overwrites a row by the same row of a tensor of the same width. */
    public void copy(int row, FloatRows source) {
        values.put(row * width, source.values, row * width, width);
    }

    /** Returns an element; of a tensor with one dimension, the number of a row. */
    public float get(int element) {
        return values.get(element);
    }

    /** Overwrites an element. */
    public void set(int element, float value) {
        values.put(element, value);
    }

    /** Work on a range of rows. */
    @FunctionalInterface
    public interface RangeWork {
        /** Works on the rows from the first to before the last, with arrays of its own. */
        void work(int from, int to);
    }

    /** Divides the rows among as many threads as the engine has. */
    public static void share(int rows, RangeWork part) {
        int parts = Math.min(Torch.threads(), rows);
        if (parts <= 1) {
            part.work(0, rows);
            return;
        }
        IntStream.range(0, parts)
                .parallel()
                .forEach(i -> part.work((int) ((long) i * rows / parts), (int) ((i + 1L) * rows / parts)));
    }
}
