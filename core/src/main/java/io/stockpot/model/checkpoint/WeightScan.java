package io.stockpot.model.checkpoint;

import io.stockpot.tensor.Scope;
import io.stockpot.tensor.WeightDigest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * What one pass over the values of a file finds. One NaN spoils every mixture it enters.
 *
 * @param digest SHA-256 of the weights, in hex, see {@link CheckpointFile#digestName}
 * @param elements in all tensors
 * @param notFinite the tensors that hold other than finite numbers, in order
 */
public record WeightScan(String digest, long elements, List<NotFinite> notFinite) {
    /** Copies the list. */
    public WeightScan {
        notFinite = List.copyOf(notFinite);
    }

    /**
     * Reads all values, one tensor at a time.
     *
     * @throws IOException if the file states another digest than its weights have
     */
    public static WeightScan of(CheckpointFile file) throws IOException {
        WeightDigest digest = new WeightDigest();
        long elements = 0;
        List<NotFinite> notFinite = new ArrayList<>();
        for (String name : file.names()) {
            try (Scope scope = Scope.open()) {
                Tensor tensor = file.read(name);
                digest.add(file.digestName(name), tensor);
                elements += tensor.numel();
                NotFinite.in(name, tensor).ifPresent(notFinite::add);
            }
        }
        WeightScan scan = new WeightScan(digest.finish(), elements, notFinite);
        file.requireUndamaged(scan.digest);
        return scan;
    }

    /** Returns whether all numbers are finite. */
    public boolean finite() {
        return notFinite.isEmpty();
    }

    /** Returns how many elements are NaN. */
    public long notNumbers() {
        return notFinite.stream().mapToLong(NotFinite::notNumbers).sum();
    }

    /** Returns how many elements are +∞ or −∞. */
    public long infinite() {
        return notFinite.stream().mapToLong(NotFinite::infinite).sum();
    }
}
