package io.stockpot.soup;

import io.stockpot.tensor.SafetensorsWriter.Slot;
import io.stockpot.tensor.Workspace;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** The memory for one source and one sum, each as large as the largest tensor, used for all in turn. */
final class MixingBowl implements AutoCloseable {
    private final Workspace source;
    private final Workspace sum;

    MixingBowl(List<Slot> slots) {
        this.source = new Workspace(Workspace.largest(slots));
        this.sum = new Workspace(
                Workspace.largest(slots.stream().map(MixingBowl::summed).toList()));
    }

    private static Slot summed(Slot slot) {
        return new Slot(slot.name(), summedType(slot), slot.shape());
    }

    /** Sums of half precision are taken in single precision. */
    private static String summedType(Slot slot) {
        return slot.type().equals("F16") || slot.type().equals("BF16") ? "F32" : slot.type();
    }

    boolean widens(Slot slot) {
        return !summedType(slot).equals(slot.type());
    }

    Tensor source(Slot slot) {
        return source.tensor(slot.type(), extents(slot));
    }

    Tensor sum(Slot slot) {
        return sum.tensor(summedType(slot), extents(slot));
    }

    private static long[] extents(Slot slot) {
        return slot.shape().stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public void close() {
        source.close();
        sum.close();
    }
}
