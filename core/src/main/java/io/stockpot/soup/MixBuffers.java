package io.stockpot.soup;

import io.stockpot.tensor.Torch;
import io.stockpot.tensor.file.SafetensorsWriter.Slot;
import io.stockpot.tensor.file.Workspace;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The memory for one sum and as many sources as are looked at at once, each as large as the largest tensor,
 * used for all in turn. One source per thread, but no more in all than the largest tensor times the number of
 * ingredients (except for one or two ingredients of half precision, whose sum is of single).
 */
final class MixBuffers implements AutoCloseable {
    private final List<Workspace> sources = new ArrayList<>();
    private final Workspace sum;

    /**
     * Allocates.
     *
     * @param ingredients the tensors of each file
     * @param mixed the tensors of the result
     */
    MixBuffers(List<List<Slot>> ingredients, List<Slot> mixed) {
        long source = ingredients.stream().mapToLong(Workspace::largest).max().orElse(0);
        long result = Workspace.largest(mixed.stream().map(MixBuffers::summed).toList());
        long room = ingredients.size() * source - result;
        long places = Math.max(1, Math.min(Torch.threads(), room / Math.max(1, source)));
        for (int place = 0; place < places; place++) {
            sources.add(new Workspace(source));
        }
        this.sum = new Workspace(result);
    }

    private static Slot summed(Slot slot) {
        return new Slot(slot.name(), summedType(slot), slot.shape());
    }

    /** Sums of half precision are taken in single precision. */
    private static String summedType(Slot slot) {
        return slot.type().equals("F16") || slot.type().equals("BF16") ? "F32" : slot.type();
    }

    /** Returns how many sources fit at once. */
    int places() {
        return sources.size();
    }

    /** Returns whether the sum has another type than the result. */
    boolean widens(Slot mixed) {
        return !summedType(mixed).equals(mixed.type());
    }

    /** Returns the memory of a source, or of the result when the sources are no longer needed. */
    Tensor source(int place, Slot slot) {
        return sources.get(place).tensor(slot.type(), extents(slot));
    }

    Tensor sum(Slot mixed) {
        return sum.tensor(summedType(mixed), extents(mixed));
    }

    private static long[] extents(Slot slot) {
        return slot.shape().stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public void close() {
        sources.forEach(Workspace::close);
        sum.close();
    }
}
