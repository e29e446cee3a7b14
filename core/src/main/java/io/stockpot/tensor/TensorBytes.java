package io.stockpot.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;

/** The memory of contiguous tensors as byte buffers, without copying. */
public final class TensorBytes {
    private static final long SLICE = 1L << 30;

    private TensorBytes() {}

    /**
     * Returns views of the tensor's memory, each of at most 1 GiB, in native byte order. They are
     * valid while the tensor is.
     *
     * @param tensor contiguous, on the CPU
     */
    public static List<ByteBuffer> slices(Tensor tensor) {
        if (!tensor.is_contiguous()) {
            throw new IllegalArgumentException("only contiguous tensors can be viewed as bytes");
        }
        long total = tensor.numel() * tensor.element_size();
        List<ByteBuffer> slices = new ArrayList<>();
        for (long start = 0; start < total; start += SLICE) {
            BytePointer memory = new BytePointer(tensor.data_ptr());
            memory.position(start).limit(Math.min(total, start + SLICE));
            slices.add(memory.asByteBuffer().order(ByteOrder.nativeOrder()));
        }
        return slices;
    }
}
