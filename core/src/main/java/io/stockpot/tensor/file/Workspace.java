package io.stockpot.tensor.file;

import io.stockpot.tensor.ElementType;
import io.stockpot.tensor.Scope;
import java.util.Collection;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Memory that tensors of any type and shape use one after the other. Large tensors that come and go would
 * leave holes that the process does not give back.
 */
public final class Workspace implements AutoCloseable {
    private final Tensor bytes;

    /** Allocates the memory. */
    public Workspace(long size) {
        try (Scope scope = Scope.open()) {
            this.bytes = Scope.own(
                    torch.empty(new long[] {size}, new TensorOptions(ScalarType.Byte), new MemoryFormatOptional()));
        }
    }

    /** Returns the bytes of the largest of several tensors of a file. */
    public static long largest(Collection<SafetensorsWriter.Slot> slots) {
        return slots.stream().mapToLong(SafetensorsWriter.Slot::bytes).max().orElse(0);
    }

    /**
     * Returns a contiguous tensor in the caller's scope with undefined values. All tensors share the
     * memory: only the newest may be used.
     */
    public Tensor tensor(String type, long... shape) {
        ElementType element = ElementType.valueOf(type);
        try (Scope scope = Scope.open()) {
            long length = element.bytes();
            for (long extent : shape) {
                length = Math.multiplyExact(length, extent);
            }
            return scope.keep(bytes.narrow(0, 0, length).view(element.scalar()).view(shape));
        }
    }

    /** Frees the memory. */
    @Override
    public void close() {
        Scope.release(bytes);
    }
}
